-- What migration 0024 added to the rows that 0023 left.

UPDATE account SET closed_at = 1800000200, erasing_at = NULL
WHERE id = (SELECT account_id FROM member WHERE email = 'carl@example.org');
