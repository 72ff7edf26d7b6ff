DELETE FROM reveal WHERE expires_at <= $1
