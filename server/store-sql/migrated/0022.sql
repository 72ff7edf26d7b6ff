-- What migration 0022 added to the rows that 0021 left.

UPDATE member SET frozen_at = 1800000200, frozen_to = 'carl@example.org' WHERE email = 'carl@example.org';

INSERT INTO link (digest, kind, subject, expires_at, exchanged_at, member_id, address, froze_at) VALUES
    ('d4e460b7fd18a5c4a718293041526373d4e460b7fd18a5c4a718293041526373', 'not-me', 'e5e460b7fd18a5c4a718293041526374', 1800604800, NULL, '70cf0188ab497bbb1a9d7f60dbb757ba', 'ana@example.com', NULL);

INSERT INTO kept_change (id, member_id, kind, body, at, n) VALUES
    ('f6e460b7fd18a5c4a718293041526375', '70cf0188ab497bbb1a9d7f60dbb757ba', 'email', X'01AA', 1800000100, 1);
