-- API keys. `digest` is that of the key's text; `shown` is the text itself, sealed, while the session that made the key may
-- show it. Scopes and networks are separated by spaces.
CREATE TABLE api_key (
    id          TEXT   NOT NULL PRIMARY KEY,
    member_id   TEXT   NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    digest      TEXT   NOT NULL UNIQUE,
    label       TEXT   NOT NULL,
    label_key   TEXT   NOT NULL,
    scopes      TEXT   NOT NULL,
    networks    TEXT   NOT NULL,
    created_at  BIGINT NOT NULL,
    expires_at  BIGINT,
    used_at     BIGINT,
    used_from   TEXT,
    shown_in    TEXT,
    shown       BLOB,
    shown_until BIGINT,
    UNIQUE (member_id, label_key)
);
CREATE INDEX api_key_shown ON api_key (shown_until) WHERE shown_until IS NOT NULL;

-- The key that an event is about. Events outlive it.
ALTER TABLE event ADD COLUMN key_id TEXT;
ALTER TABLE event ADD COLUMN key_name TEXT;
