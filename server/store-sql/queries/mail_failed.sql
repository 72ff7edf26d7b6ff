UPDATE outbox SET due_at = $2, tries = tries + 1 WHERE id = $1
