UPDATE sign_up SET mailed_at = $2 WHERE waiting = $1 AND expires_at > $2 AND mailed_at <= $3
