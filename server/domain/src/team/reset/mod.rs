//! The verified reset: a member who lost every second factor gets one recovery code from an owner or admin, after a wait in
//! which the member can stop it.
//!
//! The code is no way round anything: it works once, only with the member's password, and opens a repair session.

pub mod operator;
mod rules;
mod stop;
pub mod store;

use crate::{
    Result, Service, Timestamp,
    activity::Event,
    kernel::{
        clock::HOUR,
        id::{RecoveryCodeId, ResetId, SessionId},
        label::one_line,
        ports::Lane,
        seal::{AssociatedData, Sealed},
        throttle::Window,
        token::PlainToken,
    },
    mail::{About, NewMail},
    profile::member::Member,
    recovery::code::{NewCode, PlainCode},
    registration::link::Link,
    sessions::{SignedIn, change::Changed},
    store::Effects,
};
pub use rules::{CODE_LIFE, READABLE_LIFE, Reset, ResetState, SHOWN_LIFE, STOP_LIFE};

use rules::REASON_MAX;
use store::CodeOfReset;
use terms::{Conflict, EventKind, Field, LinkKind, Rejection};
use zeroize::Zeroizing;

/// A reset as the page of a member shows it.
#[derive(Clone)]
pub struct ResetView {
    /// The reset.
    pub reset: Reset,
    /// How far it has come.
    pub state: ResetState,
    /// The name of who started it; `None` is the operator.
    pub by: Option<String>,
    /// The code, in the session that reads it, for a while.
    pub code: Option<Zeroizing<String>>,
}

impl Service {
    /// Returns the reset of a member that is under way, for an owner or admin.
    ///
    /// # Errors
    /// `Forbidden` for a plain member, `NotFound`.
    pub async fn reset_of(&self, who: &SignedIn, member: &Member) -> Result<Option<ResetView>> {
        self.require_manager(who.use_case.event_kind(), who)?;
        let Some(found) = self.store().reset_of(&member.id).await? else {
            return Ok(None);
        };
        let state = found.reset.state(member.role, who.now);
        let shown = found
            .shown
            .as_ref()
            .filter(|shown| shown.session == who.session.id && who.now < shown.until);
        let code = shown
            .map(|shown| self.vault().open(&shown.text, associated_data(&found.reset)))
            .transpose()?;
        Ok(Some(ResetView {
            state,
            by: found.by,
            code: code.map(|code| Zeroizing::new(String::from_utf8_lossy(&code).into_owned())),
            reset: found.reset,
        })
        .filter(|view| view.state != ResetState::Over))
    }

    /// Returns the member whose second factor is to be reset, and checks the reason, for [`Service::start_reset`].
    ///
    /// # Errors
    /// `Forbidden` for a plain member, `NotFound`, `Invalid(Reason)`, `Conflict(TwoFactorOff)`.
    pub async fn to_be_reset(&self, who: &SignedIn, member: &str, reason: &str) -> Result<(Member, String)> {
        const KIND: EventKind = EventKind::ResetStarted;
        self.require_manager(KIND, who)?;
        let found = self.colleague(who, member).await.map(|found| found.member);
        let found = self.noting(KIND, who, found)?;
        if !who.member.may_reset(&found) {
            return self.noting(KIND, who, Err(Rejection::NotFound.into()));
        }
        if found.two_factor_since.is_none() {
            return Err(Rejection::Conflict(Conflict::TwoFactorOff).into());
        }
        Ok((found, reset_reason(reason)?))
    }

    /// Starts a reset. The member is mailed at once, with a link that stops it.
    ///
    /// # Errors
    /// `StepUpNeeded`, `NotFound`, `Conflict(ResetRuns)`, `Conflict(TwoFactorOff)`, `Conflict(RecentRepair)`.
    pub async fn start_reset(&self, who: &SignedIn, (member, reason): (Member, String)) -> Result<()> {
        const KIND: EventKind = EventKind::ResetStarted;
        let event = self.event_by(KIND, who).about_member(&member);
        let started = self.new_reset(&member, Some(&who.member), reason, who.now)?;
        let effects = Effects {
            mails: started.mails,
            events: vec![event],
            ..Effects::none()
        };
        let change = who.account_change(effects);
        let done = self.store().start_reset(&change, &started.reset, &started.link).await?;
        self.noting(KIND, who, begun(done).map_err(Into::into))
    }

    /// Checks that this person may approve the reset of a member, for [`Service::approve_reset`].
    ///
    /// # Errors
    /// `Forbidden` for a plain member, `NotFound`.
    pub async fn may_approve_reset(&self, who: &SignedIn, member: &str) -> Result<()> {
        const KIND: EventKind = EventKind::ResetApproved;
        let (member, _) = self.managed_reset(KIND, who, member).await?;
        let found = self.store().reset_of(&member.id).await?;
        let may = found.is_some_and(|found| {
            let state = found.reset.state(member.role, who.now);
            state == ResetState::NeedsApproval && found.reset.may_be_approved_by(&who.member)
        });
        self.noting(KIND, who, may.then_some(()).ok_or(Rejection::NotFound.into()))
    }

    /// Checks that this person may read the code of a member's reset now, for [`Service::read_reset_code`].
    ///
    /// # Errors
    /// `Forbidden` for a plain member, `NotFound`.
    pub async fn may_read_reset_code(&self, who: &SignedIn, member: &str) -> Result<()> {
        const KIND: EventKind = EventKind::ResetCodeRead;
        let (member, _) = self.managed_reset(KIND, who, member).await?;
        let found = self.store().reset_of(&member.id).await?;
        let may = found.is_some_and(|found| {
            let ready = matches!(found.reset.state(member.role, who.now), ResetState::Ready(_));
            ready && found.reset.may_be_read_by(&who.member)
        });
        self.noting(KIND, who, may.then_some(()).ok_or(Rejection::NotFound.into()))
    }

    /// Approves the reset of an owner's second factor, as the second person.
    ///
    /// # Errors
    /// `Forbidden` for a plain member, `NotFound` also for who started it; `StepUpNeeded`, `Conflict(RecentRepair)`.
    pub async fn approve_reset(&self, who: &SignedIn, member: &str) -> Result<()> {
        const KIND: EventKind = EventKind::ResetApproved;
        let (member, event) = self.managed_reset(KIND, who, member).await?;
        let change = who.account_change(Effects::events(vec![event]));
        let approved = self.store().approve_reset(&change, &member.id).await?;
        self.noting(KIND, who, approved.into_result().map_err(Into::into))
    }

    /// Reads the code, once: it is shown in this session for fifteen minutes. The member is mailed.
    ///
    /// # Errors
    /// `Forbidden` for a plain member, `NotFound` unless the person started it and the wait is over; `StepUpNeeded`, `Busy`.
    pub async fn read_reset_code(&self, who: &SignedIn, member: &str) -> Result<()> {
        const KIND: EventKind = EventKind::ResetCodeRead;
        let (member, event) = self.managed_reset(KIND, who, member).await?;
        let Some(found) = self.store().reset_of(&member.id).await? else {
            return Err(Rejection::NotFound.into());
        };
        let (plain, code) = self.reset_code(&member).await?;
        let text = plain.expose_secret().as_bytes();
        let shown = ShownCode {
            session: who.session.id.clone(),
            text: self.vault().seal(text, associated_data(&found.reset), self.entropy())?,
            until: who.now.plus(SHOWN_LIFE),
        };
        let code = CodeOfReset {
            code,
            shown: Some(shown),
        };
        let about = About::ResetCodeRead {
            by: Some(who.member.name.clone()),
        };
        let effects = Effects {
            mails: self.mails_to(&member, [about], who.now)?,
            events: vec![event],
            ..Effects::none()
        };
        let change = who.account_change(effects);
        let read = self.store().read_reset_code(&change, &member.id, &code).await?;
        self.noting(KIND, who, read.into_result().map_err(Into::into))
    }

    /// Stops a reset as an owner or admin.
    ///
    /// # Errors
    /// `Forbidden` for a plain member, `NotFound`.
    pub async fn cancel_reset(&self, who: &SignedIn, member: &str) -> Result<()> {
        const KIND: EventKind = EventKind::ResetStopped;
        let (member, event) = self.managed_reset(KIND, who, member).await?;
        let effects = Effects::events(vec![event]);
        let stopped = self.store().stop_reset(&member.id, &effects).await?;
        self.noting(KIND, who, stopped.then_some(()).ok_or(Rejection::NotFound.into()))
    }

    /// Returns a member of the account whose reset an owner or admin decides about, and the event about that.
    async fn managed_reset(&self, kind: EventKind, who: &SignedIn, member: &str) -> Result<(Member, Event)> {
        self.require_manager(kind, who)?;
        let found = self.colleague(who, member).await.map(|found| found.member);
        let found = self.noting(kind, who, found)?;
        let event = self.event_by(kind, who).about_member(&found);
        Ok((found, event))
    }

    /// Creates a reset with the link that stops it and the mail about both.
    fn new_reset(&self, member: &Member, by: Option<&Member>, reason: String, now: Timestamp) -> Result<NewReset> {
        let (id, token) = (ResetId::random(self.entropy()), PlainToken::random(self.entropy()));
        let reset = Reset {
            member: member.id.clone(),
            account: member.account.clone(),
            by: by.map(|by| by.id.clone()),
            created_at: now,
            available_at: now.plus(member.policy.reset_hours.saturating_mul(HOUR)),
            approved_by: None,
            read_at: None,
            reason,
            id,
        };
        let link = Link {
            digest: token.digest(),
            kind: LinkKind::StopReset,
            subject: reset.id.to_string(),
            expires_at: now.plus(STOP_LIFE),
        };
        let about = About::ResetStarted {
            by: by.map(|by| by.name.clone()),
            reason: reset.reason.clone(),
            available_at: reset.available_at,
            link: self.mailed_link("/stop-reset", &token),
        };
        let mails = self.mails_to(member, [about], now)?;
        Ok(NewReset { reset, link, mails })
    }

    /// Creates the code of a reset.
    async fn reset_code(&self, member: &Member) -> Result<(PlainCode, NewCode)> {
        let plain = PlainCode::random(self.entropy());
        let windows = vec![Window::reset_codes(&member.id)];
        let reserved = self.reserve(windows, Lane::recovery(&member.id), self.now()).await?;
        let hash = self.hash(plain.secret(), &reserved).await?;
        let code = NewCode {
            id: RecoveryCodeId::random(self.entropy()),
            selector: plain.selector().to_owned(),
            hash,
        };
        Ok((plain, code))
    }
}

/// A reset that is about to be started.
struct NewReset {
    reset: Reset,
    link: Link,
    mails: Vec<NewMail>,
}

/// Converts the outcome of starting a reset; it is the member's two-factor that has to be on.
fn begun(done: Changed) -> Result<(), Rejection> {
    match done {
        Changed::TwoFactorOff => Err(Rejection::Conflict(Conflict::TwoFactorOff)),
        done => done.into_result(),
    }
}

fn reset_reason(typed: &str) -> Result<String, Rejection> {
    one_line(typed, REASON_MAX).map_err(|problem| Rejection::Invalid(Field::Reason, problem))
}

fn associated_data(reset: &Reset) -> AssociatedData<'_> {
    AssociatedData {
        table: "reset",
        column: "code",
        row: reset.id.as_str(),
        owner: reset.member.as_str(),
    }
}

/// The sealed code of a reset, which one session shows for a while.
#[derive(Clone, Debug)]
pub struct ShownCode {
    /// The session.
    pub session: SessionId,
    /// The sealed code.
    pub text: Sealed,
    /// When it stops being shown.
    pub until: Timestamp,
}
