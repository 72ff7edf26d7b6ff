DELETE FROM device WHERE member_id = $1
