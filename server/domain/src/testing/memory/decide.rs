//! Deciding an attempt.

use super::state::{CounterRow, State};
use crate::{
    devices::device::LastUse,
    kernel::counter::CounterKey,
    profile::member::REPAIR_QUARANTINE,
    sessions::session::{CHALLENGE_TRIES, Session},
    sign_in::attempt::{Attempt, Confirm, Decision, Opens, Proof},
};
use terms::SessionKind;

/// Decides; `Err` drops what was changed.
pub(super) fn decide(state: &mut State, attempt: &Attempt) -> Result<Decision, Decision> {
    let subject = attempt.counter.as_text();
    let counter = state
        .counters
        .get(&subject)
        .map(|row| row.counter.clone())
        .unwrap_or_default();
    counter.admit(attempt.now).map_err(Decision::Closed)?;
    if !gate(state, attempt) {
        return Err(Decision::Gone);
    }
    let right = claim(state, attempt);
    let before = counter;
    let counter = if right {
        before.clone().succeeded()
    } else {
        before.clone().charged(attempt.now, attempt.limits)
    };
    state.counters.insert(
        subject,
        CounterRow {
            counter: counter.clone(),
            moved_at: attempt.now,
        },
    );
    if right {
        open(state, attempt).ok_or(Decision::Gone)?;
        state.post(&attempt.mails);
        return Ok(Decision::Accepted);
    }
    if let Opens::SignIn { challenge, .. } = &attempt.opens {
        state
            .challenges
            .entry(challenge.clone())
            .and_modify(|challenge| challenge.tries += 1);
    }
    if counter.locks_first(&before, attempt.limits) {
        state.post(attempt.lock_mail.as_slice());
    }
    Ok(Decision::Wrong(counter))
}

/// Whether what the attempt needs is still there.
fn gate(state: &State, attempt: &Attempt) -> bool {
    match &attempt.opens {
        Opens::SignIn { challenge, .. } => state.challenges.get(challenge).is_some_and(|challenge| {
            challenge.member == attempt.member
                && attempt.now < challenge.expires_at
                && challenge.tries < CHALLENGE_TRIES
        }),
        Opens::StepUp { session, .. } => live(state, attempt, session).is_some(),
        Opens::Confirm(confirm) => live(state, attempt, &confirm.session).is_some_and(|session| {
            state.devices.get(&confirm.device).is_some_and(|row| {
                row.new.member == attempt.member && row.pending(attempt.now) && row.new.session == session.id
            })
        }),
    }
}

fn live<'a>(state: &'a State, attempt: &Attempt, digest: &crate::kernel::token::TokenDigest) -> Option<&'a Session> {
    state
        .by_digest(digest)
        .filter(|session| session.member == attempt.member && session.live(attempt.now))
}

/// Uses the proof up, if it is right.
fn claim(state: &mut State, attempt: &Attempt) -> bool {
    match (&attempt.proof, &attempt.opens) {
        (Proof::Wrong, _) | (Proof::Code(_), Opens::Confirm(_)) => false,
        (Proof::Code(id), _) => match state.codes.get_mut(id) {
            Some(row) if row.member == attempt.member && row.used_at.is_none() => {
                row.used_at = Some(attempt.now);
                true
            }
            _ => false,
        },
        (Proof::Step { device, .. }, Opens::Confirm(confirm)) if *device != confirm.device => false,
        (Proof::Step { device, step }, opens) => {
            let Some(row) = state.devices.get_mut(device) else {
                return false;
            };
            let ready = matches!(opens, Opens::Confirm(_)) || row.confirmed_at.is_some();
            let right = ready && row.new.member == attempt.member && row.last_step < *step;
            if right {
                row.last_step = *step;
                let (at, purpose) = (attempt.now, opens.purpose());
                row.last_use = Some(LastUse {
                    at,
                    purpose,
                    address: attempt.address.clone(),
                });
            }
            right
        }
    }
}

/// Opens what was asked for.
fn open(state: &mut State, attempt: &Attempt) -> Option<()> {
    match &attempt.opens {
        Opens::SignIn {
            challenge,
            session,
            known,
        } => {
            if matches!(attempt.proof, Proof::Code(_)) {
                state
                    .counters
                    .remove(&CounterKey::Passcode(attempt.member.clone()).as_text());
                let member = state.members.get_mut(&attempt.member)?;
                let goes_on = member
                    .repaired_at
                    .is_some_and(|at| attempt.now.since(at) < REPAIR_QUARANTINE);
                member.repairs_since = member.repairs_since.filter(|_| goes_on).or(Some(attempt.now));
                member.repaired_at = Some(attempt.now);
            }
            state.challenges.remove(challenge)?;
            state.sessions.insert(session.id.clone(), Session::clone(session));
            if let Some(known) = known {
                state
                    .known
                    .insert((known.digest.clone(), known.member.clone()), known.at);
            }
        }
        Opens::StepUp { session, new_digest } => {
            let id = state.by_digest(session)?.id.clone();
            let session = state.sessions.get_mut(&id)?;
            session.digest = new_digest.clone();
            session.password_at = attempt.now;
            session.factor_at = Some(attempt.now);
            session.device = device(&attempt.proof);
        }
        Opens::Confirm(confirm) => confirmed(state, attempt, confirm)?,
    }
    Some(())
}

fn device(proof: &Proof) -> Option<crate::kernel::id::DeviceId> {
    match proof {
        Proof::Step { device, .. } => Some(device.clone()),
        Proof::Wrong | Proof::Code(_) => None,
    }
}

/// The device counts from now on; the first one switches two-factor on.
fn confirmed(state: &mut State, attempt: &Attempt, confirm: &Confirm) -> Option<()> {
    let session = state.by_digest(&confirm.session)?.clone();
    state.devices.get_mut(&confirm.device)?.confirmed_at = Some(attempt.now);
    let first = state.members.get(&attempt.member)?.two_factor_since.is_none();
    if first {
        state.members.get_mut(&attempt.member)?.two_factor_since = Some(attempt.now);
        state.end_challenges(&attempt.member);
        state.end_sessions(&attempt.member, &session.id, |_| true);
    }
    let bare = session.kind == SessionKind::Repair && state.codes_left(&attempt.member) == 0;
    if let Some(codes) = confirm.codes.as_ref().filter(|_| first || bare) {
        state.end_sessions(&attempt.member, &session.id, |_| true);
        super::recovery::store_codes(state, codes, &session.id)?;
    }
    let session = state.sessions.get_mut(&session.id)?;
    session.digest = confirm.new_digest.clone();
    session.factor_at = Some(attempt.now);
    session.device = Some(confirm.device.clone());
    Some(())
}
