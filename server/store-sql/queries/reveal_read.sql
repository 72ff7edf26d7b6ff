SELECT codes, expires_at FROM reveal WHERE session_id = $1 AND expires_at > $2
