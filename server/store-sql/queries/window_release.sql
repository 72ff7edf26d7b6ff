UPDATE try_window SET tries = $2 WHERE subject = $1
