SELECT digest, kind, subject, expires_at FROM link
WHERE digest = $1 AND kind = $2 AND exchanged_at IS NOT NULL AND expires_at > $3
