UPDATE device
SET last_step = $1, used_at = $2, used_for = $3, used_from = $4, confirmed_at = $2, session_id = NULL, expires_at = NULL
WHERE id = $5 AND member_id = $6 AND confirmed_at IS NULL AND expires_at > $2 AND last_step < $1
