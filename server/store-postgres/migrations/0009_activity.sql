-- The activity. Its events are kept when a member or device is gone, so they refer to neither. Pages of it are read in the
-- order of the key.
CREATE TABLE event (
    account_id  TEXT   NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    at          BIGINT NOT NULL,
    id          TEXT   NOT NULL,
    member_id   TEXT   NOT NULL,
    who         TEXT   NOT NULL,
    kind        TEXT   NOT NULL,
    refused     TEXT,
    -- What a refusal shares with those that repeat it.
    repeats     TEXT,
    last_at     BIGINT NOT NULL,
    count       BIGINT NOT NULL,
    session_id  TEXT,
    device_id   TEXT,
    device_name TEXT,
    address     TEXT   NOT NULL,
    network     TEXT   NOT NULL,
    agent       TEXT   NOT NULL,
    PRIMARY KEY (account_id, at, id)
);
CREATE INDEX event_repeats ON event (repeats, at) WHERE repeats IS NOT NULL;
