-- A member's counters stay; a device's is of no use once the device is confirmed or gone.
DELETE FROM counter WHERE subject LIKE 'enrolment %' AND moved_at <= $1
