INSERT INTO outbox (id, body, due_at, tries) VALUES ($1, $2, $3, $4)
