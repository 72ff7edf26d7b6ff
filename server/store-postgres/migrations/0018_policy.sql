-- The account's policy: of whom two-factor is required (the least role) and from when on, how long sessions and API keys
-- live at most, how long a verified reset waits.
ALTER TABLE account ADD COLUMN two_factor_of TEXT;
ALTER TABLE account ADD COLUMN two_factor_from BIGINT;
ALTER TABLE account ADD COLUMN grace_days BIGINT NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN session_hours BIGINT;
ALTER TABLE account ADD COLUMN key_days BIGINT;
ALTER TABLE account ADD COLUMN reset_hours BIGINT NOT NULL DEFAULT 24;

-- The member's grace from the requirement, given once; when the member was last told of the deadline.
ALTER TABLE member ADD COLUMN grace_until BIGINT;
ALTER TABLE member ADD COLUMN deadline_told_at BIGINT;
CREATE INDEX member_without_factor ON member (id) WHERE two_factor_since IS NULL;

-- When a mailed code proved the mailbox of the session's member, and that code.
ALTER TABLE session ADD COLUMN mailbox_at BIGINT;
CREATE TABLE mailbox_code (
    session_id TEXT   NOT NULL PRIMARY KEY REFERENCES session (id) ON DELETE CASCADE,
    digest     TEXT   NOT NULL,
    expires_at BIGINT NOT NULL,
    tries      BIGINT NOT NULL
);
