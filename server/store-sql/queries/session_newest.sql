-- Of those begun in the same second any will do.
SELECT id, created_at, address, agent FROM session WHERE member_id = $1 AND expires_at > $2
ORDER BY created_at DESC, id LIMIT 1
