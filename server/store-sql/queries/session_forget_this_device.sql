UPDATE session SET device_id = NULL WHERE id = $1 AND device_id = $2
