INSERT INTO recovery_code (id, member_id, selector, hash, created_at) VALUES ($1, $2, $3, $4, $5)
