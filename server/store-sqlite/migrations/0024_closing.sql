-- Closed accounts. They can be kept for 14 days; then `erasing_at` says since when an account is being erased, and nothing
-- brings it back.
ALTER TABLE account ADD COLUMN closed_at BIGINT;
ALTER TABLE account ADD COLUMN erasing_at BIGINT;
CREATE INDEX account_closed ON account (closed_at) WHERE closed_at IS NOT NULL;
