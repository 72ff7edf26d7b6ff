-- The label of a device in authenticator apps. Before, it was made of the present name whenever it was shown.
ALTER TABLE device ADD COLUMN key_label TEXT;
UPDATE device SET key_label =
    (SELECT replace(member.email || ' (' || device.label || ')', ':', '-') FROM member WHERE member.id = device.member_id);

-- The labels that a member's devices were given: how many, and those without a number, one a line.
CREATE TABLE key_labels (
    member_id TEXT   NOT NULL PRIMARY KEY REFERENCES member (id) ON DELETE CASCADE,
    given     BIGINT NOT NULL,
    plain     TEXT   NOT NULL
);
INSERT INTO key_labels (member_id, given, plain)
SELECT member_id, count(*), group_concat(key_label, char(10)) FROM device GROUP BY member_id;
