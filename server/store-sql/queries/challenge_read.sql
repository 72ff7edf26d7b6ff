-- One row for each confirmed device, or one without any: whatever a passcode is checked against, in one statement.
SELECT c.digest, c.created_at, c.expires_at, c.tries,
       m.id AS member_id, m.account_id, m.role, m.name, m.email, m.password, m.password_changed_at,
       m.created_at AS member_created_at, m.two_factor_since, m.reminder_hidden_until, m.repaired_at, m.repairs_since,
       m.codes_saved_at,
       k.consecutive AS "consecutive?", k.wait_until AS "wait_until?", k.stopped_at AS "stopped_at?",
       k.recent AS "recent?",
       d.id AS "device_id?", d.secret AS "secret?", d.last_step AS "last_step?"
FROM challenge AS c
JOIN member AS m ON m.id = c.member_id
LEFT JOIN counter AS k ON k.subject = 'passcode ' || m.id
LEFT JOIN device AS d ON d.member_id = m.id AND d.confirmed_at IS NOT NULL
WHERE c.digest = $1 AND c.expires_at > $2 AND c.tries < $3
