-- Locks the member only while the password that was checked is still the valid one.
UPDATE member SET name = name WHERE id = $1 AND password = $2 RETURNING two_factor_since
