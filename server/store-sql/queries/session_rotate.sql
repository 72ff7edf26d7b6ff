UPDATE session SET digest = $2 WHERE id = $1 AND digest = $3
