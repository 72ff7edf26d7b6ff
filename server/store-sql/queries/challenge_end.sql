DELETE FROM challenge WHERE digest = $1
