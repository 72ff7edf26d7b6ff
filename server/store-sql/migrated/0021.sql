-- What migration 0021 added to the rows that 0020 left.

INSERT INTO email_change (member_id, email, mailed_at, expires_at) VALUES
    ('70cf0188ab497bbb1a9d7f60dbb757ba', 'ana.new@example.com', 1800000100, 1800086500);
