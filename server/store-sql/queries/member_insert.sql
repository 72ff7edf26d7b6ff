INSERT INTO member (id, account_id, role, name, email, email_key, password, password_changed_at, created_at,
                    two_factor_since, reminder_hidden_until, repaired_at, codes_saved_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
ON CONFLICT (email_key) DO NOTHING
