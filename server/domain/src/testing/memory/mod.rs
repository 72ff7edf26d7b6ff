//! The store in memory: one lock over plain maps, each method a transaction on a copy.

mod change;
mod decide;
mod devices;
mod join;
mod recovery;
mod sign_in;
mod state;

use crate::{
    InternalError, Store, Timestamp,
    devices::device::{Candidate, Device, Enrolment, NewDevice},
    kernel::{
        counter::{Counter, CounterKey},
        id::{DeviceId, MailId, MemberId, SessionId},
        label::Label,
        seal::Sealed,
        throttle::Window,
        token::TokenDigest,
    },
    mail::OutboxMail,
    profile::member::Member,
    recovery::code::{NewCodes, RecoveryCode},
    registration::link::{Link, SignUp},
    sessions::session::{Challenge, KnownBrowser, Reveal, Session, SignIn},
    sign_in::attempt::{Attempt, Decision},
    store::{Added, Challenged, Change, Changed, IfLast, Joined, SignedIn, Verified},
};
use async_trait::async_trait;
use state::State;
use std::sync::{Mutex, MutexGuard, PoisonError};
use terms::LinkKind;

/// A [`Store`] for tests, gone with the process.
#[derive(Debug, Default)]
pub struct MemoryStore(Mutex<State>);

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A test that panicked in another thread has its own failure; nothing is half done, `transact` swaps whole states.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps what `act` changed if it says `Ok`, drops it if it says `Err`; either way that is the answer.
    fn transact<T>(&self, act: impl FnOnce(&mut State) -> Result<T, T>) -> T {
        let mut kept = self.state();
        let mut state = kept.clone();
        match act(&mut state) {
            Ok(answer) => {
                *kept = state;
                answer
            }
            Err(answer) => answer,
        }
    }

    fn change_member(&self, id: &MemberId, change: impl FnOnce(&mut Member)) -> Result<(), InternalError> {
        self.state()
            .members
            .get_mut(id)
            .map(change)
            .ok_or_else(|| InternalError::new("changing a member", "no such member"))
    }
}

#[async_trait]
impl Store for MemoryStore {
    async fn ping(&self) -> Result<(), InternalError> {
        Ok(())
    }

    async fn canary(&self) -> Result<Option<Sealed>, InternalError> {
        Ok(self.state().canary.clone())
    }

    async fn plant_canary(&self, canary: &Sealed) -> Result<Sealed, InternalError> {
        Ok(self.state().canary.get_or_insert_with(|| canary.clone()).clone())
    }

    async fn sweep(&self, now: Timestamp) -> Result<(), InternalError> {
        sign_in::sweep(&mut self.state(), now);
        Ok(())
    }

    async fn has_member(&self) -> Result<bool, InternalError> {
        Ok(!self.state().members.is_empty())
    }

    async fn member_by_email(&self, email_key: &str) -> Result<Option<Member>, InternalError> {
        Ok(self
            .state()
            .members
            .values()
            .find(|member| member.email.key() == email_key)
            .cloned())
    }

    async fn put_link(&self, link: &Link) -> Result<(), InternalError> {
        join::put_link(&mut self.state(), link);
        Ok(())
    }

    async fn link(&self, digest: &TokenDigest, now: Timestamp) -> Result<Option<Link>, InternalError> {
        Ok(join::link(&self.state(), digest, now))
    }

    async fn exchange_link(
        &self,
        digest: &TokenDigest,
        held: &TokenDigest,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<Link>, InternalError> {
        Ok(join::exchange(&mut self.state(), digest, held, now, until))
    }

    async fn held_link(
        &self,
        held: &TokenDigest,
        kind: LinkKind,
        now: Timestamp,
    ) -> Result<Option<Link>, InternalError> {
        Ok(join::held_link(&self.state(), held, now).filter(|link| link.kind == kind))
    }

    async fn join(&self, held: &TokenDigest, member: &Member, now: Timestamp) -> Result<Joined, InternalError> {
        Ok(self.transact(|state| join::join(state, held, member, now)))
    }

    async fn put_sign_up(&self, sign_up: &SignUp, link: Option<&Link>, mail: &OutboxMail) -> Result<(), InternalError> {
        join::put_sign_up(&mut self.state(), sign_up, link, mail);
        Ok(())
    }

    async fn sign_up_by_email(&self, email_key: &str, now: Timestamp) -> Result<Option<SignUp>, InternalError> {
        Ok(self
            .state()
            .sign_ups
            .get(email_key)
            .filter(|sign_up| now < sign_up.expires_at)
            .cloned())
    }

    async fn sign_up_by_waiting(&self, waiting: &TokenDigest, now: Timestamp) -> Result<Option<SignUp>, InternalError> {
        Ok(join::waiting(&self.state(), waiting, now).cloned())
    }

    async fn remail_sign_up(
        &self,
        waiting: &TokenDigest,
        not_after: Timestamp,
        now: Timestamp,
        link: Option<&Link>,
        mail: &OutboxMail,
    ) -> Result<bool, InternalError> {
        Ok(join::remail(&mut self.state(), waiting, (not_after, now), link, mail))
    }

    async fn reserve(&self, windows: &[Window], now: Timestamp) -> Result<Result<(), Timestamp>, InternalError> {
        Ok(self.transact(|state| match sign_in::reserve(state, windows, now) {
            Ok(()) => Ok(Ok(())),
            Err(until) => Err(Err(until)),
        }))
    }

    async fn release(&self, windows: &[Window], at: Timestamp) -> Result<(), InternalError> {
        sign_in::release(&mut self.state(), windows, at);
        Ok(())
    }

    async fn rehash(&self, member: &MemberId, old: &str, new: &str) -> Result<(), InternalError> {
        if let Some(member) = self
            .state()
            .members
            .get_mut(member)
            .filter(|member| member.password == old)
        {
            member.password = new.to_owned();
        }
        Ok(())
    }

    async fn change_password(&self, change: &Change, phc: &str) -> Result<Changed, InternalError> {
        Ok(self.transact(|state| change::password(state, change, phc)))
    }

    async fn open_challenge(&self, challenge: &Challenge, password: &Verified<'_>) -> Result<bool, InternalError> {
        Ok(sign_in::open_challenge(&mut self.state(), challenge, password))
    }

    async fn challenge(&self, digest: &TokenDigest, now: Timestamp) -> Result<Option<Challenged>, InternalError> {
        Ok(sign_in::challenged(&self.state(), digest, now))
    }

    async fn end_challenge(&self, digest: &TokenDigest) -> Result<(), InternalError> {
        self.state().challenges.remove(digest);
        Ok(())
    }

    async fn open_session(
        &self,
        session: &Session,
        password: &Verified<'_>,
        known: &KnownBrowser,
        mails: &[OutboxMail],
    ) -> Result<bool, InternalError> {
        Ok(sign_in::open_session(
            &mut self.state(),
            session,
            password,
            known,
            mails,
        ))
    }

    async fn known_browser(
        &self,
        digest: &TokenDigest,
        member: &MemberId,
        since: Timestamp,
    ) -> Result<bool, InternalError> {
        Ok(self
            .state()
            .known
            .get(&(digest.clone(), member.clone()))
            .is_some_and(|at| *at >= since))
    }

    async fn knows_browsers(&self, member: &MemberId) -> Result<bool, InternalError> {
        Ok(self.state().known.keys().any(|(_, known)| known == member))
    }

    async fn candidates(&self, member: &MemberId) -> Result<Vec<Candidate>, InternalError> {
        Ok(devices::candidates(&self.state(), member))
    }

    async fn counter(&self, key: &CounterKey) -> Result<Counter, InternalError> {
        Ok(sign_in::counter(&self.state(), key))
    }

    async fn decide(&self, attempt: &Attempt) -> Result<Decision, InternalError> {
        Ok(self.transact(|state| decide::decide(state, attempt)))
    }

    async fn session(&self, digest: &TokenDigest) -> Result<Option<SignedIn>, InternalError> {
        Ok(sign_in::signed_in(&self.state(), digest))
    }

    async fn newest_sign_in(&self, member: &MemberId, now: Timestamp) -> Result<Option<SignIn>, InternalError> {
        Ok(sign_in::newest(&self.state(), member, now))
    }

    async fn touch_session(&self, digest: &TokenDigest, now: Timestamp) -> Result<(), InternalError> {
        sign_in::in_session(&mut self.state(), digest, now, |session| {
            session.last_seen_at = session.last_seen_at.max(now);
        });
        Ok(())
    }

    async fn end_session(&self, id: &SessionId) -> Result<(), InternalError> {
        self.state().end_session(id);
        Ok(())
    }

    async fn prove_password(
        &self,
        digest: &TokenDigest,
        new: &TokenDigest,
        now: Timestamp,
    ) -> Result<bool, InternalError> {
        Ok(sign_in::in_session(&mut self.state(), digest, now, |session| {
            session.digest = new.clone();
            session.password_at = now;
        }))
    }

    async fn devices(&self, member: &MemberId, now: Timestamp) -> Result<Vec<Device>, InternalError> {
        Ok(devices::list(&self.state(), member, now))
    }

    async fn add_device(
        &self,
        device: &NewDevice,
        session: &TokenDigest,
        proved_since: Option<Timestamp>,
    ) -> Result<Added, InternalError> {
        Ok(self.transact(|state| devices::add(state, device, session, proved_since)))
    }

    async fn enrolment(
        &self,
        device: &DeviceId,
        member: &MemberId,
        now: Timestamp,
    ) -> Result<Option<Enrolment>, InternalError> {
        Ok(devices::enrolment(&self.state(), device, member, now))
    }

    async fn rename_device(
        &self,
        device: &DeviceId,
        member: &MemberId,
        label: &Label,
        now: Timestamp,
    ) -> Result<Option<Added>, InternalError> {
        Ok(devices::rename(&mut self.state(), device, member, label, now))
    }

    async fn discard_device(&self, device: &DeviceId, member: &MemberId) -> Result<bool, InternalError> {
        Ok(devices::discard(&mut self.state(), device, member))
    }

    async fn remove_device(
        &self,
        device: &DeviceId,
        if_last: IfLast,
        change: &Change,
    ) -> Result<Changed, InternalError> {
        Ok(self.transact(|state| change::remove_device(state, device, if_last, change)))
    }

    async fn switch_off(&self, change: &Change) -> Result<Changed, InternalError> {
        Ok(self.transact(|state| change::switch_off(state, change)))
    }

    async fn recovery_code(&self, member: &MemberId, selector: &str) -> Result<Option<RecoveryCode>, InternalError> {
        Ok(recovery::find(&self.state(), member, selector))
    }

    async fn codes_left(&self, member: &MemberId) -> Result<u32, InternalError> {
        Ok(u32::try_from(self.state().codes_left(member)).unwrap_or(u32::MAX))
    }

    async fn replace_codes(&self, codes: &NewCodes, change: &Change) -> Result<Changed, InternalError> {
        Ok(self.transact(|state| change::codes(state, codes, change)))
    }

    async fn reveal(&self, session: &SessionId, now: Timestamp) -> Result<Option<Reveal>, InternalError> {
        Ok(self
            .state()
            .reveals
            .get(session)
            .filter(|reveal| now < reveal.expires_at)
            .cloned())
    }

    async fn codes_saved(&self, member: &MemberId, now: Timestamp) -> Result<(), InternalError> {
        self.change_member(member, |member| {
            member.codes_saved_at = member.codes_saved_at.or(Some(now))
        })
    }

    async fn forget_reveal(&self, session: &SessionId) -> Result<(), InternalError> {
        self.state().reveals.remove(session);
        Ok(())
    }

    async fn hide_reminder(&self, member: &MemberId, until: Timestamp) -> Result<(), InternalError> {
        self.change_member(member, |member| member.reminder_hidden_until = Some(until))
    }

    async fn rename_member(&self, member: &MemberId, name: &str) -> Result<(), InternalError> {
        self.change_member(member, |member| member.name = name.to_owned())
    }

    async fn take_mail(
        &self,
        now: Timestamp,
        retry_at: Timestamp,
        limit: i64,
    ) -> Result<Vec<OutboxMail>, InternalError> {
        let mut state = self.state();
        let mut due: Vec<_> = state.outbox.values_mut().filter(|mail| mail.due_at <= now).collect();
        due.sort_by(|a, b| (a.due_at, &a.id).cmp(&(b.due_at, &b.id)));
        let take = |mail: &mut OutboxMail| {
            mail.due_at = retry_at;
            mail.clone()
        };
        Ok(due
            .into_iter()
            .take(usize::try_from(limit).unwrap_or(0))
            .map(take)
            .collect())
    }

    async fn mail_delivered(&self, id: &MailId) -> Result<(), InternalError> {
        self.state().outbox.remove(id);
        Ok(())
    }

    async fn mail_failed(&self, id: &MailId, due_at: Timestamp) -> Result<(), InternalError> {
        if let Some(mail) = self.state().outbox.get_mut(id) {
            mail.due_at = due_at;
            mail.tries += 1;
        }
        Ok(())
    }
}
