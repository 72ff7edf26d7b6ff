-- What migration 0016 added to the rows that 0015 left.

INSERT INTO invitation (id, account_id, email, email_key, role, made_by, created_at, sent_at) VALUES
    ('a3e460b70d18a5c4182930415263a7f8', '87785f2667aeb9e19875ee134c403053', 'Finn@example.com', 'finn@example.com', 'member', '70cf0188ab497bbb1a9d7f60dbb757ba', 1800000100, 1800000100);

UPDATE event SET other_id = 'a3e460b70d18a5c4182930415263a7f8', other = 'finn@example.com' WHERE id = '0000000000000000a1b2c3d4e5f60718';
