INSERT INTO device (id, member_id, label, label_key, secret, created_at, session_id, expires_at, confirmed_at, last_step)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, -1)
