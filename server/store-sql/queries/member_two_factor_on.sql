UPDATE member SET two_factor_since = $2 WHERE id = $1 AND two_factor_since IS NULL
