SELECT m.id AS member_id, m.account_id, m.role, m.name, m.email, m.password, m.password_changed_at,
       m.created_at AS member_created_at, m.two_factor_since, m.reminder_hidden_until, m.repaired_at, m.repairs_since,
       m.codes_saved_at
FROM member AS m
WHERE m.email_key = $1
