-- Times are seconds since 1970 (UTC). A nullable time says whether and since when.

CREATE TABLE canary (
    id   TEXT NOT NULL PRIMARY KEY,
    body BYTEA NOT NULL
);

CREATE TABLE account (
    id         TEXT   NOT NULL PRIMARY KEY,
    created_at BIGINT NOT NULL
);

CREATE TABLE member (
    id                    TEXT   NOT NULL PRIMARY KEY,
    account_id            TEXT   NOT NULL REFERENCES account (id),
    role                  TEXT   NOT NULL CHECK (role IN ('owner', 'admin', 'member')),
    name                  TEXT   NOT NULL,
    email                 TEXT   NOT NULL,
    email_key             TEXT   NOT NULL UNIQUE,
    password              TEXT   NOT NULL,
    password_changed_at   BIGINT NOT NULL,
    created_at            BIGINT NOT NULL,
    two_factor_since      BIGINT,
    reminder_hidden_until BIGINT,
    repaired_at           BIGINT,
    codes_saved_at        BIGINT
);
CREATE INDEX member_account ON member (account_id);

-- One living link per kind and subject: the newest ends the older ones. After the exchange `digest` is the held one.
CREATE TABLE link (
    digest       TEXT   NOT NULL PRIMARY KEY,
    kind         TEXT   NOT NULL,
    subject      TEXT   NOT NULL,
    expires_at   BIGINT NOT NULL,
    exchanged_at BIGINT,
    UNIQUE (kind, subject)
);
CREATE INDEX link_expires ON link (expires_at);

CREATE TABLE sign_up (
    email_key  TEXT   NOT NULL PRIMARY KEY,
    waiting    TEXT   NOT NULL UNIQUE,
    email      TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    password   TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    mailed_at  BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sign_up_expires ON sign_up (expires_at);

-- `tries`: big-endian 64-bit seconds, oldest first.
CREATE TABLE try_window (
    subject TEXT   NOT NULL PRIMARY KEY,
    tries   BYTEA NOT NULL,
    over_at BIGINT NOT NULL
);
CREATE INDEX try_window_over ON try_window (over_at);

CREATE TABLE counter (
    subject     TEXT   NOT NULL PRIMARY KEY,
    consecutive BIGINT NOT NULL CHECK (consecutive >= 0),
    wait_until  BIGINT,
    stopped_at  BIGINT,
    recent      BYTEA NOT NULL,
    moved_at    BIGINT NOT NULL
);

CREATE TABLE challenge (
    digest     TEXT   NOT NULL PRIMARY KEY,
    member_id  TEXT   NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    tries      BIGINT NOT NULL CHECK (tries >= 0)
);
CREATE INDEX challenge_member ON challenge (member_id);
CREATE INDEX challenge_expires ON challenge (expires_at);

-- `device_id` names the device that proved the second factor last; it is emptied when the device goes.
CREATE TABLE session (
    id           TEXT   NOT NULL PRIMARY KEY,
    digest       TEXT   NOT NULL UNIQUE,
    member_id    TEXT   NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    kind         TEXT   NOT NULL CHECK (kind IN ('full', 'repair')),
    created_at   BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    password_at  BIGINT NOT NULL,
    factor_at    BIGINT,
    device_id    TEXT,
    address      TEXT   NOT NULL,
    agent        TEXT   NOT NULL
);
CREATE INDEX session_member ON session (member_id);
CREATE INDEX session_expires ON session (expires_at);

CREATE TABLE known_browser (
    digest    TEXT   NOT NULL,
    member_id TEXT   NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    at        BIGINT NOT NULL,
    PRIMARY KEY (digest, member_id)
);
CREATE INDEX known_browser_at ON known_browser (at);

-- Pending: `session_id` and `expires_at` are set, and it goes with its session. Confirmed: `confirmed_at` is set, they are not.
CREATE TABLE device (
    id           TEXT   NOT NULL PRIMARY KEY,
    member_id    TEXT   NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    label        TEXT   NOT NULL,
    label_key    TEXT   NOT NULL,
    secret       BYTEA NOT NULL,
    created_at   BIGINT NOT NULL,
    session_id   TEXT REFERENCES session (id) ON DELETE CASCADE,
    expires_at   BIGINT,
    confirmed_at BIGINT,
    last_step    BIGINT NOT NULL,
    used_at      BIGINT,
    used_for     TEXT,
    used_from    TEXT,
    UNIQUE (member_id, label_key),
    CHECK ((confirmed_at IS NULL) = (session_id IS NOT NULL)),
    CHECK ((confirmed_at IS NULL) = (expires_at IS NOT NULL))
);
CREATE INDEX device_session ON device (session_id);

CREATE TABLE recovery_code (
    id         TEXT   NOT NULL PRIMARY KEY,
    member_id  TEXT   NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    selector   TEXT   NOT NULL,
    hash       TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    used_at    BIGINT,
    UNIQUE (member_id, selector)
);

CREATE TABLE reveal (
    session_id TEXT   NOT NULL PRIMARY KEY REFERENCES session (id) ON DELETE CASCADE,
    codes      BYTEA NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE outbox (
    id     TEXT   NOT NULL PRIMARY KEY,
    body   BYTEA NOT NULL,
    due_at BIGINT NOT NULL,
    tries  BIGINT NOT NULL
);
CREATE INDEX outbox_due ON outbox (due_at);
