INSERT INTO account (id, created_at) VALUES ($1, $2)
