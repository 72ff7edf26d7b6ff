UPDATE link SET digest = $2, exchanged_at = $3, expires_at = $4
WHERE digest = $1 AND exchanged_at IS NULL AND expires_at > $3
RETURNING kind AS "kind!", subject AS "subject!"
