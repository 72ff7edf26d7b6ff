INSERT INTO reveal (session_id, codes, expires_at) VALUES ($1, $2, $3)
ON CONFLICT (session_id) DO UPDATE SET codes = excluded.codes, expires_at = excluded.expires_at
