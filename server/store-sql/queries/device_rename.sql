UPDATE device SET label = $3, label_key = $4 WHERE id = $1 AND member_id = $2
