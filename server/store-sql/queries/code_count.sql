SELECT COUNT(*) AS "count!: i64" FROM recovery_code WHERE member_id = $1 AND used_at IS NULL
