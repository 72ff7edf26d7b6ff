-- One code, one use: only a later step than the last one touches the row.
UPDATE device SET last_step = $1, used_at = $2, used_for = $3, used_from = $4
WHERE id = $5 AND member_id = $6 AND confirmed_at IS NOT NULL AND last_step < $1
