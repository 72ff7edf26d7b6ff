DELETE FROM sign_up WHERE email_key = $1
