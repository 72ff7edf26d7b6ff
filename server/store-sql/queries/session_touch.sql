-- One that is over is never revived: $3 and $4 are now minus the idle lives.
UPDATE session SET last_seen_at = $2
WHERE digest = $1 AND last_seen_at < $2 AND expires_at > $2 AND last_seen_at > CASE WHEN kind = 'repair' THEN CAST($4 AS BIGINT) ELSE CAST($3 AS BIGINT) END
