UPDATE challenge SET tries = tries + 1 WHERE digest = $1 AND member_id = $2 AND expires_at > $3 AND tries < $4
