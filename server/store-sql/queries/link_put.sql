INSERT INTO link (digest, kind, subject, expires_at, exchanged_at)
VALUES ($1, $2, $3, $4, NULL)
ON CONFLICT (kind, subject) DO UPDATE
SET digest = excluded.digest, expires_at = excluded.expires_at, exchanged_at = NULL
