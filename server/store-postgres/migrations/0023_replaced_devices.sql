-- The confirmed device whose place and name a pending one takes; NULL for a plain one. It goes with the other, and is emptied
-- when it is confirmed.
ALTER TABLE device ADD COLUMN replaces TEXT REFERENCES device (id) ON DELETE CASCADE;
CREATE INDEX device_replaces ON device (replaces);
