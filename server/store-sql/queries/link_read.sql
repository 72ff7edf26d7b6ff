SELECT digest, kind, subject, expires_at FROM link WHERE digest = $1 AND exchanged_at IS NULL AND expires_at > $2
