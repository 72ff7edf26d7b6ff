SELECT id, label, created_at, session_id, expires_at, confirmed_at, used_at, used_for, used_from FROM device
WHERE member_id = $1 AND (confirmed_at IS NOT NULL OR expires_at > $2)
ORDER BY created_at, id
