-- Values of closed enums are checked by the program: SQLite cannot alter a CHECK, so the tables are made anew, with
-- foreign keys off (https://www.sqlite.org/lang_altertable.html, section 7).

CREATE TABLE new_member (
    id                    TEXT   NOT NULL PRIMARY KEY,
    account_id            TEXT   NOT NULL REFERENCES account (id),
    role                  TEXT   NOT NULL,
    name                  TEXT   NOT NULL,
    email                 TEXT   NOT NULL,
    email_key             TEXT   NOT NULL UNIQUE,
    password              TEXT   NOT NULL,
    password_changed_at   BIGINT NOT NULL,
    created_at            BIGINT NOT NULL,
    two_factor_since      BIGINT,
    reminder_hidden_until BIGINT,
    repaired_at           BIGINT,
    codes_saved_at        BIGINT,
    repairs_since         BIGINT,
    -- The language that the member chose; none: as the browser says.
    language              TEXT
);
INSERT INTO new_member (id, account_id, role, name, email, email_key, password, password_changed_at, created_at,
                        two_factor_since, reminder_hidden_until, repaired_at, codes_saved_at, repairs_since)
SELECT id, account_id, role, name, email, email_key, password, password_changed_at, created_at,
       two_factor_since, reminder_hidden_until, repaired_at, codes_saved_at, repairs_since
FROM member;
DROP TABLE member;
ALTER TABLE new_member RENAME TO member;
CREATE INDEX member_account ON member (account_id);

CREATE TABLE new_session (
    id           TEXT   NOT NULL PRIMARY KEY,
    digest       TEXT   NOT NULL UNIQUE,
    member_id    TEXT   NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    kind         TEXT   NOT NULL,
    created_at   BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    password_at  BIGINT NOT NULL,
    factor_at    BIGINT,
    device_id    TEXT,
    address      TEXT   NOT NULL,
    agent        TEXT   NOT NULL,
    opened_by    TEXT
);
INSERT INTO new_session (id, digest, member_id, kind, created_at, last_seen_at, expires_at, password_at, factor_at,
                         device_id, address, agent, opened_by)
SELECT id, digest, member_id, kind, created_at, last_seen_at, expires_at, password_at, factor_at,
       device_id, address, agent, opened_by
FROM session;
DROP TABLE session;
ALTER TABLE new_session RENAME TO session;
CREATE INDEX session_member ON session (member_id);
CREATE INDEX session_expires ON session (expires_at);

-- Pending: `expires_at` is set; `session_id`, too, if a session made it, and it goes with it. Confirmed: `confirmed_at`
-- is set, they are not.
CREATE TABLE new_device (
    id           TEXT   NOT NULL PRIMARY KEY,
    member_id    TEXT   NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    label        TEXT   NOT NULL,
    label_key    TEXT   NOT NULL,
    secret       BLOB   NOT NULL,
    -- How it makes its codes.
    algorithm    TEXT   NOT NULL DEFAULT 'SHA1',
    digits       BIGINT NOT NULL DEFAULT 6,
    created_at   BIGINT NOT NULL,
    session_id   TEXT REFERENCES session (id) ON DELETE CASCADE,
    expires_at   BIGINT,
    confirmed_at BIGINT,
    last_step    BIGINT NOT NULL,
    used_at      BIGINT,
    used_for     TEXT,
    used_from    TEXT,
    UNIQUE (member_id, label_key)
);
INSERT INTO new_device (id, member_id, label, label_key, secret, created_at, session_id, expires_at, confirmed_at,
                        last_step, used_at, used_for, used_from)
SELECT id, member_id, label, label_key, secret, created_at, session_id, expires_at, confirmed_at,
       last_step, used_at, used_for, used_from
FROM device;
DROP TABLE device;
ALTER TABLE new_device RENAME TO device;
CREATE INDEX device_session ON device (session_id);
