-- A row that another node takes at the same moment is not due any more when this one gets to it.
UPDATE outbox SET due_at = $2
WHERE due_at <= $1 AND id IN (SELECT id FROM outbox WHERE due_at <= $1 ORDER BY due_at, id LIMIT $3)
RETURNING id AS "id!", body AS "body!", due_at AS "due_at!", tries AS "tries!"
