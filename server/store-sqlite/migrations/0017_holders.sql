-- The colleague who carries a device; both are NULL for the member's own.
ALTER TABLE device ADD COLUMN holder_name TEXT;
ALTER TABLE device ADD COLUMN holder_email TEXT;
-- Whether its passcodes sign in and do nothing else.
ALTER TABLE device ADD COLUMN sign_in_only BIGINT NOT NULL DEFAULT 0;
-- Its passcodes are good for nothing from this moment on; NULL if it has no end.
ALTER TABLE device ADD COLUMN usable_until BIGINT;
-- Who carried the device at that time.
ALTER TABLE event ADD COLUMN device_holder TEXT;

-- What a member should renew, because the named colleague, whose device was removed, may know it.
CREATE TABLE renewal (
    member_id TEXT NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    holder TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (member_id, kind)
);

-- A colleague's device that is set up by link. It is no device before the member approved it. `proved_at` is when the
-- colleague proved the address, `waits_since` when the first passcode was right, whose time step `last_step` keeps.
CREATE TABLE enrolment (
    id              TEXT   NOT NULL PRIMARY KEY,
    member_id       TEXT   NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    device_id       TEXT   NOT NULL UNIQUE,
    label           TEXT   NOT NULL,
    label_key       TEXT   NOT NULL,
    key_label       TEXT   NOT NULL,
    holder_name     TEXT   NOT NULL,
    holder_email    TEXT   NOT NULL,
    sign_in_only    BIGINT NOT NULL,
    usable_until    BIGINT,
    secret          BLOB   NOT NULL,
    algorithm       TEXT   NOT NULL,
    digits          BIGINT NOT NULL,
    created_at      BIGINT NOT NULL,
    mailed_at       BIGINT NOT NULL,
    expires_at      BIGINT NOT NULL,
    code_digest     TEXT,
    code_expires_at BIGINT,
    code_tries      BIGINT NOT NULL,
    proved_at       BIGINT,
    waits_since     BIGINT,
    words           TEXT,
    last_step       BIGINT,
    UNIQUE (member_id, label_key)
);
CREATE INDEX enrolment_expires ON enrolment (expires_at);
