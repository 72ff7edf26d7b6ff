//! The usual attempt, which each database decides in a statement of its own.

use super::transaction::latest_end;
use domain::{
    Timestamp,
    activity::Event,
    kernel::{
        counter::{CounterKey, LONGEST_WAIT},
        id::{DeviceId, MemberId},
        token::TokenDigest,
    },
    sessions::session::{CHALLENGE_LIFE, CHALLENGE_TRIES, KnownBrowser, SESSIONS, Session},
    sign_in::attempt::{Evidence, FactorAttempt, Target},
};
use terms::Purpose;

/// A right passcode at sign-in with nothing to report, which each database accepts in as few statements as it can. What it
/// does not accept is decided by [`super::decide`], in which the rules are.
///
/// Without a mail the browser is known already, or the member's first, so no other known browser has to make room for it.
#[derive(Debug)]
pub(crate) struct PasscodeSignIn {
    pub(crate) counter: String,
    pub(crate) member: MemberId,
    pub(crate) now: Timestamp,
    pub(crate) device: DeviceId,
    pub(crate) step: i64,
    /// Whether the device may sign in only, as the session says.
    pub(crate) sign_in_only: i64,
    pub(crate) purpose: Purpose,
    pub(crate) challenge: TokenDigest,
    /// The latest end that a challenge can have now.
    pub(crate) latest_challenge: i64,
    pub(crate) challenge_tries: i64,
    pub(crate) sessions: i64,
    pub(crate) session: Box<Session>,
    pub(crate) known: KnownBrowser,
    pub(crate) event: Event,
}

impl PasscodeSignIn {
    /// Returns the attempt in this form, if it is of this kind.
    pub(super) fn of(attempt: &FactorAttempt) -> Option<Self> {
        let Target::SignIn {
            challenge,
            session,
            known: Some(known),
            trust: None,
        } = &attempt.target
        else {
            return None;
        };
        let (Evidence::Step { device, step }, [counter @ CounterKey::Passcode(_)], [], [event]) = (
            &attempt.evidence,
            attempt.counters.as_slice(),
            attempt.effects.mails.as_slice(),
            attempt.effects.events.as_slice(),
        ) else {
            return None;
        };
        Some(Self {
            counter: counter.as_text(),
            member: attempt.member.clone(),
            now: attempt.now,
            device: device.clone(),
            step: *step,
            sign_in_only: i64::from(attempt.target.opens_sign_in_only()),
            purpose: attempt.target.purpose(),
            challenge: challenge.clone(),
            latest_challenge: latest_end(attempt.now, CHALLENGE_LIFE),
            challenge_tries: CHALLENGE_TRIES,
            sessions: SESSIONS,
            session: session.clone(),
            known: known.clone(),
            event: event.clone(),
        })
    }
}

/// The latest end that a wait of passcodes can have, as [`domain::kernel::counter::Counter::admit`] has it.
pub(crate) fn latest_wait(now: Timestamp) -> i64 {
    latest_end(now, LONGEST_WAIT)
}
