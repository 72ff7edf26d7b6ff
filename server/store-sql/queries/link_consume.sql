DELETE FROM link WHERE digest = $1 AND exchanged_at IS NOT NULL AND expires_at > $2
RETURNING kind AS "kind!", subject AS "subject!"
