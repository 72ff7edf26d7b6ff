-- What programs ask persons to approve. `words` are shown on both sides; `status` is pending, approved or rejected, and
-- `bought_at` is when the program bought the one access token that an approval is good for.
CREATE TABLE approval (
    id         TEXT   NOT NULL PRIMARY KEY,
    member_id  TEXT   NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    key_id     TEXT   REFERENCES api_key (id) ON DELETE CASCADE,
    device_id  TEXT,
    address    TEXT   NOT NULL,
    action     TEXT   NOT NULL,
    summary    TEXT   NOT NULL,
    details    TEXT,
    digest     TEXT,
    words      TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    status     TEXT   NOT NULL,
    decided_by TEXT,
    decided_at BIGINT,
    bought_at  BIGINT
);
CREATE INDEX approval_member ON approval (member_id, status);
CREATE INDEX approval_key ON approval (key_id);
CREATE INDEX approval_expires ON approval (expires_at);

-- The approval that bought a token. The token never outlives it.
ALTER TABLE access_token ADD COLUMN approval_id TEXT REFERENCES approval (id) ON DELETE CASCADE;
CREATE INDEX access_token_approval ON access_token (approval_id) WHERE approval_id IS NOT NULL;

-- Since when another person than the one in whose name a program asks has to approve; null where it is the same person.
ALTER TABLE account ADD COLUMN second_person_since BIGINT;
