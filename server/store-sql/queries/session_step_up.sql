UPDATE session SET digest = $5, password_at = $2, factor_at = $2, device_id = $3 WHERE id = $1 AND digest = $4
