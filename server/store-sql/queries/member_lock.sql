-- Every change of a member's rights begins here: concurrent ones wait for each other.
UPDATE member SET name = name WHERE id = $1 RETURNING two_factor_since
