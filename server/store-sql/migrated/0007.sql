-- Rows as migration 0007 left it. Bytes in SQLite's spelling.

INSERT INTO canary (id, body) VALUES
    ('canary', X'010203fa');

INSERT INTO account (id, created_at) VALUES
    ('87785f2667aeb9e19875ee134c403053', 1800000000),
    ('e7a1810899211e7b690ecbcaefa361cf', 1800000000),
    ('919091c612ce250c8d8b98b6cb0671e7', 1800000000);

INSERT INTO member (id, account_id, role, name, email, email_key, password, password_changed_at, created_at, two_factor_since, reminder_hidden_until, repaired_at, codes_saved_at, repairs_since, language) VALUES
    ('70cf0188ab497bbb1a9d7f60dbb757ba', '87785f2667aeb9e19875ee134c403053', 'owner', 'Ana', 'ana@example.com', 'ana@example.com', 'phc', 1800000000, 1800000000, 1800000000, NULL, 1800000200, NULL, 1800000200, 'de'),
    ('203227d8bf85c56a0c6a402983eb3ef3', 'e7a1810899211e7b690ecbcaefa361cf', 'owner', 'Ana', 'ben@example.net', 'ben@example.net', 'phc', 1800000000, 1800000000, 1800000000, NULL, 1800000200, NULL, 1800000200, NULL),
    ('3d439616a88c2346206315db2a34aa2e', '919091c612ce250c8d8b98b6cb0671e7', 'owner', 'Ana', 'carl@example.org', 'carl@example.org', 'phc', 1800000000, 1800000000, NULL, NULL, NULL, NULL, NULL, NULL);

INSERT INTO link (digest, kind, subject, expires_at, exchanged_at) VALUES
    ('5b53ae814fd3c1a67452b6b50ddfddbbe0aff3a1f8bb8ca4bb273fbd459f1081', 'confirm-email', 'f01c5238e5c55e2b2f75071b454922823dc26762914958993c066e7f43cd0c61', 1800003600, NULL),
    ('8aee9874f11712627299f4244b9b032c10d345e9534bfece4b8b40725fa90e6d', 'confirm-email', '32fa0cbe3ff0019b72f69cda37426762dd32e59a457700eb1597d680e78dcbb5', 1800003600, NULL),
    ('9ac3aae11c9cee9fc1f0d61ce17856b7e98c392041c732a5cac99ce320595ed8', 'set-up', '', 1800001800, 1800000000);

INSERT INTO sign_up (email_key, waiting, email, name, password, created_at, mailed_at, expires_at) VALUES
    ('dora@example.com', 'f01c5238e5c55e2b2f75071b454922823dc26762914958993c066e7f43cd0c61', 'dora@example.com', 'Ana', 'phc', 1800000000, 1800000000, 1800003600),
    ('emil@example.com', '32fa0cbe3ff0019b72f69cda37426762dd32e59a457700eb1597d680e78dcbb5', 'emil@example.com', 'Ana', 'phc', 1800000000, 1800000000, 1800003600);

INSERT INTO try_window (subject, tries, over_at) VALUES
    ('password 192.0.2.7 ana@example.com', X'000000006b49d200000000006b49d203', 1800000903),
    ('sign-up 192.0.2.7', X'000000006b49d200000000006b49d203', 1800003603);

INSERT INTO counter (subject, consecutive, wait_until, stopped_at, recent, moved_at) VALUES
    ('enrolment 26fb26e8611b104a9c92f76c60b75c84', 0, NULL, NULL, X'', 1800000000),
    ('recovery 70cf0188ab497bbb1a9d7f60dbb757ba', 1, NULL, NULL, X'000000006b49d2e7', 1800000231),
    ('passcode 70cf0188ab497bbb1a9d7f60dbb757ba', 5, 1800000251, NULL, X'000000006b49d2dd000000006b49d2dd000000006b49d2dd000000006b49d2dd000000006b49d2dd', 1800000221),
    ('enrolment 5666af3e98bcf186637053001c113be9', 0, NULL, NULL, X'', 1800000000),
    ('recovery 203227d8bf85c56a0c6a402983eb3ef3', 1, NULL, NULL, X'000000006b49d2e7', 1800000231),
    ('passcode 203227d8bf85c56a0c6a402983eb3ef3', 5, 1800000251, NULL, X'000000006b49d2dd000000006b49d2dd000000006b49d2dd000000006b49d2dd000000006b49d2dd', 1800000221);

INSERT INTO challenge (digest, member_id, created_at, expires_at, tries) VALUES
    ('356ba136e66148cb03669507ec5a87294234c0b838ad3639c2f564079ffe3b7f', '70cf0188ab497bbb1a9d7f60dbb757ba', 1800000220, 1800000820, 5),
    ('449b0d85230fe53715272024ce72603a4017ab9152f9276638108a8a9ff63743', '70cf0188ab497bbb1a9d7f60dbb757ba', 1800000230, 1800000830, 1),
    ('ed779861f9a4ea13e26808718bc9743506b030297e1aa42bff8faccdb5cd577e', '203227d8bf85c56a0c6a402983eb3ef3', 1800000220, 1800000820, 5),
    ('c690b38f04871fcc0f59a69fba3b6bd3e50568139fdea2484969189f56d7e394', '203227d8bf85c56a0c6a402983eb3ef3', 1800000230, 1800000830, 1);

INSERT INTO session (id, digest, member_id, kind, created_at, last_seen_at, expires_at, password_at, factor_at, device_id, address, agent, opened_by) VALUES
    ('5a07b31dc07882c196b53adc17800e95', '16899447661369d62b4f647a450f7ef8194a480baefddb3b4abb7e1d1aebfddf', '70cf0188ab497bbb1a9d7f60dbb757ba', 'full', 1800000000, 1800000000, 1800086400, 1800000000, 1800000000, '26fb26e8611b104a9c92f76c60b75c84', '192.0.2.7', 'Firefox on Linux', NULL),
    ('b7a9a2bf6cdf6c340484fc5c84527bc2', 'fcfbb57565cabf1e3104b88ded52a2b54d5de656318a4edfcd76ada776629ea6', '70cf0188ab497bbb1a9d7f60dbb757ba', 'full', 1800000150, 1800000150, 1800086550, 1800000150, 1800000150, '26fb26e8611b104a9c92f76c60b75c84', '192.0.2.7', 'Firefox on Linux', '26fb26e8611b104a9c92f76c60b75c84'),
    ('2f8871f9403bc9a6f9fb67e7dde4811c', 'd23229533641b46696e43c21961f3e08f80f36c61b4c7b76d1b1eeb38ddb2c0c', '70cf0188ab497bbb1a9d7f60dbb757ba', 'repair', 1800000200, 1800000200, 1800002000, 1800000200, 1800000200, NULL, '192.0.2.7', 'Firefox on Linux', NULL),
    ('afe2e5cc454803822c47c768e979d3f3', '0e4c690d59aab0d0162b920273b5422d75eb89691694d06964d4203d7d2fb2d3', '203227d8bf85c56a0c6a402983eb3ef3', 'full', 1800000000, 1800000000, 1800086400, 1800000000, 1800000000, '5666af3e98bcf186637053001c113be9', '192.0.2.7', 'Firefox on Linux', NULL),
    ('68f8f256dec326402c4084be8ba38fd5', '923b8f591b24f9a41bb1463a81739fb001f54fe92059cb4bd0fed4bb3f293c50', '203227d8bf85c56a0c6a402983eb3ef3', 'full', 1800000150, 1800000150, 1800086550, 1800000150, 1800000150, '5666af3e98bcf186637053001c113be9', '192.0.2.7', 'Firefox on Linux', '5666af3e98bcf186637053001c113be9'),
    ('e2504f678396fe6fddee78af61c4dc54', '968b354ceda02bbe1fc174061c757b85c37b6b02d06ed9d88cfd1ba2e0889e44', '203227d8bf85c56a0c6a402983eb3ef3', 'repair', 1800000200, 1800000200, 1800002000, 1800000200, 1800000200, NULL, '192.0.2.7', 'Firefox on Linux', NULL),
    ('bbaab7164369b9b2f3ae8038a80cc990', '1e73fcafc09b079c58b33230f6e98d069250d9059a25eb12669b28556c15a213', '3d439616a88c2346206315db2a34aa2e', 'full', 1800000005, 1800000005, 1800086405, 1800000005, NULL, NULL, '192.0.2.7', 'Firefox on Linux', NULL);

INSERT INTO known_browser (digest, member_id, at) VALUES
    ('89e7fca258974a8bd849218083ece12e7f42266ad15c91828eb9693cb4b8abba', '70cf0188ab497bbb1a9d7f60dbb757ba', 1800000000),
    ('595845f7c7ebe7ffb7b3abe35cb93449ac1df0b13ee52da1d23874446348e1bd', '70cf0188ab497bbb1a9d7f60dbb757ba', 1800000150),
    ('6d57d708aa91f68150cd795727f364b978e2a7b9d204275ce065501b47b5455f', '203227d8bf85c56a0c6a402983eb3ef3', 1800000000),
    ('ce13e8ef84f602e1e6aeb3ecc78d4bb55184d27a88af9556735f21508e43315f', '203227d8bf85c56a0c6a402983eb3ef3', 1800000150),
    ('14069b20531f818d0cf37d24e77986af2c7c37fbd45c1f62ca3b64f22ea7c542', '3d439616a88c2346206315db2a34aa2e', 1800000005);

INSERT INTO device (id, member_id, label, label_key, secret, algorithm, digits, created_at, session_id, expires_at, confirmed_at, last_step, used_at, used_for, used_from, key_label) VALUES
    ('26fb26e8611b104a9c92f76c60b75c84', '70cf0188ab497bbb1a9d7f60dbb757ba', 'phone', 'phone', X'010203', 'SHA1', 6, 1800000000, NULL, NULL, 1800000000, 105, 1800000150, 'sign-in', '192.0.2.7', 'ana@example.com (phone)'),
    ('b3c5ea001032745a7a93e8a6fafc16ba', '70cf0188ab497bbb1a9d7f60dbb757ba', 'Tablet', 'tablet', X'010203', 'SHA1', 6, 1800000000, '5a07b31dc07882c196b53adc17800e95', 1800000900, NULL, -1, NULL, NULL, NULL, 'ana@example.com (Tablet)'),
    ('0addf7ed00d4e45008cc8fe437a173f4', '70cf0188ab497bbb1a9d7f60dbb757ba', 'New phone', 'new phone', X'010203', 'SHA1', 6, 1800000210, '2f8871f9403bc9a6f9fb67e7dde4811c', 1800001110, NULL, -1, NULL, NULL, NULL, 'ana@example.com (New phone)'),
    ('5666af3e98bcf186637053001c113be9', '203227d8bf85c56a0c6a402983eb3ef3', 'phone', 'phone', X'010203', 'SHA1', 6, 1800000000, NULL, NULL, 1800000000, 105, 1800000150, 'sign-in', '192.0.2.7', 'ben@example.net (phone)'),
    ('a4c71adfa10dd3d2a3541e48a350c0c3', '203227d8bf85c56a0c6a402983eb3ef3', 'Tablet', 'tablet', X'010203', 'SHA1', 6, 1800000000, 'afe2e5cc454803822c47c768e979d3f3', 1800000900, NULL, -1, NULL, NULL, NULL, 'ben@example.net (Tablet)'),
    ('3fd4602eec48204928ab291264ee6bf9', '203227d8bf85c56a0c6a402983eb3ef3', 'New phone', 'new phone', X'010203', 'SHA1', 6, 1800000210, 'e2504f678396fe6fddee78af61c4dc54', 1800001110, NULL, -1, NULL, NULL, NULL, 'ben@example.net (New phone)');

INSERT INTO recovery_code (id, member_id, selector, hash, created_at, used_at) VALUES
    ('5e8aff77c874a79bf050af52ef63765d', '70cf0188ab497bbb1a9d7f60dbb757ba', 'SEL00', 'hash0', 1800000000, NULL),
    ('1c38338912e6021df3bde4d3f61dbbab', '70cf0188ab497bbb1a9d7f60dbb757ba', 'SEL01', 'hash1', 1800000000, NULL),
    ('46789dd4d56fca0c6e9b8407d059c8ac', '70cf0188ab497bbb1a9d7f60dbb757ba', 'SEL02', 'hash2', 1800000000, NULL),
    ('89c27709b7e0e6c2c827cf18b2f4f58c', '70cf0188ab497bbb1a9d7f60dbb757ba', 'SEL03', 'hash3', 1800000000, 1800000200),
    ('da362580e83aec7a07a0aaba1ab9ee52', '70cf0188ab497bbb1a9d7f60dbb757ba', 'SEL04', 'hash4', 1800000000, NULL),
    ('9cd34643d96518b093f6307608f52261', '70cf0188ab497bbb1a9d7f60dbb757ba', 'SEL05', 'hash5', 1800000000, NULL),
    ('3dbe02473df76894ea7f0ac6cb26d4ec', '70cf0188ab497bbb1a9d7f60dbb757ba', 'SEL06', 'hash6', 1800000000, NULL),
    ('1090aeb9d8d9da8d1b5f3511c6cf731a', '70cf0188ab497bbb1a9d7f60dbb757ba', 'SEL07', 'hash7', 1800000000, NULL),
    ('4b153d8685888211b8928e33dec16b0c', '70cf0188ab497bbb1a9d7f60dbb757ba', 'SEL08', 'hash8', 1800000000, NULL),
    ('14343de6073ad63a459c94a8e523cded', '70cf0188ab497bbb1a9d7f60dbb757ba', 'SEL09', 'hash9', 1800000000, NULL),
    ('c1577c7091da474e01a1df65c6cb7e79', '203227d8bf85c56a0c6a402983eb3ef3', 'SEL00', 'hash0', 1800000000, NULL),
    ('6c3219eac289acf9074a38fb3b5140b9', '203227d8bf85c56a0c6a402983eb3ef3', 'SEL01', 'hash1', 1800000000, NULL),
    ('2e32ad93dff035e9834185b6692ad767', '203227d8bf85c56a0c6a402983eb3ef3', 'SEL02', 'hash2', 1800000000, NULL),
    ('7e7773be1e5af6349154df0d35e03cd6', '203227d8bf85c56a0c6a402983eb3ef3', 'SEL03', 'hash3', 1800000000, 1800000200),
    ('716530613d3597bce3fa265f5ecc5bb9', '203227d8bf85c56a0c6a402983eb3ef3', 'SEL04', 'hash4', 1800000000, NULL),
    ('3b8ed874867e285c78b4913b809d878e', '203227d8bf85c56a0c6a402983eb3ef3', 'SEL05', 'hash5', 1800000000, NULL),
    ('dfaa61a34e1107dffcfb1ca66728957d', '203227d8bf85c56a0c6a402983eb3ef3', 'SEL06', 'hash6', 1800000000, NULL),
    ('79673abeef609ac936d7e491e2adafc5', '203227d8bf85c56a0c6a402983eb3ef3', 'SEL07', 'hash7', 1800000000, NULL),
    ('1e3b920ad9f2775c31c5f59adf2fc706', '203227d8bf85c56a0c6a402983eb3ef3', 'SEL08', 'hash8', 1800000000, NULL),
    ('c88ecbefa7bb4f6487bfd49b22534ac9', '203227d8bf85c56a0c6a402983eb3ef3', 'SEL09', 'hash9', 1800000000, NULL);

INSERT INTO reveal (session_id, codes, expires_at) VALUES
    ('5a07b31dc07882c196b53adc17800e95', X'09', 1800000900),
    ('afe2e5cc454803822c47c768e979d3f3', X'09', 1800000900);

INSERT INTO outbox (id, body, due_at, tries, urgent, more, since) VALUES
    ('a77bb2a9b56744d2642ec303c20d29e3', X'00ff07', 1800000000, 0, 0, NULL, NULL),
    ('39b544daf3d04fa3984044259aba1995', X'00ff07', 1800000000, 0, 1, 2, 1799996400);

INSERT INTO mail_window (member_id, kind, began_at, sent, summary) VALUES
    ('70cf0188ab497bbb1a9d7f60dbb757ba', 'unknown-browser', 1799996400, 10, '39b544daf3d04fa3984044259aba1995'),
    ('70cf0188ab497bbb1a9d7f60dbb757ba', 'device-added', 1800000000, 1, NULL);

INSERT INTO sweep_run (id, last_run_at, ahead_since, ahead_seen_at) VALUES
    ('sweep', 1800000000, 1800600000, 1800600060);

INSERT INTO key_labels (member_id, given, plain) VALUES
    ('70cf0188ab497bbb1a9d7f60dbb757ba', 3, 'ana@example.com (phone)
ana@example.com (Tablet)
ana@example.com (New phone)');
