//! The verified reset: a member who lost every second factor gets one recovery code from an owner or admin, after a wait in
//! which the member can stop it.
//!
//! The code is no way round anything: it works once, only with the member's password, and opens a repair session.

pub mod operator;
mod stop;
pub mod store;

use crate::{
    Result, Service, Timestamp,
    activity::Event,
    kernel::{
        clock::{DAY, HOUR, MINUTE},
        id::{AccountId, MemberId, RecoveryCodeId, ResetId, SessionId},
        label::one_line,
        ports::Lane,
        seal::{AssociatedData, Sealed},
        throttle::Window,
        token::PlainToken,
    },
    mail::{About, NewMail, SecretLink},
    profile::member::Member,
    recovery::code::{NewCode, PlainCode},
    registration::link::Link,
    sessions::{SignedIn, change::Changed},
    store::Effects,
};
use store::CodeOfReset;
use terms::{Conflict, EventKind, Field, LinkKind, Rejection, Role};
use zeroize::Zeroizing;

/// How long the code can be read once the wait is over, in seconds.
pub const READABLE_LIFE: i64 = 3 * DAY;
/// How long the code works after it was read, in seconds.
pub const CODE_LIFE: i64 = DAY;
/// How long the code is shown, in the session that reads it, in seconds.
pub const SHOWN_LIFE: i64 = 15 * MINUTE;
/// The longest reason, in characters.
pub const REASON_MAX: usize = 200;
/// How long the link works that stops a reset: as long as the longest reset can last, in seconds.
pub const STOP_LIFE: i64 = 3 * DAY + READABLE_LIFE + CODE_LIFE;

/// A verified reset of a member's second factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reset {
    /// Its id, to which the link that stops it is bound.
    pub id: ResetId,
    /// The member.
    pub member: MemberId,
    /// The member's account.
    pub account: AccountId,
    /// The owner or admin who started it; `None` is the operator.
    pub by: Option<MemberId>,
    /// Why, in one line.
    pub reason: String,
    /// When it was started.
    pub created_at: Timestamp,
    /// When the wait is over.
    pub available_at: Timestamp,
    /// The second person who approved it, if one has.
    pub approved_by: Option<MemberId>,
    /// When the code was read.
    pub read_at: Option<Timestamp>,
}

/// How far a reset has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResetState {
    /// Before this moment nothing can be read.
    Waits(Timestamp),
    /// A second owner or admin has to approve, because the member is an owner.
    NeedsApproval,
    /// The code can be read, until this moment.
    Ready(Timestamp),
    /// The code was read and works until this moment.
    Read(Timestamp),
    /// It is over.
    Over,
}

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

impl Reset {
    /// How far the reset of a member with this role has come.
    pub fn state(&self, role: Role, now: Timestamp) -> ResetState {
        let needs_second = role == Role::Owner && self.by.is_some() && self.approved_by.is_none();
        match self.read_at {
            Some(at) if at.is_recent(now, CODE_LIFE) => ResetState::Read(at.plus(CODE_LIFE)),
            Some(_) => ResetState::Over,
            None if self.available_at.plus(READABLE_LIFE) <= now => ResetState::Over,
            None if needs_second => ResetState::NeedsApproval,
            None if now < self.available_at => ResetState::Waits(self.available_at),
            None => ResetState::Ready(self.available_at.plus(READABLE_LIFE)),
        }
    }

    /// Whether this member may approve it: not who started it, and not whom it is about.
    pub fn may_be_approved_by(&self, member: &Member) -> bool {
        let other = self.by.as_ref() != Some(&member.id) && self.member != member.id;
        other && member.account == self.account && member.manages_team()
    }

    /// Whether this member may read the code: who started it.
    pub fn may_be_read_by(&self, member: &Member) -> bool {
        self.by.as_ref() == Some(&member.id) && member.manages_team()
    }
}

impl Member {
    /// Whether the member may start a reset of the other one's second factor. That of an owner takes a second person.
    pub fn may_reset(&self, other: &Self) -> bool {
        self.account == other.account && self.id != other.id && self.manages_team()
    }
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
        let path = format!("{}/stop-reset/{}", self.settings().origin, token.expose_secret());
        let about = About::ResetStarted {
            by: by.map(|by| by.name.clone()),
            reason: reset.reason.clone(),
            available_at: reset.available_at,
            link: SecretLink::new(path),
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

#[cfg(test)]
mod tests {
    use super::*;

    const T0: Timestamp = Timestamp(1_800_000_000);

    fn reset(by: Option<&str>) -> Reset {
        Reset {
            id: ResetId::from_store("r".into()),
            member: MemberId::from_store("m".into()),
            account: AccountId::from_store("a".into()),
            by: by.map(|id| MemberId::from_store(id.into())),
            reason: "lost".into(),
            created_at: T0,
            available_at: T0.plus(DAY),
            approved_by: None,
            read_at: None,
        }
    }

    #[test]
    fn a_code_can_be_read_after_the_wait_and_works_for_a_day() {
        let mut reset = reset(Some("x"));
        let state = |reset: &Reset, at: i64| reset.state(Role::Member, T0.plus(at));
        assert_eq!(state(&reset, DAY - 1), ResetState::Waits(T0.plus(DAY)));
        assert_eq!(state(&reset, DAY), ResetState::Ready(T0.plus(4 * DAY)));
        assert_eq!(state(&reset, 4 * DAY), ResetState::Over);
        reset.read_at = Some(T0.plus(2 * DAY));
        assert_eq!(state(&reset, 3 * DAY - 1), ResetState::Read(T0.plus(3 * DAY)));
        assert_eq!(state(&reset, 3 * DAY), ResetState::Over);
    }

    #[test]
    fn that_of_an_owner_takes_a_second_person_unless_the_operator_started_it() {
        let mut mine = reset(Some("x"));
        let state = |reset: &Reset, at: i64| reset.state(Role::Owner, T0.plus(at));
        assert_eq!(state(&mine, 2 * DAY), ResetState::NeedsApproval);
        let member = |id: &str, role| Member {
            id: MemberId::from_store(id.into()),
            ..Member::sample(role)
        };
        for (id, role, may) in [
            ("x", Role::Owner, false),
            ("m", Role::Owner, false),
            ("y", Role::Member, false),
            ("y", Role::Admin, true),
        ] {
            assert_eq!(mine.may_be_approved_by(&member(id, role)), may, "{id} {role:?}");
        }
        mine.approved_by = Some(MemberId::from_store("y".into()));
        assert_eq!(state(&mine, 2 * DAY), ResetState::Ready(T0.plus(4 * DAY)));
        assert_eq!(state(&reset(None), DAY), ResetState::Ready(T0.plus(4 * DAY)));
        assert!(mine.may_be_read_by(&member("x", Role::Admin)) && !mine.may_be_read_by(&member("y", Role::Owner)));
    }
}
