UPDATE recovery_code SET used_at = $3 WHERE id = $1 AND member_id = $2 AND used_at IS NULL
