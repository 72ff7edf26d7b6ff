-- What migration 0017 added to the rows that 0016 left.

INSERT INTO renewal (member_id, kind, holder, at) VALUES
    ('70cf0188ab497bbb1a9d7f60dbb757ba', 'password', 'Zoë', 1800000100);
INSERT INTO enrolment (id, member_id, device_id, label, label_key, key_label, holder_name, holder_email, sign_in_only, secret, algorithm, digits, created_at, mailed_at, expires_at, code_tries) VALUES
    ('b4e460b7fd18a5c4a718293041526375', '70cf0188ab497bbb1a9d7f60dbb757ba', 'c5e460b7fd18a5c4a718293041526376', 'Zoë’s phone', 'zoë’s phone', 'Zoë’s phone', 'Zoë', 'zoe@example.org', 1, X'00ff07', 'SHA1', 6, 1800000100, 1800000100, 1800086500, 0);
