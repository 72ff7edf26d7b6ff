DELETE FROM device WHERE confirmed_at IS NULL AND expires_at <= $1
