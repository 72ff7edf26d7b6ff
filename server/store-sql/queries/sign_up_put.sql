INSERT INTO sign_up (email_key, waiting, email, name, password, created_at, mailed_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (email_key) DO UPDATE
SET waiting = excluded.waiting, email = excluded.email, name = excluded.name, password = excluded.password,
    created_at = excluded.created_at, mailed_at = excluded.mailed_at, expires_at = excluded.expires_at
