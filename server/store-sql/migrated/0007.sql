-- What migration 0007 added to the rows that 0006 left.

UPDATE device SET key_label = (SELECT member.email FROM member WHERE member.id = device.member_id) || ' (' || label || ')';

INSERT INTO key_labels (member_id, given, plain) VALUES
    ('70cf0188ab497bbb1a9d7f60dbb757ba', 3, 'ana@example.com (phone)
ana@example.com (Tablet)
ana@example.com (New phone)');
