//! Storage of the activity.

use super::{
    maintenance::erase,
    rows::known_value,
    transaction::{Outcome, at_most_one, exactly_one, internal, transaction},
};
use crate::{Conn, SqlStore};
use async_trait::async_trait;
use domain::{
    InternalError, Timestamp,
    activity::{
        Day, Event, EventDevice, EventKey, EventOther, REPEAT_LIFE,
        store::{ActivityStore, EventQuery},
    },
    kernel::{
        clock::DAY,
        id::{AccountId, ApiKeyId, DeviceId, EventId, MemberId, SessionId},
    },
};
use sqlx::query;
use std::ops::Range;
use terms::{EventKind, Refused};

#[async_trait]
impl ActivityStore for SqlStore {
    async fn record_events(&self, events: &[Event]) -> Result<(), InternalError> {
        transaction!(self, "recording events", |conn| {
            for event in events {
                // Those of an account that was erased meanwhile must not keep the others from being written.
                if exists(conn, &event.account).await? {
                    record(conn, event).await?;
                }
            }
            Ok(Outcome::Commit(()))
        })
    }

    async fn events(&self, wanted: &EventQuery, limit: i64) -> Result<Vec<Event>, InternalError> {
        // PostgreSQL's one plan for all values would take each condition of the filter for a rare one, expect no events, and
        // therefore read and sort all; it does not look into `CASE`, and goes through the key until a page is full.
        let rows = sqlx::query_as!(
            EventRow,
            "SELECT account_id, at, id, member_id, who, kind, refused, last_at, count, session_id, device_id, device_name,
                    device_holder, key_id, key_name, other_id, other, address, network, agent
             FROM event
             WHERE account_id = $1 AND at >= $2 AND (at, id) < ($3, $4)
             AND CASE WHEN (CAST($5 AS TEXT) IS NULL OR member_id = $5)
                       AND (CAST($6 AS TEXT) IS NULL OR kind = $6)
                       AND (CAST($7 AS BIGINT) IS NULL OR $7 = CASE WHEN refused IS NULL THEN 0 ELSE 1 END)
                       AND (CAST($8 AS TEXT) IS NULL OR device_id = $8)
                       AND (CAST($9 AS TEXT) IS NULL OR session_id = $9)
                       AND (CAST($10 AS TEXT) IS NULL OR key_id = $10)
                      THEN TRUE ELSE FALSE END
             ORDER BY at DESC, id DESC LIMIT $11",
            wanted.account.as_str(),
            wanted.since.0,
            wanted.before.at.0,
            wanted.before.id.as_ref().map_or("", EventId::as_str),
            wanted.member.as_ref().map(MemberId::as_str),
            wanted.kind.map(EventKind::as_str),
            wanted.refused.map(i64::from),
            wanted.device.as_ref().map(DeviceId::as_str),
            wanted.session.as_ref().map(SessionId::as_str),
            wanted.key.as_ref().map(ApiKeyId::as_str),
            limit
        )
        .fetch_all(self.read())
        .await;
        let events = rows.and_then(|rows| rows.into_iter().map(EventRow::event).collect());
        events.map_err(internal("reading the activity"))
    }

    async fn forget_events(&self, before: Timestamp) -> Result<(), InternalError> {
        let before = before.0;
        // Found by their accounts: an index of their times alone would cost every event a write.
        erase!(
            self,
            "DELETE FROM event WHERE at < $1 AND (account_id, at, id) IN
             (SELECT e.account_id, e.at, e.id FROM account AS a JOIN event AS e ON e.account_id = a.id AND e.at < $1 LIMIT $2)",
            before
        );
        Ok(())
    }

    async fn count_days(
        &self,
        account: &AccountId,
        member: Option<&MemberId>,
        days: Range<i64>,
    ) -> Result<Vec<Day>, InternalError> {
        let counted = sqlx::query_as!(
            Day,
            r#"SELECT at / $5 AS "day!: i64",
                      CAST(SUM(CASE WHEN refused IS NULL AND kind IN ($6, $7) THEN count ELSE 0 END) AS BIGINT) AS "sign_ins!: i64",
                      CAST(SUM(CASE WHEN refused IS NULL THEN 0 ELSE count END) AS BIGINT) AS "refusals!: i64"
               FROM event
               WHERE account_id = $1 AND at >= $2 AND at < $3 AND (CAST($4 AS TEXT) IS NULL OR member_id = $4)
               GROUP BY 1 ORDER BY 1"#,
            account.as_str(),
            days.start * DAY,
            days.end * DAY,
            member.map(MemberId::as_str),
            DAY,
            EventKind::SignIn.as_str(),
            EventKind::Repair.as_str()
        );
        let counted = counted.fetch_all(self.read()).await;
        counted.map_err(internal("counting the days of the activity"))
    }

    async fn kept_days(
        &self,
        account: &AccountId,
        member: Option<&MemberId>,
        days: Range<i64>,
    ) -> Result<Vec<Day>, InternalError> {
        let kept = sqlx::query_as!(
            Day,
            "SELECT day, sign_ins, refusals FROM event_day
             WHERE account_id = $1 AND member_id = $2 AND day >= $3 AND day < $4 ORDER BY day",
            account.as_str(),
            member_or_all(member),
            days.start,
            days.end
        );
        let kept = kept.fetch_all(self.read()).await;
        kept.map_err(internal("reading the days of the activity"))
    }

    async fn keep_days(
        &self,
        account: &AccountId,
        member: Option<&MemberId>,
        days: &[Day],
    ) -> Result<(), InternalError> {
        // In one order, so that two nodes that keep the same days wait for each other in a line.
        let mut days = days.to_vec();
        days.sort_by_key(|day| day.day);
        transaction!(self, "keeping the days of the activity", |conn| {
            for day in &days {
                keep(conn, account, member, day).await?;
            }
            Ok(Outcome::Commit(()))
        })
    }

    async fn forget_days(&self, but: Range<i64>) -> Result<(), InternalError> {
        let (first, end) = (but.start, but.end);
        erase!(
            self,
            "DELETE FROM event_day WHERE (account_id, member_id, day) IN
             (SELECT account_id, member_id, day FROM event_day WHERE day < $1 OR day >= $3 LIMIT $2)",
            first,
            end
        );
        Ok(())
    }
}

/// What stands for the member where days of the whole account are kept.
fn member_or_all(member: Option<&MemberId>) -> &str {
    member.map_or("", MemberId::as_str)
}

/// Keeps the counts of a day, unless there are some.
async fn keep(conn: &mut Conn, account: &AccountId, member: Option<&MemberId>, day: &Day) -> Result<bool, sqlx::Error> {
    let done = query!(
        "INSERT INTO event_day (account_id, member_id, day, sign_ins, refusals) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (account_id, member_id, day) DO NOTHING",
        account.as_str(),
        member_or_all(member),
        day.day,
        day.sign_ins,
        day.refusals
    );
    at_most_one(done.execute(conn).await?.rows_affected())
}

async fn exists(conn: &mut Conn, account: &AccountId) -> Result<bool, sqlx::Error> {
    let row = query!("SELECT id FROM account WHERE id = $1", account.as_str());
    Ok(row.fetch_optional(conn).await?.is_some())
}

/// Records an event, or raises the count of the refusal that it repeats.
async fn record(conn: &mut Conn, event: &Event) -> Result<(), sqlx::Error> {
    if let Some(repeats) = event.repeats()
        && raise(conn, event, &repeats).await?
    {
        return Ok(());
    }
    insert(conn, event).await
}

/// Raises the count of the newest refusal that this one repeats; false if there is none within the last minute.
async fn raise(conn: &mut Conn, event: &Event, repeats: &str) -> Result<bool, sqlx::Error> {
    let done = query!(
        "UPDATE event SET count = count + $1, last_at = CASE WHEN last_at > $2 THEN last_at ELSE $2 END
         WHERE account_id = $3 AND (at, id) IN
         (SELECT at, id FROM event WHERE repeats = $4 AND at > $5 AND at <= $2 ORDER BY at DESC, id DESC LIMIT 1)",
        event.count,
        event.last_at.0,
        event.account.as_str(),
        repeats,
        event.at.plus(-REPEAT_LIFE).0
    );
    at_most_one(done.execute(conn).await?.rows_affected())
}

/// Inserts an event. A device's name that it does not state is read from the device.
pub(super) async fn insert(conn: &mut Conn, event: &Event) -> Result<(), sqlx::Error> {
    let (device, key, other) = (event.device.as_ref(), event.key.as_ref(), event.other.as_ref());
    let done = query!(
        "INSERT INTO event (account_id, at, id, member_id, who, kind, refused, repeats, last_at, count, session_id, device_id,
                            device_name, key_id, key_name, other_id, other, address, network, agent, device_holder)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,
                 COALESCE(CAST($13 AS TEXT), (SELECT label FROM device WHERE id = $12)), $14, $15, $16, $17, $18, $19, $20,
                 COALESCE(CAST($21 AS TEXT), (SELECT holder_name FROM device WHERE id = $12)))",
        event.account.as_str(),
        event.at.0,
        event.id.as_str(),
        event.member.as_str(),
        event.who,
        event.kind.as_str(),
        event.refused.map(Refused::as_str),
        event.repeats(),
        event.last_at.0,
        event.count,
        event.session.as_ref().map(SessionId::as_str),
        device.map(|device| device.id.as_str()),
        device.and_then(|device| device.name.as_deref()),
        key.map(|key| key.id.as_str()),
        key.map(|key| key.name.as_str()),
        other.and_then(|other| other.id.as_ref()).map(MemberId::as_str),
        other.map(|other| other.who.as_str()),
        event.address,
        event.network,
        event.agent,
        device.and_then(|device| device.holder.as_deref())
    );
    exactly_one(done.execute(conn).await?.rows_affected())
}

/// A row of the activity.
struct EventRow {
    account_id: String,
    at: i64,
    id: String,
    member_id: String,
    who: String,
    kind: String,
    refused: Option<String>,
    last_at: i64,
    count: i64,
    session_id: Option<String>,
    device_id: Option<String>,
    device_name: Option<String>,
    device_holder: Option<String>,
    key_id: Option<String>,
    key_name: Option<String>,
    other_id: Option<String>,
    other: Option<String>,
    address: String,
    network: String,
    agent: String,
}

impl EventRow {
    fn event(self) -> Result<Event, sqlx::Error> {
        let refused = self
            .refused
            .as_deref()
            .map(|text| known_value("event.refused", Refused::parse(text)));
        Ok(Event {
            id: EventId::from_store(self.id),
            account: AccountId::from_store(self.account_id),
            member: MemberId::from_store(self.member_id),
            who: self.who,
            kind: known_value("event.kind", EventKind::parse(&self.kind))?,
            refused: refused.transpose()?,
            at: Timestamp(self.at),
            last_at: Timestamp(self.last_at),
            count: self.count,
            session: self.session_id.map(SessionId::from_store),
            device: self.device_id.map(|id| EventDevice {
                id: DeviceId::from_store(id),
                name: self.device_name,
                holder: self.device_holder,
            }),
            key: self.key_id.zip(self.key_name).map(|(id, name)| EventKey {
                id: ApiKeyId::from_store(id),
                name,
            }),
            other: self.other.map(|who| EventOther {
                id: self.other_id.map(MemberId::from_store),
                who,
            }),
            address: self.address,
            network: self.network,
            agent: self.agent,
        })
    }
}
