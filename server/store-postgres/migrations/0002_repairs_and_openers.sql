-- The repairs of a member follow each other without a day between them since `repairs_since`; a session was opened with
-- the passcode of `opened_by`, whatever proves itself in it later.
ALTER TABLE member ADD COLUMN repairs_since BIGINT;
UPDATE member SET repairs_since = repaired_at;
ALTER TABLE session ADD COLUMN opened_by TEXT;
UPDATE session SET opened_by = device_id;
