-- What migration 0006 added to the rows that 0005 left.

INSERT INTO sweep_run (id, last_run_at, ahead_since, ahead_seen_at) VALUES
    ('sweep', 1800000000, 1800600000, 1800600060);
