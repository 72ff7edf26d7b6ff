-- $3 is now minus the quarantine: a repair within it goes on with the one before.
UPDATE member
SET repaired_at = $2, repairs_since = CASE WHEN repaired_at > $3 THEN repairs_since ELSE $2 END
WHERE id = $1
