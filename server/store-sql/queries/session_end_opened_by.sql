DELETE FROM session WHERE member_id = $1 AND id <> $2 AND (device_id = $3 OR opened_by = $3)
