SELECT waiting, email, name, password, created_at, mailed_at, expires_at FROM sign_up
WHERE waiting = $1 AND expires_at > $2
