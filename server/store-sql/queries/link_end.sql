DELETE FROM link WHERE kind = $1 AND subject = $2
