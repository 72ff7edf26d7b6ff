-- Several people may type one address: each sign-up has a link of its own, bound to its waiting token.
CREATE TABLE new_sign_up (
    waiting    TEXT   NOT NULL PRIMARY KEY,
    email_key  TEXT   NOT NULL,
    email      TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    password   TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    mailed_at  BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
INSERT INTO new_sign_up (waiting, email_key, email, name, password, created_at, mailed_at, expires_at)
SELECT waiting, email_key, email, name, password, created_at, mailed_at, expires_at FROM sign_up;
UPDATE link SET subject = (SELECT waiting FROM sign_up WHERE email_key = link.subject)
WHERE kind = 'confirm-email' AND subject IN (SELECT email_key FROM sign_up);
DROP TABLE sign_up;
ALTER TABLE new_sign_up RENAME TO sign_up;
CREATE INDEX sign_up_email ON sign_up (email_key);
CREATE INDEX sign_up_expires ON sign_up (expires_at);

-- Reports about security are delivered before mails that anyone can cause.
ALTER TABLE outbox ADD COLUMN urgent BIGINT NOT NULL DEFAULT 1;
