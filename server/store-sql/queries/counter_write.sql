UPDATE counter SET consecutive = $2, wait_until = $3, stopped_at = $4, recent = $5, moved_at = $6 WHERE subject = $1
