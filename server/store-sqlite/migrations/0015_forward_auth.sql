-- Credentials of resource servers, which ask whether the credential of a program is good. They belong to the operator.
CREATE TABLE resource_key (
    id         TEXT   NOT NULL PRIMARY KEY,
    digest     TEXT   NOT NULL UNIQUE,
    name       TEXT   NOT NULL,
    name_key   TEXT   NOT NULL UNIQUE,
    created_at BIGINT NOT NULL
);

-- What a browser takes from its session to an application on another host, once. `state` is the digest of the cookie that
-- it has there.
CREATE TABLE app_code (
    digest     TEXT   NOT NULL PRIMARY KEY,
    session_id TEXT   NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    app        TEXT   NOT NULL,
    state      TEXT   NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX app_code_session ON app_code (session_id);
CREATE INDEX app_code_expires ON app_code (expires_at);

-- What a browser has on the host of an application: good for forward-auth there, as long as its session.
CREATE TABLE app_session (
    digest     TEXT   NOT NULL PRIMARY KEY,
    session_id TEXT   NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    app        TEXT   NOT NULL,
    UNIQUE (session_id, app)
);
