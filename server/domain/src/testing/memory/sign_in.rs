//! Windows, challenges and sessions.

use super::{
    devices,
    state::{State, WindowRow},
};
use crate::{
    Timestamp,
    kernel::{
        clock::DAY,
        counter::{Counter, CounterKey},
        id::MemberId,
        throttle::Window,
        token::TokenDigest,
    },
    mail::OutboxMail,
    sessions::session::{CHALLENGE_TRIES, Challenge, KNOWN_LIFE, KnownBrowser, Session, SignIn},
    store::{Challenged, SignedIn, Verified},
};

/// Reserves one try in every window; `Err` drops them all.
pub(super) fn reserve(state: &mut State, windows: &[Window], now: Timestamp) -> Result<(), Timestamp> {
    let mut full: Option<Timestamp> = None;
    for window in windows {
        let row = state.windows.entry(window.subject.clone()).or_default();
        match window.reserve(row.tries.clone(), now) {
            Ok(tries) => {
                *row = WindowRow {
                    tries,
                    over_at: Some(now.plus(window.span)),
                }
            }
            Err(until) => full = full.max(Some(until)),
        }
    }
    full.map_or(Ok(()), Err)
}

/// Gives reserved tries back.
pub(super) fn release(state: &mut State, windows: &[Window], at: Timestamp) {
    for window in windows {
        state
            .windows
            .entry(window.subject.clone())
            .and_modify(|row| row.tries = row.tries.clone().release(at));
    }
}

/// Opens a challenge, if the password is still the same and two-factor is on.
pub(super) fn open_challenge(state: &mut State, challenge: &Challenge, password: &Verified<'_>) -> bool {
    let member = state.members.get(&challenge.member);
    let fits = member.is_some_and(|m| m.password == password.phc && m.two_factor_since.is_some());
    if fits {
        state.challenges.insert(challenge.digest.clone(), challenge.clone());
        release(state, password.tries, password.reserved_at);
    }
    fits
}

/// A challenge that may still be tried, with what a passcode is checked against.
pub(super) fn challenged(state: &State, digest: &TokenDigest, now: Timestamp) -> Option<Challenged> {
    let challenge = state.challenges.get(digest)?;
    (now < challenge.expires_at && challenge.tries < CHALLENGE_TRIES).then_some(())?;
    let member = state.members.get(&challenge.member)?;
    Some(Challenged {
        challenge: challenge.clone(),
        member: member.clone(),
        passcodes: counter(state, &CounterKey::Passcode(member.id.clone())),
        devices: devices::candidates(state, &member.id),
    })
}

/// A counter; the default one where nothing was counted yet.
pub(super) fn counter(state: &State, key: &CounterKey) -> Counter {
    let row = state.counters.get(&key.as_text());
    row.map(|row| row.counter.clone()).unwrap_or_default()
}

/// Opens a session for the password alone.
pub(super) fn open_session(
    state: &mut State,
    session: &Session,
    password: &Verified<'_>,
    known: &KnownBrowser,
    mails: &[OutboxMail],
) -> bool {
    let member = state.members.get(&session.member);
    let fits = member.is_some_and(|m| m.password == password.phc && m.two_factor_since.is_none());
    if fits {
        state.sessions.insert(session.id.clone(), session.clone());
        state
            .known
            .insert((known.digest.clone(), known.member.clone()), known.at);
        state.post(mails);
        release(state, password.tries, password.reserved_at);
    }
    fits
}

/// A session with its member.
pub(super) fn signed_in(state: &State, digest: &TokenDigest) -> Option<SignedIn> {
    let session = state.by_digest(digest)?.clone();
    let member = state.members.get(&session.member)?.clone();
    Some(SignedIn { session, member })
}

/// The newest sign-in whose session is not over or ended.
pub(super) fn newest(state: &State, member: &MemberId, now: Timestamp) -> Option<SignIn> {
    let living = state
        .sessions
        .values()
        .filter(|session| session.member == *member && now < session.expires_at);
    living.max_by_key(|session| session.created_at).map(SignIn::from)
}

/// Changes a live session.
pub(super) fn in_session(
    state: &mut State,
    digest: &TokenDigest,
    now: Timestamp,
    change: impl FnOnce(&mut Session),
) -> bool {
    let found = state
        .sessions
        .values_mut()
        .find(|session| session.digest == *digest && session.live(now));
    found.map(change).is_some()
}

/// Forgets what is over.
pub(super) fn sweep(state: &mut State, now: Timestamp) {
    state.links.retain(|_, row| now < row.link.expires_at);
    state.sign_ups.retain(|_, sign_up| now < sign_up.expires_at);
    state.challenges.retain(|_, challenge| now < challenge.expires_at);
    let over: Vec<_> = state
        .sessions
        .values()
        .filter(|s| !s.live(now))
        .map(|s| s.id.clone())
        .collect();
    for id in over {
        state.end_session(&id);
    }
    state.devices.retain(|_, row| row.counts(now));
    state.reveals.retain(|_, reveal| now < reveal.expires_at);
    state.windows.retain(|_, row| row.over_at.is_some_and(|at| now < at));
    state.known.retain(|_, at| now < at.plus(KNOWN_LIFE));
    state
        .counters
        .retain(|subject, row| !subject.starts_with("enrolment ") || now < row.moved_at.plus(DAY));
}
