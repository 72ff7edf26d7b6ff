-- What migration 0019 added to the rows that 0018 left.

INSERT INTO factor_reset (id, member_id, account_id, started_by, reason, created_at, available_at) VALUES
    ('d6e460b7fd18a5c4a718293041526377', '70cf0188ab497bbb1a9d7f60dbb757ba', '87785f2667aeb9e19875ee134c403053', NULL, 'Phone in the lake', 1800000100, 1800086500);
