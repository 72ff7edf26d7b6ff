SELECT 1 AS "one!" FROM known_browser WHERE member_id = $1 LIMIT 1
