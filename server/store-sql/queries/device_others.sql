SELECT id, label_key FROM device WHERE member_id = $1 AND id <> $2
