SELECT s.id, s.digest, s.kind, s.created_at, s.last_seen_at, s.expires_at, s.password_at, s.factor_at, s.device_id, s.opened_by,
       s.address, s.agent,
       m.id AS member_id, m.account_id, m.role, m.name, m.email, m.password, m.password_changed_at,
       m.created_at AS member_created_at, m.two_factor_since, m.reminder_hidden_until, m.repaired_at, m.repairs_since,
       m.codes_saved_at
FROM session AS s
JOIN member AS m ON m.id = s.member_id
WHERE s.digest = $1
