-- Browsers that may skip the second factor at sign-in: a series of tokens, of which `digest` is the present one and
-- `previous` the one before. `device_id` names the device whose passcode the trust began with.
CREATE TABLE trusted_browser (
    id         TEXT   NOT NULL PRIMARY KEY,
    member_id  TEXT   NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    device_id  TEXT   NOT NULL,
    digest     TEXT   NOT NULL,
    previous   TEXT,
    rotated_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    address    TEXT   NOT NULL,
    agent      TEXT   NOT NULL
);
CREATE INDEX trusted_browser_member ON trusted_browser (member_id);
CREATE INDEX trusted_browser_expires ON trusted_browser (expires_at);

-- The trusted browser that opened the session without a second factor.
ALTER TABLE session ADD COLUMN trusted_id TEXT;

-- Whether the account's policy forbids trusted browsers.
ALTER TABLE account ADD COLUMN forbids_trust BIGINT NOT NULL DEFAULT 0;
