-- What migration 0018 added to the rows that 0017 left.

INSERT INTO mailbox_code (session_id, digest, expires_at, tries) SELECT MIN(id), 'd7', 1800000700, 0 FROM session;
