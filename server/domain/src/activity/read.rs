//! Reading the activity: by pages, and whole for an export.

use super::{
    Event,
    store::{Cursor, EventQuery},
};
use crate::{
    Result, Service, Timestamp,
    kernel::id::{ApiKeyId, DeviceId, EventId, SessionId},
    operator::Person,
    profile::member::Member,
    sessions::SignedIn,
};
use terms::EventKind;

/// Events on a page.
pub const PAGE: usize = 50;
/// Events that an export reads at once.
const EXPORT_PAGE: i64 = 1_000;

/// What a person wants to see of the activity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActivityFilter {
    /// Only what the person did, also for those who see what everybody did.
    pub own: bool,
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
    pub since: Option<Timestamp>,
    /// Only events before this moment.
    pub until: Option<Timestamp>,
}

/// A page of the activity.
#[derive(Debug)]
pub struct Activity {
    /// The events, newest first.
    pub events: Vec<Event>,
    /// Where the next page begins, if there is one.
    pub older: Option<Cursor>,
}

impl Cursor {
    /// Parses the text form; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (at, id) = text.split_once('-')?;
        Some(Self {
            at: Timestamp(at.parse().ok().filter(|at| *at >= 0)?),
            id: Some(EventId::parse(id)?),
        })
    }

    /// The place right before all events at and after this moment.
    pub(super) const fn until(at: Timestamp) -> Self {
        Self { at, id: None }
    }
}

/// The text form in URLs.
impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.at.0, self.id.as_ref().map_or("", EventId::as_str))
    }
}

impl From<&Event> for Cursor {
    fn from(event: &Event) -> Self {
        Self {
            at: event.at,
            id: Some(event.id.clone()),
        }
    }
}

impl Service {
    /// Returns a page of the activity, from this place on or from the newest event on.
    pub async fn activity(&self, who: &SignedIn, filter: &ActivityFilter, before: Option<Cursor>) -> Result<Activity> {
        self.show_own_refusals().await;
        self.page(&filter.query(&who.member, before), PAGE).await
    }

    /// Records an export, which begins with [`Service::exported_events`].
    pub async fn begin_export(&self, who: &SignedIn) -> Result<()> {
        self.show_own_refusals().await;
        let exported = self.event_by(EventKind::ActivityExported, who);
        Ok(self.store().record_events(&[exported]).await?)
    }

    /// Returns everything that is known of the person but their activity, and records that it was downloaded. The activity
    /// follows with [`Service::exported_events`].
    pub async fn begin_data(&self, who: &SignedIn) -> Result<Person> {
        self.show_own_refusals().await;
        let person = self.person_of(&who.member, who.now).await?;
        let downloaded = self.event_by(EventKind::DataDownloaded, who);
        self.store().record_events(&[downloaded]).await?;
        Ok(person)
    }

    /// Returns the next part of an export, which goes on after its last event. The last part is empty.
    pub async fn exported_events(
        &self,
        who: &SignedIn,
        filter: &ActivityFilter,
        after: Option<&Event>,
    ) -> Result<Vec<Event>> {
        let query = filter.query(&who.member, after.map(Cursor::from));
        Ok(self.store().events(&query, EXPORT_PAGE).await?)
    }

    /// Returns up to `limit` events, and where the next ones begin.
    pub(super) async fn page(&self, query: &EventQuery, limit: usize) -> Result<Activity> {
        let with_next = i64::try_from(limit.saturating_add(1)).unwrap_or(i64::MAX);
        let mut events = self.store().events(query, with_next).await?;
        let more = events.len() > limit;
        events.truncate(limit);
        let older = events.last().filter(|_| more).map(Cursor::from);
        Ok(Activity { events, older })
    }

    /// Writes what this node has refused, so that a member finds it at once.
    pub(super) async fn show_own_refusals(&self) {
        if let Err(error) = self.write_refusals().await {
            tracing::warn!(%error, "refusals are missing in the activity for now");
        }
    }
}

impl ActivityFilter {
    /// Asks for what this member may see.
    pub(super) fn query(&self, viewer: &Member, before: Option<Cursor>) -> EventQuery {
        let until = Cursor::until(self.until.unwrap_or(Timestamp(i64::MAX)));
        EventQuery {
            account: viewer.account.clone(),
            member: (self.own || !viewer.manages_team()).then(|| viewer.id.clone()),
            kind: self.kind,
            refused: self.refused,
            device: self.device.clone(),
            key: self.key.clone(),
            session: self.session.clone(),
            since: self.since.unwrap_or(Timestamp(i64::MIN)),
            // A page after the first is before `until` anyway.
            before: before.filter(|before| before.at < until.at).unwrap_or(until),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_as_it_was_written() {
        let id = "0123456789abcdef0123456789abcdef";
        let text = format!("1800000000-{id}");
        assert_eq!(Cursor::parse(&text).map(|cursor| cursor.to_string()), Some(text));
        for bad in [
            "",
            "1800000000",
            "-",
            &format!("-1-{id}"),
            &format!("x-{id}"),
            "1-ABC",
            "1800000000-",
        ] {
            assert_eq!(Cursor::parse(bad), None, "{bad}");
        }
    }
}
