-- Verified resets: a recovery code for a member who lost every second factor, after a wait. `started_by` is NULL for the
-- operator. `shown_in` is the session that shows the code for a while.
CREATE TABLE factor_reset (
    id           TEXT   NOT NULL PRIMARY KEY,
    member_id    TEXT   NOT NULL UNIQUE REFERENCES member (id) ON DELETE CASCADE,
    account_id   TEXT   NOT NULL,
    started_by   TEXT REFERENCES member (id) ON DELETE CASCADE,
    reason       TEXT   NOT NULL,
    created_at   BIGINT NOT NULL,
    available_at BIGINT NOT NULL,
    approved_by  TEXT,
    read_at      BIGINT,
    code_id      TEXT,
    shown_in     TEXT,
    shown        BLOB,
    shown_until  BIGINT
);
CREATE INDEX factor_reset_started ON factor_reset (started_by);

-- Such a code works until this moment; the others have no end.
ALTER TABLE recovery_code ADD COLUMN expires_at BIGINT;
