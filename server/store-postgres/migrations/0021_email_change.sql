-- Addresses that members want to change to. A change counts once the new mailbox has confirmed it; the subject of the link
-- is the member's id.
CREATE TABLE email_change (
    member_id  TEXT   NOT NULL PRIMARY KEY REFERENCES member (id) ON DELETE CASCADE,
    email      TEXT   NOT NULL,
    mailed_at  BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX email_change_expires ON email_change (expires_at);
