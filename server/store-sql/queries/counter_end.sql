DELETE FROM counter WHERE subject = $1
