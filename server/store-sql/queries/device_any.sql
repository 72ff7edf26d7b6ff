SELECT id FROM device WHERE id = $1 AND member_id = $2
