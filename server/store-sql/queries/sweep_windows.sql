DELETE FROM try_window WHERE over_at <= $1
