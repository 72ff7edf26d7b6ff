-- The sign-in behind it begins now: it works once.
DELETE FROM challenge WHERE digest = $1 AND member_id = $2 AND expires_at > $3 AND tries < $4
