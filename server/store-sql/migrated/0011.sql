-- What migration 0011 added to the rows that 0010 left.

INSERT INTO event_day (account_id, member_id, day, sign_ins, refusals) VALUES
    ('87785f2667aeb9e19875ee134c403053', '', 20832, 3, 2),
    ('87785f2667aeb9e19875ee134c403053', '70cf0188ab497bbb1a9d7f60dbb757ba', 20832, 3, 2);
