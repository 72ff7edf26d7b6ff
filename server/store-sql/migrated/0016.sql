-- What migration 0016 added to the rows that 0015 left.

INSERT INTO invitation (id, account_id, email, email_key, role, made_by, created_at, sent_at) VALUES
    ('a3e460b7fd18a5c4a718293041526374', '87785f2667aeb9e19875ee134c403053', 'Fred@example.com', 'fred@example.com', 'member', '70cf0188ab497bbb1a9d7f60dbb757ba', 1800000100, 1800000100);
