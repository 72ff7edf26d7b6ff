-- Devices of programs. A key has at most one that is confirmed, and beside it perhaps one that is being set up.
CREATE TABLE machine_device (
    id           TEXT   NOT NULL PRIMARY KEY,
    key_id       TEXT   NOT NULL REFERENCES api_key (id) ON DELETE CASCADE,
    secret       BLOB NOT NULL,
    algorithm    TEXT   NOT NULL,
    digits       BIGINT NOT NULL,
    created_at   BIGINT NOT NULL,
    session_id   TEXT,
    expires_at   BIGINT,
    confirmed_at BIGINT,
    last_step    BIGINT NOT NULL,
    used_at      BIGINT,
    used_from    TEXT
);
CREATE INDEX machine_device_key ON machine_device (key_id);

-- Access tokens, bought with an API key or a password. `device_id` names the device whose passcode was proved.
CREATE TABLE access_token (
    id         TEXT   NOT NULL PRIMARY KEY,
    digest     TEXT   NOT NULL UNIQUE,
    member_id  TEXT   NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    key_id     TEXT   REFERENCES api_key (id) ON DELETE CASCADE,
    scopes     TEXT   NOT NULL,
    device_id  TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    address    TEXT   NOT NULL
);
CREATE INDEX access_token_member ON access_token (member_id, key_id, created_at);
CREATE INDEX access_token_key ON access_token (key_id);
CREATE INDEX access_token_expires ON access_token (expires_at);
