DELETE FROM sign_up WHERE expires_at <= $1
