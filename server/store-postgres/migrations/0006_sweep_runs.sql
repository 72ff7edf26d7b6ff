-- When the sweep erased last, and the first and the last of the runs since then that found the clock too far ahead.
CREATE TABLE sweep_run (
    id            TEXT   NOT NULL PRIMARY KEY,
    last_run_at   BIGINT NOT NULL,
    ahead_since   BIGINT,
    ahead_seen_at BIGINT
);
