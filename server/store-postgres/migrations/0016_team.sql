-- Invitations into an account. The subject of the link is the invitation's id. What a member invited ends with them.
CREATE TABLE invitation (
    id         TEXT   NOT NULL PRIMARY KEY,
    account_id TEXT   NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    email      TEXT   NOT NULL,
    email_key  TEXT   NOT NULL,
    role       TEXT   NOT NULL,
    made_by    TEXT   NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    sent_at    BIGINT NOT NULL,
    UNIQUE (account_id, email_key)
);
CREATE INDEX invitation_made_by ON invitation (made_by);
CREATE INDEX invitation_sent ON invitation (sent_at);

-- The other person that an event is about: a member, or somebody who was invited.
ALTER TABLE event ADD COLUMN other_id TEXT;
ALTER TABLE event ADD COLUMN other TEXT;

-- Members are sorted and searched by their names without regard to case.
ALTER TABLE member ADD COLUMN name_key TEXT NOT NULL DEFAULT '';
UPDATE member SET name_key = lower(name);
CREATE INDEX member_by_name ON member (account_id, name_key, id);
DROP INDEX member_account;
