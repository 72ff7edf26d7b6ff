UPDATE member SET codes_saved_at = NULL WHERE id = $1
