INSERT INTO challenge (digest, member_id, created_at, expires_at, tries) VALUES ($1, $2, $3, $4, $5)
