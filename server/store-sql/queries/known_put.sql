INSERT INTO known_browser (digest, member_id, at) VALUES ($1, $2, $3)
ON CONFLICT (digest, member_id) DO UPDATE SET at = excluded.at
