-- What migration 0005 added to the rows that 0004 left.

UPDATE outbox SET more = 2, since = 1799996400 WHERE id = '39b544daf3d04fa3984044259aba1995';

INSERT INTO mail_window (member_id, kind, began_at, sent, summary) VALUES
    ('70cf0188ab497bbb1a9d7f60dbb757ba', 'unknown-browser', 1799996400, 10, '39b544daf3d04fa3984044259aba1995'),
    ('70cf0188ab497bbb1a9d7f60dbb757ba', 'device-added', 1800000000, 1, NULL);
