UPDATE member SET two_factor_since = NULL, codes_saved_at = NULL WHERE id = $1
