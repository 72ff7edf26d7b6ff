-- What migration 0014 added to the rows that 0013 left.

INSERT INTO approval (id, member_id, key_id, device_id, address, action, summary, details, digest, words, created_at, expires_at, status, decided_by, decided_at, bought_at) VALUES
    ('81c24f95ebf683a2e5f6071829304152', '70cf0188ab497bbb1a9d7f60dbb757ba', '3d9c0e51a7b24f68a1b2c3d4e5f60718', '5f9e2073c9d46180c3d4e5f607182930', '192.0.2.7', 'servers:delete', 'Delete web-1', NULL, NULL, 'amber falcon', 1800000160, 1800000760, 'approved', '70cf0188ab497bbb1a9d7f60dbb757ba', 1800000190, 1800000200);

UPDATE account SET second_person_since = 1800000100 WHERE id = '87785f2667aeb9e19875ee134c403053';
