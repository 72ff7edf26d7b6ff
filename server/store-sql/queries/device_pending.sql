SELECT label, secret, session_id AS "session_id!", expires_at AS "expires_at!" FROM device
WHERE id = $1 AND member_id = $2 AND confirmed_at IS NULL AND expires_at > $3
