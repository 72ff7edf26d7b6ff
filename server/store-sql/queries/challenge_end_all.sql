DELETE FROM challenge WHERE member_id = $1
