UPDATE try_window SET tries = $2, over_at = $3 WHERE subject = $1
