INSERT INTO session (id, digest, member_id, kind, created_at, last_seen_at, expires_at, password_at, factor_at, device_id,
                     opened_by, address, agent)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
