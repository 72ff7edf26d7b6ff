UPDATE member SET codes_saved_at = COALESCE(codes_saved_at, $2) WHERE id = $1
