-- What migration 0009 added to the rows that 0008 left.

INSERT INTO event (account_id, at, id, member_id, who, kind, refused, repeats, last_at, count, session_id, device_id, device_name, address, network, agent) VALUES
    ('87785f2667aeb9e19875ee134c403053', 1800000000, '0000000000000000a1b2c3d4e5f60718', '70cf0188ab497bbb1a9d7f60dbb757ba', 'ana@example.com', 'device-renamed', NULL, NULL, 1800000000, 1, '5a07b31dc07882c196b53adc17800e95', '0f7a2a9d5c2e4b58a1b2c3d4e5f60718', 'phone', '192.0.2.7', '192.0.2.7', 'Firefox on Linux'),
    ('87785f2667aeb9e19875ee134c403053', 1800000060, '0000000000000001a1b2c3d4e5f60718', '70cf0188ab497bbb1a9d7f60dbb757ba', 'ana@example.com', 'sign-in', 'wrong-password', '70cf0188ab497bbb1a9d7f60dbb757ba sign-in wrong-password  192.0.2.7', 1800000070, 3, NULL, NULL, NULL, '192.0.2.7', '192.0.2.7', 'Firefox on Linux');
