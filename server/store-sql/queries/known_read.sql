SELECT at FROM known_browser WHERE digest = $1 AND member_id = $2 AND at >= $3
