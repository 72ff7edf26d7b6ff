-- What was counted of days that are over, for the chart of the activity. Without a member it is of the whole account. It can be
-- counted again, as long as the day's events are kept.
CREATE TABLE event_day (
    account_id TEXT   NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    member_id  TEXT   NOT NULL,
    day        BIGINT NOT NULL,
    sign_ins   BIGINT NOT NULL,
    refusals   BIGINT NOT NULL,
    PRIMARY KEY (account_id, member_id, day)
);
CREATE INDEX event_day_day ON event_day (day);
