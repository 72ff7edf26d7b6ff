//! The tables of the store in memory.

use crate::{
    Timestamp,
    devices::device::{LastUse, NewDevice},
    kernel::{
        counter::Counter,
        id::{DeviceId, MailId, MemberId, RecoveryCodeId, SessionId},
        seal::Sealed,
        throttle::Tries,
        token::TokenDigest,
    },
    mail::OutboxMail,
    profile::member::Member,
    recovery::code::NewCode,
    registration::link::{Link, SignUp},
    sessions::session::{Challenge, Reveal, Session},
};
use std::collections::BTreeMap;

/// Everything there is. Cloning it is the transaction: a method works on a copy that is kept or dropped.
#[derive(Clone, Debug, Default)]
pub(super) struct State {
    pub canary: Option<Sealed>,
    pub members: BTreeMap<MemberId, Member>,
    pub links: BTreeMap<TokenDigest, LinkRow>,
    /// By e-mail key.
    pub sign_ups: BTreeMap<String, SignUp>,
    /// By subject.
    pub windows: BTreeMap<String, WindowRow>,
    pub challenges: BTreeMap<TokenDigest, Challenge>,
    pub sessions: BTreeMap<SessionId, Session>,
    pub reveals: BTreeMap<SessionId, Reveal>,
    pub known: BTreeMap<(TokenDigest, MemberId), Timestamp>,
    pub devices: BTreeMap<DeviceId, DeviceRow>,
    pub codes: BTreeMap<RecoveryCodeId, CodeRow>,
    /// By the text of the key.
    pub counters: BTreeMap<String, CounterRow>,
    pub outbox: BTreeMap<MailId, OutboxMail>,
}

/// A link, and whether a browser holds it.
#[derive(Clone, Debug)]
pub(super) struct LinkRow {
    pub link: Link,
    pub exchanged_at: Option<Timestamp>,
}

/// A window's tries, and when the last of them is old.
#[derive(Clone, Debug, Default)]
pub(super) struct WindowRow {
    pub tries: Tries,
    pub over_at: Option<Timestamp>,
}

/// A counter, and when it was last moved.
#[derive(Clone, Debug)]
pub(super) struct CounterRow {
    pub counter: Counter,
    pub moved_at: Timestamp,
}

/// A device: pending until `confirmed_at` is set.
#[derive(Clone, Debug)]
pub(super) struct DeviceRow {
    pub new: NewDevice,
    pub confirmed_at: Option<Timestamp>,
    pub last_step: i64,
    pub last_use: Option<LastUse>,
}

/// A recovery code.
#[derive(Clone, Debug)]
pub(super) struct CodeRow {
    pub member: MemberId,
    pub code: NewCode,
    pub used_at: Option<Timestamp>,
}

impl DeviceRow {
    /// Whether it is pending and not expired.
    pub fn pending(&self, now: Timestamp) -> bool {
        self.confirmed_at.is_none() && now < self.new.expires_at
    }

    /// Whether it is confirmed or may still be.
    pub fn counts(&self, now: Timestamp) -> bool {
        self.confirmed_at.is_some() || self.pending(now)
    }
}

impl State {
    /// The session with this token.
    pub fn by_digest(&self, digest: &TokenDigest) -> Option<&Session> {
        self.sessions.values().find(|session| session.digest == *digest)
    }

    /// Ends a session with what hangs on it: its pending devices and its reveal.
    pub fn end_session(&mut self, id: &SessionId) {
        self.sessions.remove(id);
        self.reveals.remove(id);
        self.devices
            .retain(|_, row| row.confirmed_at.is_some() || row.new.session != *id);
    }

    /// Ends the sessions of a member that `over` picks, but never `keep`.
    pub fn end_sessions(&mut self, member: &MemberId, keep: &SessionId, over: impl Fn(&Session) -> bool) {
        let ended: Vec<_> = self
            .sessions
            .values()
            .filter(|s| s.member == *member && s.id != *keep && over(s))
            .collect();
        for id in ended.into_iter().map(|s| s.id.clone()).collect::<Vec<_>>() {
            self.end_session(&id);
        }
    }

    /// Ends all challenges of a member.
    pub fn end_challenges(&mut self, member: &MemberId) {
        self.challenges.retain(|_, challenge| challenge.member != *member);
    }

    /// The confirmed devices of a member.
    pub fn confirmed(&self, member: &MemberId) -> impl Iterator<Item = &DeviceRow> {
        self.devices
            .values()
            .filter(move |row| row.new.member == *member && row.confirmed_at.is_some())
    }

    /// How many unused codes a member has.
    pub fn codes_left(&self, member: &MemberId) -> usize {
        self.codes
            .values()
            .filter(|row| row.member == *member && row.used_at.is_none())
            .count()
    }

    /// Puts mails into the outbox.
    pub fn post(&mut self, mails: &[OutboxMail]) {
        self.outbox
            .extend(mails.iter().map(|mail| (mail.id.clone(), mail.clone())));
    }
}
