DELETE FROM known_browser WHERE at <= $1
