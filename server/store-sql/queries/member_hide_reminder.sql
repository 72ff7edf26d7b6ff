UPDATE member SET reminder_hidden_until = $2 WHERE id = $1
