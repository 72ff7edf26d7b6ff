-- The colleague who carries a device; both are NULL for the member's own.
ALTER TABLE device ADD COLUMN holder_name TEXT;
ALTER TABLE device ADD COLUMN holder_email TEXT;
-- Whether its passcodes sign in and do nothing else.
ALTER TABLE device ADD COLUMN sign_in_only BIGINT NOT NULL DEFAULT 0;
-- Its passcodes are good for nothing from this moment on; NULL if it has no end.
ALTER TABLE device ADD COLUMN usable_until BIGINT;
-- Who carried the device at that time.
ALTER TABLE event ADD COLUMN device_holder TEXT;

-- What a member should renew, because the named colleague, whose device was removed, may know it.
CREATE TABLE renewal (
    member_id TEXT NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    holder TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (member_id, kind)
);
