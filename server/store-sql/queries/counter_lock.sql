-- The row is there afterwards, and ours until the transaction ends.
INSERT INTO counter (subject, consecutive, wait_until, stopped_at, recent, moved_at) VALUES ($1, 0, NULL, NULL, $2, $3)
ON CONFLICT (subject) DO UPDATE SET subject = excluded.subject
RETURNING consecutive AS "consecutive!", wait_until, stopped_at, recent AS "recent!"
