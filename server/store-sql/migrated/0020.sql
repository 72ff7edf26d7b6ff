-- What migration 0020 added to the rows that 0019 left.

INSERT INTO trusted_browser (id, member_id, device_id, digest, previous, rotated_at, created_at, expires_at, address, agent) VALUES
    ('a1e460b7fd18a5c4a718293041526370', '70cf0188ab497bbb1a9d7f60dbb757ba', 'b2e460b7fd18a5c4a718293041526371', 'c3e460b7fd18a5c4a718293041526372', NULL, 1800000100, 1800000000, 1802592000, '192.0.2.7', 'Firefox on Linux');
