UPDATE session SET digest = $5, password_at = $2
WHERE digest = $1 AND expires_at > $2 AND last_seen_at > CASE WHEN kind = 'repair' THEN CAST($4 AS BIGINT) ELSE CAST($3 AS BIGINT) END
