-- $2 and $3 are now minus the idle lives.
DELETE FROM session WHERE expires_at <= $1 OR last_seen_at <= CASE WHEN kind = 'repair' THEN CAST($3 AS BIGINT) ELSE CAST($2 AS BIGINT) END
