DELETE FROM session WHERE member_id = $1 AND id <> $2
