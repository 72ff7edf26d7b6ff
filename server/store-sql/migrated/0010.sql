-- What migration 0010 added to the rows that 0009 left.

INSERT INTO api_key (id, member_id, digest, label, label_key, scopes, networks, created_at, expires_at, used_at, used_from, shown_in, shown, shown_until) VALUES
    ('3d9c0e51a7b24f68a1b2c3d4e5f60718', '70cf0188ab497bbb1a9d7f60dbb757ba', '7c1f0b2a9d8e4c5361728394a5b6c7d8e9fa0b1c2d3e4f5061728394a5b6c7d8', 'Backup', 'backup', 'me devices', '192.0.2.0/24', 1800000100, 1807776100, 1800000160, '192.0.2.7', '5a07b31dc07882c196b53adc17800e95', X'010203', 1800001000),
    ('4e8d1f62b8c35079b2c3d4e5f6071829', '203227d8bf85c56a0c6a402983eb3ef3', '8d20cb3bae9f5d6472839405b6c7d8e9fa0b1c2d3e4f5061728394a5b6c7d8e9', 'Reports', 'reports', 'me', '', 1800000100, NULL, NULL, NULL, NULL, NULL, NULL);

INSERT INTO event (account_id, at, id, member_id, who, kind, refused, repeats, last_at, count, session_id, key_id, key_name, address, network, agent) VALUES
    ('87785f2667aeb9e19875ee134c403053', 1800000100, '0000000000000002a1b2c3d4e5f60718', '70cf0188ab497bbb1a9d7f60dbb757ba', 'ana@example.com', 'api-key-made', NULL, NULL, 1800000100, 1, '5a07b31dc07882c196b53adc17800e95', '3d9c0e51a7b24f68a1b2c3d4e5f60718', 'Backup', '192.0.2.7', '192.0.2.7', 'Firefox on Linux');
