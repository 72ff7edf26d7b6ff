SELECT id, hash FROM recovery_code WHERE member_id = $1 AND selector = $2 AND used_at IS NULL
