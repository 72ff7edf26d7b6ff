//! The activity: every change that a member made, and every refusal that concerns one.
//!
//! An event of a success is committed with the change ([`crate::store::Effects`]). Refusals are collected in memory and
//! written by a job, because saying no never costs a write: an attacker would choose how many there are.

mod days;
mod event;
mod program;
mod read;
mod refusals;
pub mod store;

pub(crate) use days::Chart;
pub use days::{DAYS, Day};
pub use event::{Event, EventDevice, EventKey, EventOther, REPEAT_LIFE};
pub use read::{Activity, ActivityFilter, PAGE};
pub(crate) use refusals::Refusals;

use crate::{
    Error, Result, Service, Timestamp,
    kernel::{
        browser::Browser,
        id::{EventId, SessionId},
    },
    profile::member::Member,
    sessions::SignedIn,
};
use terms::{EventKind, Refused, Rejection};

impl Service {
    /// Creates an event about this member.
    pub(crate) fn event(&self, kind: EventKind, member: &Member, browser: &Browser, now: Timestamp) -> Event {
        Event {
            id: EventId::in_order(self.next_event(), self.entropy()),
            account: member.account.clone(),
            member: member.id.clone(),
            who: member.email.as_str().to_owned(),
            kind,
            refused: None,
            at: now,
            last_at: now,
            count: 1,
            session: None,
            device: None,
            key: None,
            other: None,
            address: browser.address.to_string(),
            network: browser.network(),
            agent: browser.agent.clone(),
        }
    }

    /// Creates an event about what a signed-in person did.
    pub(crate) fn event_by(&self, kind: EventKind, who: &SignedIn) -> Event {
        self.event(kind, &who.member, &who.browser, who.now)
            .in_session(&who.session.id)
    }

    /// Records a refused attempt of a signed-in person; any other result passes through.
    pub(crate) fn noting<T>(&self, kind: EventKind, who: &SignedIn, result: Result<T>) -> Result<T> {
        self.noting_refusal(
            kind,
            (&who.member, Some(&who.session.id)),
            &who.browser,
            who.now,
            result,
        )
    }

    /// Records a refused attempt on this member's account; any other result passes through.
    pub(crate) fn noting_refusal<T>(
        &self,
        kind: EventKind,
        (member, session): (&Member, Option<&SessionId>),
        browser: &Browser,
        now: Timestamp,
        result: Result<T>,
    ) -> Result<T> {
        if let Err(Error::Rejected(rejection)) = &result
            && let Some(refused) = reason(rejection)
        {
            let mut event = self.event(kind, member, browser, now).refused(refused);
            event.session = session.cloned();
            self.refusals().note(event);
        }
        result
    }

    /// Records that a signed-in person has not the role for something, and returns the rejection.
    pub(crate) fn missing_role(&self, kind: EventKind, who: &SignedIn) -> Error {
        self.refusals()
            .note(self.event_by(kind, who).refused(Refused::MissingRole));
        Rejection::Forbidden.into()
    }

    /// Writes the refusals that were collected since the last time. If that fails, they are kept for the next time.
    pub async fn write_refusals(&self) -> Result<()> {
        let events = self.refusals().take();
        if events.is_empty() {
            return Ok(());
        }
        let written = self.store().record_events(&events).await;
        if written.is_err() {
            self.refusals().give_back(events);
        }
        Ok(written?)
    }
}

/// Returns the reason that is recorded for a rejection. `None` if nothing is recorded: invalid input, a busy server, a
/// caller without a session.
pub(crate) const fn reason(rejection: &Rejection) -> Option<Refused> {
    use terms::Conflict;
    match rejection {
        Rejection::WrongCredentials | Rejection::WrongPassword => Some(Refused::WrongPassword),
        Rejection::WrongCode { .. } | Rejection::WrongMailedCode => Some(Refused::WrongCode),
        Rejection::BeforeUsed => Some(Refused::UsedCode),
        Rejection::Wait(_) => Some(Refused::TooManyTries),
        Rejection::Stopped => Some(Refused::Stopped),
        Rejection::StepUpNeeded => Some(Refused::NotSteppedUp),
        Rejection::Repair => Some(Refused::RepairSession),
        Rejection::SignInOnly => Some(Refused::SignInOnlySession),
        Rejection::Restricted => Some(Refused::RestrictedSession),
        Rejection::Frozen => Some(Refused::Frozen),
        Rejection::AccountClosed { .. } => Some(Refused::AccountClosed),
        Rejection::NotFound => Some(Refused::NotFound),
        Rejection::Conflict(Conflict::RecentRepair(_)) => Some(Refused::RecentRepair),
        Rejection::Conflict(Conflict::OtherBrowser) => Some(Refused::OtherBrowser),
        Rejection::Invalid(..)
        | Rejection::NotSignedIn
        | Rejection::SecondFactorNeeded
        | Rejection::Forbidden
        | Rejection::Gone(_)
        | Rejection::Conflict(_)
        | Rejection::Busy => None,
    }
}
