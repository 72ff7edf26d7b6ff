-- The mails of one kind to a member since `began_at`: `sent` of them one by one, and `summary` for the others. A row counts
-- for an hour and is then swept, so it does not refer to its member.
CREATE TABLE mail_window (
    member_id TEXT   NOT NULL,
    kind      TEXT   NOT NULL,
    began_at  BIGINT NOT NULL,
    sent      BIGINT NOT NULL,
    summary   TEXT,
    PRIMARY KEY (member_id, kind)
);
CREATE INDEX mail_window_began ON mail_window (began_at);

-- A summary says how many more mails there were, and since when they were counted.
ALTER TABLE outbox ADD COLUMN more BIGINT;
ALTER TABLE outbox ADD COLUMN since BIGINT;
