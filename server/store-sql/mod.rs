//! The store on SQL: one source for both databases, included by `#[path]`. A package brings its `Db`, its `SqlStore` with
//! `read`, `write` and `begin`, and `transient`: whether the database itself gave a transaction up.

mod change;
mod codes;
mod counters;
mod decide;
mod devices;
mod links;
mod members;
mod outbox;
mod rows;
mod sessions;
pub(crate) mod sql;
mod windows;

use crate::SqlStore;
use async_trait::async_trait;
use domain::{
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
use terms::LinkKind;

/// Runs a transaction, again if the database itself gave it up: then nothing of it was done.
macro_rules! retried {
    ($doing:literal, $transaction:expr) => {{
        let mut left = sql::RETRIES;
        loop {
            match $transaction.await {
                Err(error) if left > 0 && crate::transient(&error) => left -= 1,
                answer => break answer.map_err(|error| sql::fault($doing, &error)),
            }
        }
    }};
}

#[async_trait]
impl Store for SqlStore {
    async fn ping(&self) -> Result<(), InternalError> {
        retried!("asking the database", members::ping(self))
    }

    async fn canary(&self) -> Result<Option<Sealed>, InternalError> {
        retried!("reading the canary", members::canary(self))
    }

    async fn plant_canary(&self, canary: &Sealed) -> Result<Sealed, InternalError> {
        retried!("planting the canary", members::plant_canary(self, canary))
    }

    async fn sweep(&self, now: Timestamp) -> Result<(), InternalError> {
        retried!("sweeping", outbox::sweep(self, now))
    }

    async fn has_member(&self) -> Result<bool, InternalError> {
        retried!("looking for a member", members::any(self))
    }

    async fn member_by_email(&self, email_key: &str) -> Result<Option<Member>, InternalError> {
        retried!("reading a member", members::by_email(self, email_key))
    }

    async fn put_link(&self, link: &Link) -> Result<(), InternalError> {
        retried!("keeping a link", links::put(self, link))
    }

    async fn link(&self, digest: &TokenDigest, now: Timestamp) -> Result<Option<Link>, InternalError> {
        retried!("reading a link", links::read(self, digest, now))
    }

    async fn exchange_link(
        &self,
        digest: &TokenDigest,
        held: &TokenDigest,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<Link>, InternalError> {
        retried!("exchanging a link", links::exchange(self, digest, held, now, until))
    }

    async fn held_link(
        &self,
        held: &TokenDigest,
        kind: LinkKind,
        now: Timestamp,
    ) -> Result<Option<Link>, InternalError> {
        retried!("reading a held link", links::held(self, held, kind, now))
    }

    async fn join(&self, held: &TokenDigest, member: &Member, now: Timestamp) -> Result<Joined, InternalError> {
        retried!("making a member", links::join(self, held, member, now))
    }

    async fn put_sign_up(&self, sign_up: &SignUp, link: Option<&Link>, mail: &OutboxMail) -> Result<(), InternalError> {
        retried!("keeping a sign-up", links::put_sign_up(self, sign_up, link, mail))
    }

    async fn sign_up_by_email(&self, email_key: &str, now: Timestamp) -> Result<Option<SignUp>, InternalError> {
        retried!("reading a sign-up", links::sign_up_by_email(self, email_key, now))
    }

    async fn sign_up_by_waiting(&self, waiting: &TokenDigest, now: Timestamp) -> Result<Option<SignUp>, InternalError> {
        retried!("reading a sign-up", links::sign_up_by_waiting(self, waiting, now))
    }

    async fn remail_sign_up(
        &self,
        waiting: &TokenDigest,
        not_after: Timestamp,
        now: Timestamp,
        link: Option<&Link>,
        mail: &OutboxMail,
    ) -> Result<bool, InternalError> {
        let again = links::Again {
            waiting,
            not_after,
            now,
        };
        retried!("mailing a sign-up again", links::remail(self, &again, link, mail))
    }

    async fn reserve(&self, windows: &[Window], now: Timestamp) -> Result<Result<(), Timestamp>, InternalError> {
        retried!("reserving a try", windows::reserve(self, windows, now))
    }

    async fn release(&self, windows: &[Window], at: Timestamp) -> Result<(), InternalError> {
        retried!("giving a try back", windows::release(self, windows, at))
    }

    async fn rehash(&self, member: &MemberId, old: &str, new: &str) -> Result<(), InternalError> {
        retried!("renewing a password hash", members::rehash(self, member, old, new))
    }

    async fn change_password(&self, change: &Change, phc: &str) -> Result<Changed, InternalError> {
        retried!("changing a password", change::password(self, change, phc))
    }

    async fn open_challenge(&self, challenge: &Challenge, password: &Verified<'_>) -> Result<bool, InternalError> {
        retried!(
            "opening a challenge",
            sessions::open_challenge(self, challenge, password)
        )
    }

    async fn challenge(&self, digest: &TokenDigest, now: Timestamp) -> Result<Option<Challenged>, InternalError> {
        retried!("reading a challenge", sessions::challenge(self, digest, now))
    }

    async fn end_challenge(&self, digest: &TokenDigest) -> Result<(), InternalError> {
        retried!("ending a challenge", sessions::end_challenge(self, digest))
    }

    async fn open_session(
        &self,
        session: &Session,
        password: &Verified<'_>,
        known: &KnownBrowser,
        mails: &[OutboxMail],
    ) -> Result<bool, InternalError> {
        retried!(
            "opening a session",
            sessions::open(self, session, password, known, mails)
        )
    }

    async fn known_browser(
        &self,
        digest: &TokenDigest,
        member: &MemberId,
        since: Timestamp,
    ) -> Result<bool, InternalError> {
        retried!("reading a known browser", sessions::known(self, digest, member, since))
    }

    async fn knows_browsers(&self, member: &MemberId) -> Result<bool, InternalError> {
        retried!("looking for known browsers", sessions::any_known(self, member))
    }

    async fn candidates(&self, member: &MemberId) -> Result<Vec<Candidate>, InternalError> {
        retried!("reading the devices", devices::candidates(self, member))
    }

    async fn counter(&self, key: &CounterKey) -> Result<Counter, InternalError> {
        retried!("reading a counter", counters::read(self, key))
    }

    async fn decide(&self, attempt: &Attempt) -> Result<Decision, InternalError> {
        retried!("deciding an attempt", decide::decide(self, attempt))
    }

    async fn session(&self, digest: &TokenDigest) -> Result<Option<SignedIn>, InternalError> {
        retried!("reading a session", sessions::read(self, digest))
    }

    async fn newest_sign_in(&self, member: &MemberId, now: Timestamp) -> Result<Option<SignIn>, InternalError> {
        retried!("looking for the newest sign-in", sessions::newest(self, member, now))
    }

    async fn touch_session(&self, digest: &TokenDigest, now: Timestamp) -> Result<(), InternalError> {
        retried!("noting the use of a session", sessions::touch(self, digest, now))
    }

    async fn end_session(&self, id: &SessionId) -> Result<(), InternalError> {
        retried!("ending a session", sessions::end(self, id))
    }

    async fn prove_password(
        &self,
        digest: &TokenDigest,
        new: &TokenDigest,
        now: Timestamp,
    ) -> Result<bool, InternalError> {
        retried!(
            "noting a proved password",
            sessions::prove_password(self, digest, new, now)
        )
    }

    async fn devices(&self, member: &MemberId, now: Timestamp) -> Result<Vec<Device>, InternalError> {
        retried!("reading the devices", devices::list(self, member, now))
    }

    async fn add_device(
        &self,
        device: &NewDevice,
        session: &TokenDigest,
        proved_since: Option<Timestamp>,
    ) -> Result<Added, InternalError> {
        retried!("adding a device", devices::add(self, device, session, proved_since))
    }

    async fn enrolment(
        &self,
        device: &DeviceId,
        member: &MemberId,
        now: Timestamp,
    ) -> Result<Option<Enrolment>, InternalError> {
        retried!(
            "reading a pending device",
            devices::enrolment(self, device, member, now)
        )
    }

    async fn rename_device(
        &self,
        device: &DeviceId,
        member: &MemberId,
        label: &Label,
        now: Timestamp,
    ) -> Result<Option<Added>, InternalError> {
        retried!("renaming a device", devices::rename(self, device, member, label, now))
    }

    async fn discard_device(&self, device: &DeviceId, member: &MemberId) -> Result<bool, InternalError> {
        retried!("discarding a device", devices::discard(self, device, member))
    }

    async fn remove_device(
        &self,
        device: &DeviceId,
        if_last: IfLast,
        change: &Change,
    ) -> Result<Changed, InternalError> {
        retried!(
            "removing a device",
            change::remove_device(self, device, if_last, change)
        )
    }

    async fn switch_off(&self, change: &Change) -> Result<Changed, InternalError> {
        retried!("switching two-factor off", change::switch_off(self, change))
    }

    async fn recovery_code(&self, member: &MemberId, selector: &str) -> Result<Option<RecoveryCode>, InternalError> {
        retried!("reading a recovery code", codes::read(self, member, selector))
    }

    async fn codes_left(&self, member: &MemberId) -> Result<u32, InternalError> {
        retried!("counting recovery codes", codes::left(self, member))
    }

    async fn replace_codes(&self, codes: &NewCodes, change: &Change) -> Result<Changed, InternalError> {
        retried!("replacing recovery codes", change::replace_codes(self, codes, change))
    }

    async fn reveal(&self, session: &SessionId, now: Timestamp) -> Result<Option<Reveal>, InternalError> {
        retried!("reading new recovery codes", codes::reveal(self, session, now))
    }

    async fn codes_saved(&self, member: &MemberId, now: Timestamp) -> Result<(), InternalError> {
        retried!("noting saved recovery codes", members::codes_saved(self, member, now))
    }

    async fn forget_reveal(&self, session: &SessionId) -> Result<(), InternalError> {
        retried!("forgetting shown recovery codes", codes::forget_reveal(self, session))
    }

    async fn hide_reminder(&self, member: &MemberId, until: Timestamp) -> Result<(), InternalError> {
        retried!("hiding the reminder", members::hide_reminder(self, member, until))
    }

    async fn rename_member(&self, member: &MemberId, name: &str) -> Result<(), InternalError> {
        retried!("renaming a member", members::rename(self, member, name))
    }

    async fn take_mail(
        &self,
        now: Timestamp,
        retry_at: Timestamp,
        limit: i64,
    ) -> Result<Vec<OutboxMail>, InternalError> {
        retried!("taking mail", outbox::take(self, now, retry_at, limit))
    }

    async fn mail_delivered(&self, id: &MailId) -> Result<(), InternalError> {
        retried!("noting a delivered mail", outbox::delivered(self, id))
    }

    async fn mail_failed(&self, id: &MailId, due_at: Timestamp) -> Result<(), InternalError> {
        retried!("noting a failed mail", outbox::failed(self, id, due_at))
    }
}
