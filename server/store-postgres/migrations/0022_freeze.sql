-- Frozen accounts. `frozen_to` is the address whose link froze the account; the link that ends the freeze goes there.
ALTER TABLE member ADD COLUMN frozen_at BIGINT;
ALTER TABLE member ADD COLUMN frozen_to TEXT;

-- Links of *this wasn't me*, of which a member may have many: the subject is the id of the mail. `froze_at` is when the account
-- was frozen with it.
ALTER TABLE link ADD COLUMN member_id TEXT;
ALTER TABLE link ADD COLUMN address TEXT;
ALTER TABLE link ADD COLUMN froze_at BIGINT;
CREATE INDEX link_member ON link (member_id);

-- What was before a change of a member's security, sealed, so that it can come back. `n` numbers the
-- changes of a member in their order, since several may be made within a second.
CREATE TABLE kept_change (
    id        TEXT   NOT NULL PRIMARY KEY,
    member_id TEXT   NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    kind      TEXT   NOT NULL,
    body      BYTEA  NOT NULL,
    at        BIGINT NOT NULL,
    n         BIGINT NOT NULL,
    UNIQUE (member_id, n)
);
CREATE INDEX kept_change_at ON kept_change (at);
