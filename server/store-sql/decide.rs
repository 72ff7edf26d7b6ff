//! Deciding an attempt in one transaction.
//!
//! Rows are locked in the order that all methods follow ([`domain::store`]): member, counters, device or recovery code,
//! challenge, session. Writes check their row counts, because a row may be gone by then.

use super::{
    approvals, claim, confirm, counters, every_call, machine_devices, pending_devices, profile, sessions, sign_in,
    tokens,
    transaction::{Outcome, at_most_one, commit_effects, exactly_one, latest_end},
    trusted_browsers, windows,
};
use crate::Conn;
use domain::{
    kernel::{
        counter::{Closed, Counter, CounterKey},
        token::TokenDigest,
    },
    profile::member::REPAIR_QUARANTINE,
    sessions::{
        session::{CHALLENGE_LIFE, CHALLENGE_TRIES, Session},
        store::SessionOfMember,
    },
    sign_in::attempt::{Decision, Evidence, FactorAttempt, Target},
};
use sqlx::query;
use terms::SessionKind;

/// Locked counters with their keys.
type Counters = Vec<(CounterKey, Counter)>;

pub(super) async fn decide(conn: &mut Conn, attempt: &FactorAttempt) -> Result<Outcome<Decision>, sqlx::Error> {
    if !lock_member(conn, attempt).await? {
        return Ok(Outcome::Rollback(Decision::Gone));
    }
    let (counters, passcodes) = lock_counters(conn, attempt).await?;
    for (key, counter) in &counters {
        if let Err(closed) = counter.admit(key, attempt.now) {
            return Ok(Outcome::Rollback(Decision::Closed(closed)));
        }
    }
    if let Some(ceiling) = &attempt.ceiling
        && let Err(until) = windows::room(conn, ceiling, attempt.now).await?
    {
        return Ok(Outcome::Rollback(Decision::Closed(Closed::Wait(until))));
    }
    let Some(prerequisite) = find_prerequisite(conn, attempt).await? else {
        return Ok(Outcome::Rollback(Decision::Gone));
    };
    if claim::claim(conn, attempt).await? {
        accept(conn, attempt, prerequisite, (counters, passcodes)).await
    } else {
        reject(conn, attempt, counters).await
    }
}

/// Locks the member, except for a passcode at sign-in that trusts no browser, where the counter's lock is enough, and before them the account if
/// the attempt decides about its switch. False if the member is gone or the verified password is not theirs any more.
async fn lock_member(conn: &mut Conn, attempt: &FactorAttempt) -> Result<bool, sqlx::Error> {
    match (&attempt.target, &attempt.evidence) {
        (Target::StepUp { password, .. }, _) => {
            Ok(profile::lock_password(conn, &attempt.member, password).await?.is_some())
        }
        (Target::Confirm(confirm), _) => {
            if let Some(first) = &confirm.every_call {
                every_call::lock(conn, &first.account).await?;
            }
            Ok(profile::lock(conn, &attempt.member).await?.is_some())
        }
        (Target::ConfirmMachine(_) | Target::Approve(_) | Target::Try(_), _)
        | (Target::SignIn { .. }, Evidence::Code(_))
        | (Target::SignIn { trust: Some(_), .. }, _) => Ok(profile::lock(conn, &attempt.member).await?.is_some()),
        (Target::Token(new), _) => match &new.password {
            Some(password) => Ok(profile::lock_password(conn, &attempt.member, password).await?.is_some()),
            None => Ok(true),
        },
        (Target::SignIn { .. }, Evidence::Step { .. } | Evidence::MachineStep { .. } | Evidence::Wrong) => Ok(true),
    }
}

/// Locks the attempt's counters, and those that a success resets: the passcode counter after a recovery code, the
/// recovery counter when codes are replaced. Returns the attempt's counters, and the key of the passcode counter if it
/// is reset.
async fn lock_counters(
    conn: &mut Conn,
    attempt: &FactorAttempt,
) -> Result<(Counters, Option<CounterKey>), sqlx::Error> {
    let resets = matches!(attempt.evidence, Evidence::Code(_));
    let passcodes = resets.then(|| CounterKey::Passcode(attempt.member.clone()));
    let new_codes = matches!(&attempt.target, Target::Confirm(confirm) if confirm.codes.is_some());
    let recovery = new_codes.then(|| CounterKey::Recovery(attempt.member.clone()));
    let keys: Vec<_> = attempt
        .counters
        .iter()
        .chain(&passcodes)
        .chain(&recovery)
        .cloned()
        .collect();
    let mut locked = counters::lock(conn, &keys, attempt.now).await?;
    locked.truncate(attempt.counters.len());
    Ok((locked, passcodes))
}

/// What the attempt depends on.
enum Prerequisite {
    /// A challenge. Whether it still takes tries is checked by the write that ends or charges it.
    Challenge,
    /// An API key, which is locked, or a password that was verified.
    Buyer,
    /// A live session of the member.
    Session(Box<SessionOfMember>),
}

/// Returns what the attempt depends on; `None` if it does not exist any more.
async fn find_prerequisite(conn: &mut Conn, attempt: &FactorAttempt) -> Result<Option<Prerequisite>, sqlx::Error> {
    let found = match &attempt.target {
        Target::SignIn { .. } => return Ok(Some(Prerequisite::Challenge)),
        Target::Token(new) => {
            let used = matches!(attempt.evidence, Evidence::Step { .. } | Evidence::MachineStep { .. });
            return Ok(tokens::lock_key(conn, new, used).await?.then_some(Prerequisite::Buyer));
        }
        Target::StepUp { session, .. } => live_session(conn, attempt, session).await?,
        Target::Try(tried) => {
            let found = live_session(conn, attempt, &tried.session).await?;
            found.filter(|found| found.session.kind == SessionKind::Full)
        }
        Target::ConfirmMachine(confirm) => match live_session(conn, attempt, &confirm.session).await? {
            Some(found) => {
                let of = (&attempt.member, &found.session.id);
                let pending = machine_devices::is_pending(conn, confirm, of, attempt.now).await?;
                Some(found).filter(|_| pending)
            }
            None => None,
        },
        Target::Approve(approve) => match live_session(conn, attempt, &approve.session).await? {
            Some(found) if found.session.kind == SessionKind::Full => {
                let waits = approvals::lock_pending(conn, &approve.approval, &found.member, attempt.now).await?;
                Some(found).filter(|_| waits)
            }
            _ => None,
        },
        Target::Confirm(confirm) => {
            let found = live_session(conn, attempt, &confirm.session).await?;
            let pending = pending_devices::find(conn, &confirm.device, &attempt.member, attempt.now).await?;
            let pending =
                pending.filter(|pending| pending.replaces.as_ref().map(|old| &old.id) == confirm.replaces.as_ref());
            let made_in = pending.and_then(|pending| pending.made_in);
            found.filter(|found| made_in.as_ref() == Some(&found.session.id))
        }
    };
    Ok(found.map(|found| Prerequisite::Session(Box::new(found))))
}

async fn live_session(
    conn: &mut Conn,
    attempt: &FactorAttempt,
    digest: &TokenDigest,
) -> Result<Option<SessionOfMember>, sqlx::Error> {
    let found = sessions::read(conn, digest).await?;
    Ok(found.filter(|found| found.session.member == attempt.member && found.session.live(attempt.now)))
}

async fn reject(
    conn: &mut Conn,
    attempt: &FactorAttempt,
    counters: Counters,
) -> Result<Outcome<Decision>, sqlx::Error> {
    let mut first = None;
    let mut alarms = false;
    for (key, before) in counters {
        let counter = before.clone().charged(&key, attempt.now, attempt.limits);
        counters::write(conn, &key, &counter, attempt.now).await?;
        alarms |= counter.alarms(&key, &before, attempt.limits);
        first.get_or_insert(counter);
    }
    if let Some(ceiling) = &attempt.ceiling
        && let Err(until) = windows::charge(conn, ceiling, attempt.now).await?
    {
        return Ok(Outcome::Rollback(Decision::Closed(Closed::Wait(until))));
    }
    if let Target::SignIn { challenge, .. } = &attempt.target
        && !charge(conn, attempt, challenge).await?
    {
        return Ok(Outcome::Rollback(Decision::Gone));
    }
    if alarms {
        commit_effects(conn, &attempt.alarm_effects).await?;
    }
    Ok(Outcome::Commit(Decision::Wrong(first.unwrap_or_default())))
}

async fn charge(conn: &mut Conn, attempt: &FactorAttempt, challenge: &TokenDigest) -> Result<bool, sqlx::Error> {
    let done = query!(
        "UPDATE challenge SET tries = tries + 1
         WHERE digest = $1 AND member_id = $2 AND expires_at > $3 AND expires_at <= $5 AND tries < $4",
        challenge.as_str(),
        attempt.member.as_str(),
        attempt.now.0,
        CHALLENGE_TRIES,
        latest_end(attempt.now, CHALLENGE_LIFE)
    );
    at_most_one(done.execute(conn).await?.rows_affected())
}

async fn accept(
    conn: &mut Conn,
    attempt: &FactorAttempt,
    prerequisite: Prerequisite,
    (counters, passcodes): (Counters, Option<CounterKey>),
) -> Result<Outcome<Decision>, sqlx::Error> {
    for (key, counter) in counters {
        let succeeded = counter.clone().succeeded();
        if succeeded != counter {
            counters::write(conn, &key, &succeeded, attempt.now).await?;
        }
    }
    if let Some(passcodes) = passcodes {
        counters::end(conn, &passcodes).await?;
    }
    let mut effects = attempt.effects.clone();
    let opened = match (&attempt.target, prerequisite) {
        (
            Target::SignIn {
                challenge,
                session,
                known,
                trust,
            },
            Prerequisite::Challenge,
        ) => {
            let opened = open_session(conn, attempt, challenge, session).await?;
            if let Some(known) = known.as_ref().filter(|_| opened) {
                sign_in::put_known(conn, known).await?;
            }
            if let Some(trust) = trust.as_ref().filter(|_| opened) {
                trusted_browsers::insert(conn, trust).await?;
            }
            opened
        }
        (Target::StepUp { new_digest, .. }, Prerequisite::Session(found)) => {
            step_up(conn, attempt, &found.session, new_digest).await?
        }
        (Target::Confirm(confirm), Prerequisite::Session(found)) => {
            confirm::confirm_device(conn, attempt, (confirm, &mut effects), &found).await?
        }
        (Target::ConfirmMachine(confirm), Prerequisite::Session(_)) => {
            machine_devices::confirmed(conn, confirm).await?;
            true
        }
        (Target::Approve(approve), Prerequisite::Session(_)) => {
            approvals::approve(conn, &approve.approval, &attempt.member, attempt.now).await?
        }
        (Target::Try(_), Prerequisite::Session(_)) => true,
        (Target::Token(new), Prerequisite::Buyer) => {
            tokens::insert(conn, new).await?;
            true
        }
        _ => false,
    };
    if !opened {
        return Ok(Outcome::Rollback(Decision::Gone));
    }
    commit_effects(conn, &effects).await?;
    Ok(Outcome::Commit(Decision::Accepted))
}

/// Ends the challenge and opens the session; false if the challenge is gone.
async fn open_session(
    conn: &mut Conn,
    attempt: &FactorAttempt,
    challenge: &TokenDigest,
    session: &Session,
) -> Result<bool, sqlx::Error> {
    if matches!(attempt.evidence, Evidence::Code(_)) {
        record_repair(conn, attempt).await?;
    }
    let surplus = sessions::surplus(conn, &attempt.member).await?;
    let taken = query!(
        "DELETE FROM challenge
         WHERE digest = $1 AND member_id = $2 AND expires_at > $3 AND expires_at <= $5 AND tries < $4",
        challenge.as_str(),
        attempt.member.as_str(),
        attempt.now.0,
        CHALLENGE_TRIES,
        latest_end(attempt.now, CHALLENGE_LIFE)
    );
    if !at_most_one(taken.execute(&mut *conn).await?.rows_affected())? {
        return Ok(false);
    }
    sessions::erase(conn, &surplus).await?;
    sessions::insert(conn, session).await?;
    Ok(true)
}

/// Records a repair. One within the quarantine of the previous repair continues its series.
async fn record_repair(conn: &mut Conn, attempt: &FactorAttempt) -> Result<(), sqlx::Error> {
    let repaired = query!(
        "UPDATE member
         SET repaired_at = $2, repairs_since = CASE WHEN repaired_at > $3 THEN repairs_since ELSE $2 END
         WHERE id = $1",
        attempt.member.as_str(),
        attempt.now.0,
        attempt.now.plus(-REPAIR_QUARANTINE).0
    );
    exactly_one(repaired.execute(conn).await?.rows_affected())
}

/// Records that password and second factor were proved and gives the session its new token; false if the session is
/// gone. The session ends with the device at the latest.
async fn step_up(
    conn: &mut Conn,
    attempt: &FactorAttempt,
    session: &Session,
    new: &TokenDigest,
) -> Result<bool, sqlx::Error> {
    let device = match &attempt.evidence {
        Evidence::Step { device, .. } => Some(device.as_str()),
        Evidence::Wrong | Evidence::MachineStep { .. } | Evidence::Code(_) => None,
    };
    let done = query!(
        "UPDATE session
         SET digest = $5, password_at = $2, factor_at = $2, device_id = $3,
             expires_at = (SELECT MIN(e.at) FROM (SELECT expires_at AS at UNION ALL
                           SELECT usable_until AS at FROM device WHERE id = $3) AS e)
         WHERE id = $1 AND digest = $4",
        session.id.as_str(),
        attempt.now.0,
        device,
        session.digest.as_str(),
        new.as_str()
    );
    at_most_one(done.execute(conn).await?.rows_affected())
}
