UPDATE member SET password = $2, password_changed_at = $3 WHERE id = $1
