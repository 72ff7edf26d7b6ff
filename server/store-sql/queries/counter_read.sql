SELECT consecutive, wait_until, stopped_at, recent FROM counter WHERE subject = $1
