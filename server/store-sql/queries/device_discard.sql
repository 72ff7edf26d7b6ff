DELETE FROM device WHERE id = $1 AND member_id = $2 AND confirmed_at IS NULL
