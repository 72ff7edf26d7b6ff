INSERT INTO try_window (subject, tries, over_at) VALUES ($1, $2, $3)
ON CONFLICT (subject) DO UPDATE SET subject = excluded.subject
RETURNING tries AS "tries!"
