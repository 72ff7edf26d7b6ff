DELETE FROM device WHERE member_id = $1 AND confirmed_at IS NULL AND expires_at <= $2
