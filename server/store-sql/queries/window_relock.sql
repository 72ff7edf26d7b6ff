-- Like window_lock, but a window that was swept meanwhile is not made again.
UPDATE try_window SET subject = subject WHERE subject = $1 RETURNING tries AS "tries!"
