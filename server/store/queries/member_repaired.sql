UPDATE member SET repaired_at = $2 WHERE id = $1
