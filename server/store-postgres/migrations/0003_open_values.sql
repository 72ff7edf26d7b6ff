-- Values of closed enums are checked by the program: SQLite cannot alter a CHECK, and both databases keep one schema.
ALTER TABLE member DROP CONSTRAINT member_role_check;
ALTER TABLE session DROP CONSTRAINT session_kind_check;
-- Whether a session made a pending device is not the same question as whether it is confirmed.
ALTER TABLE device DROP CONSTRAINT device_check;
ALTER TABLE device DROP CONSTRAINT device_check1;

-- How a device makes its codes.
ALTER TABLE device ADD COLUMN algorithm TEXT NOT NULL DEFAULT 'SHA1';
ALTER TABLE device ADD COLUMN digits BIGINT NOT NULL DEFAULT 6;
-- The language that the member chose; none: as the browser says.
ALTER TABLE member ADD COLUMN language TEXT;
