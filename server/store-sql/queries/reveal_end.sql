DELETE FROM reveal WHERE session_id = $1
