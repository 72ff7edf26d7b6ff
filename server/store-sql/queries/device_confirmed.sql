SELECT id FROM device WHERE member_id = $1 AND confirmed_at IS NOT NULL
