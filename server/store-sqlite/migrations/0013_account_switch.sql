-- Whether every API call of the account needs a second factor: 1 or 0, and null while nobody has decided.
ALTER TABLE account ADD COLUMN every_call BIGINT;
