-- Several people may type one address: each sign-up has a link of its own, bound to its waiting token.
UPDATE link SET subject = (SELECT waiting FROM sign_up WHERE email_key = link.subject)
WHERE kind = 'confirm-email' AND subject IN (SELECT email_key FROM sign_up);
ALTER TABLE sign_up DROP CONSTRAINT sign_up_pkey, DROP CONSTRAINT sign_up_waiting_key, ADD PRIMARY KEY (waiting);
CREATE INDEX sign_up_email ON sign_up (email_key);

-- Reports about security are delivered before mails that anyone can cause.
ALTER TABLE outbox ADD COLUMN urgent BIGINT NOT NULL DEFAULT 1;
