//! Storage of the activity.

use super::{Day, Event};
use crate::{
    InternalError, Timestamp,
    kernel::id::{AccountId, ApiKeyId, DeviceId, EventId, MemberId, SessionId},
};
use async_trait::async_trait;
use std::ops::Range;
use terms::EventKind;

/// Which events of an account are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventQuery {
    /// The account.
    pub account: AccountId,
    /// Only events about this member.
    pub member: Option<MemberId>,
    /// Only events of this kind.
    pub kind: Option<EventKind>,
    /// Only refusals (`true`) or only what was done (`false`).
    pub refused: Option<bool>,
    /// Only events with this device.
    pub device: Option<DeviceId>,
    /// Only events with this API key.
    pub key: Option<ApiKeyId>,
    /// Only events of this session.
    pub session: Option<SessionId>,
    /// Only events at or after this moment.
    pub since: Timestamp,
    /// Only events before this place in the order of [`ActivityStore::events`].
    pub before: Cursor,
}

impl EventQuery {
    /// Asks for all events of an account.
    pub const fn all(account: AccountId) -> Self {
        Self {
            account,
            member: None,
            kind: None,
            refused: None,
            device: None,
            key: None,
            session: None,
            since: Timestamp(i64::MIN),
            before: Cursor::until(Timestamp(i64::MAX)),
        }
    }
}

/// A place between two events, in the order of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The time of the event that comes right after it.
    pub at: Timestamp,
    /// The id of this event; `None` is before all events of this time.
    pub id: Option<EventId>,
}

/// Storage of events, and of what was counted of them.
#[async_trait]
pub trait ActivityStore: Send + Sync {
    /// Records events that belong to no change. A refusal raises the count of the last one that it repeats, see
    /// [`Event::repeats`], if that was within [`super::REPEAT_LIFE`].
    async fn record_events(&self, events: &[Event]) -> Result<(), InternalError>;
    /// Returns up to `limit` events, newest first.
    async fn events(&self, query: &EventQuery, limit: i64) -> Result<Vec<Event>, InternalError>;
    /// Erases the events before this moment.
    async fn forget_events(&self, before: Timestamp) -> Result<(), InternalError>;
    /// Counts the sign-ins and refusals of each of these days; days without any are missing.
    async fn count_days(
        &self,
        account: &AccountId,
        member: Option<&MemberId>,
        days: Range<i64>,
    ) -> Result<Vec<Day>, InternalError>;
    /// Returns the counts that were kept of these days, oldest first.
    async fn kept_days(
        &self,
        account: &AccountId,
        member: Option<&MemberId>,
        days: Range<i64>,
    ) -> Result<Vec<Day>, InternalError>;
    /// Keeps the counts of these days. Those that are kept already stay.
    async fn keep_days(
        &self,
        account: &AccountId,
        member: Option<&MemberId>,
        days: &[Day],
    ) -> Result<(), InternalError>;
    /// Erases the kept counts of all days but these.
    async fn forget_days(&self, but: Range<i64>) -> Result<(), InternalError>;
}
