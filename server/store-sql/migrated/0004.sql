-- What migration 0004 added to the rows that 0003 left.

UPDATE link SET subject = (SELECT waiting FROM sign_up WHERE email_key = link.subject) WHERE kind = 'confirm-email';
UPDATE outbox SET urgent = 0 WHERE id = 'a77bb2a9b56744d2642ec303c20d29e3';
