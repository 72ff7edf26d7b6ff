-- What migration 0012 added to the rows that 0011 left.

INSERT INTO machine_device (id, key_id, secret, algorithm, digits, created_at, session_id, expires_at, confirmed_at, last_step, used_at, used_from) VALUES
    ('5f9e2073c9d46180c3d4e5f607182930', '3d9c0e51a7b24f68a1b2c3d4e5f60718', X'040506', 'SHA256', 8, 1800000100, NULL, NULL, 1800000130, 60000004, 1800000160, '192.0.2.7');

INSERT INTO access_token (id, digest, member_id, key_id, scopes, device_id, created_at, expires_at, address) VALUES
    ('60af3184dae57291d4e5f60718293041', '9e31dc4cbfa06e7583940516c7d8e9fa0b1c2d3e4f5061728394a5b6c7d8e9fa', '70cf0188ab497bbb1a9d7f60dbb757ba', '3d9c0e51a7b24f68a1b2c3d4e5f60718', 'me', '5f9e2073c9d46180c3d4e5f607182930', 1800000160, 1800001060, '192.0.2.7');
