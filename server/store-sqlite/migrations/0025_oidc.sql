-- Sign-in for third parties (OpenID Connect).

-- Apps that sign people in with this server: OAuth 2 clients. One without account belongs to the operator and is for the
-- members of all accounts. `redirect_uris` and `logout_uris` have one address a line. `secret` is a digest; `shown` is
-- the text of a new one, sealed, while the session that made it may show it. `keys` is a JSON Web Key Set of public keys.
CREATE TABLE oidc_client (
    id              TEXT   NOT NULL PRIMARY KEY,
    account_id      TEXT   REFERENCES account (id) ON DELETE CASCADE,
    name            TEXT   NOT NULL,
    name_key        TEXT   NOT NULL,
    kind            TEXT   NOT NULL,
    secret          TEXT,
    keys            TEXT,
    redirect_uris   TEXT   NOT NULL,
    logout_uris     TEXT   NOT NULL,
    backchannel_uri TEXT,
    audience        TEXT   NOT NULL,
    consent         BIGINT NOT NULL,
    least_acr       TEXT   NOT NULL,
    algorithm       TEXT   NOT NULL,
    created_at      BIGINT NOT NULL,
    shown_in        TEXT,
    shown           BLOB,
    shown_until     BIGINT
);
CREATE INDEX oidc_client_shown ON oidc_client (shown_until) WHERE shown_until IS NOT NULL;
-- Those of the operator have no account, and NULL is equal to nothing.
CREATE UNIQUE INDEX oidc_client_name ON oidc_client (COALESCE(account_id, ''), name_key);
CREATE INDEX oidc_client_account ON oidc_client (account_id);

-- The members who may use an app that is for chosen ones.
CREATE TABLE oidc_client_member (
    client_id TEXT NOT NULL REFERENCES oidc_client (id) ON DELETE CASCADE,
    member_id TEXT NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    PRIMARY KEY (client_id, member_id)
);
CREATE INDEX oidc_client_member_member ON oidc_client_member (member_id);

-- What a member lets an app know, and when it was last used.
CREATE TABLE oidc_access (
    member_id  TEXT   NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    client_id  TEXT   NOT NULL REFERENCES oidc_client (id) ON DELETE CASCADE,
    scopes     TEXT   NOT NULL,
    allowed_at BIGINT NOT NULL,
    used_at    BIGINT NOT NULL,
    PRIMARY KEY (member_id, client_id)
);
CREATE INDEX oidc_access_client ON oidc_access (client_id);

-- One sign-in at an app, from the code on. It outlives its session and its member until the app has been told of the end
-- (`told_at`); `due_at` is the next try. `series` and `refresh` are the part that all refresh tokens of the sign-in have in
-- common, and the digest of the one that is good.
CREATE TABLE oidc_grant (
    id              TEXT   NOT NULL PRIMARY KEY,
    client_id       TEXT   NOT NULL REFERENCES oidc_client (id) ON DELETE CASCADE,
    member_id       TEXT   REFERENCES member (id) ON DELETE SET NULL,
    session_id      TEXT   REFERENCES session (id) ON DELETE SET NULL,
    subject         TEXT   NOT NULL,
    code            TEXT   UNIQUE,
    code_expires_at BIGINT NOT NULL,
    redeemed_at     BIGINT,
    redirect_uri    TEXT   NOT NULL,
    challenge       TEXT   NOT NULL,
    nonce           TEXT,
    scopes          TEXT   NOT NULL,
    offline         BIGINT NOT NULL,
    amr             TEXT   NOT NULL,
    auth_time       BIGINT NOT NULL,
    created_at      BIGINT NOT NULL,
    series          TEXT   UNIQUE,
    refresh         TEXT,
    refresh_until   BIGINT,
    due_at          BIGINT NOT NULL,
    tries           BIGINT NOT NULL,
    told_at         BIGINT
);
CREATE INDEX oidc_grant_member ON oidc_grant (member_id, client_id);
CREATE INDEX oidc_grant_session ON oidc_grant (session_id);
CREATE INDEX oidc_grant_client ON oidc_grant (client_id);
CREATE INDEX oidc_grant_untold ON oidc_grant (due_at) WHERE session_id IS NULL AND told_at IS NULL;

-- Access tokens of apps.
CREATE TABLE oidc_token (
    digest     TEXT   NOT NULL PRIMARY KEY,
    grant_id   TEXT   NOT NULL REFERENCES oidc_grant (id) ON DELETE CASCADE,
    scopes     TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX oidc_token_grant ON oidc_token (grant_id);
CREATE INDEX oidc_token_expires ON oidc_token (expires_at);

-- The keys that sign ID tokens. `private` is sealed; `public` is a JSON Web Key. `follows` is the key of the
-- same algorithm that it was made after, or empty: each has one successor at most, however many nodes make one.
CREATE TABLE oidc_key (
    id         TEXT   NOT NULL PRIMARY KEY,
    algorithm  TEXT   NOT NULL,
    private    BLOB   NOT NULL,
    public     TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    signs_from BIGINT NOT NULL,
    follows    TEXT   NOT NULL
);
CREATE UNIQUE INDEX oidc_key_follows ON oidc_key (algorithm, follows);
