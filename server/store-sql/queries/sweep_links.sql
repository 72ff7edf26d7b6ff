DELETE FROM link WHERE expires_at <= $1
