SELECT c.digest, c.created_at, c.expires_at, c.tries,
       m.id AS member_id, m.account_id, m.role, m.name, m.email, m.password, m.password_changed_at,
       m.created_at AS member_created_at, m.two_factor_since, m.reminder_hidden_until, m.repaired_at, m.codes_saved_at
FROM challenge AS c
JOIN member AS m ON m.id = c.member_id
WHERE c.digest = $1 AND c.expires_at > $2 AND c.tries < $3
