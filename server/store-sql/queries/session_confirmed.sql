UPDATE session SET digest = $2, factor_at = $3, device_id = $4 WHERE id = $1 AND digest = $5
