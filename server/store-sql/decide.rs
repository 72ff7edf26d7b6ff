//! Deciding an attempt: one transaction, committed before anybody hears of it.
//!
//! Rows are taken in one order everywhere (counter, member, device or code, challenge, session), so attempts and changes
//! wait for each other in a line and not in a ring. What is gone meanwhile shows in the row count of the write itself.

use super::{
    codes, counters, members, sessions,
    sql::{Verdict, at_most_one, finish, one, post},
};
use crate::{Conn, SqlStore};
use domain::{
    kernel::{
        counter::{Counter, CounterKey},
        id::{DeviceId, SessionId},
        token::TokenDigest,
    },
    profile::member::REPAIR_QUARANTINE,
    sessions::session::{CHALLENGE_TRIES, Session},
    sign_in::attempt::{Attempt, Confirm, Decision, Opens, Proof},
    store::SignedIn,
};
use sqlx::query_file;
use terms::SessionKind;

pub(super) async fn decide(store: &SqlStore, attempt: &Attempt) -> Result<Decision, sqlx::Error> {
    let mut tx = store.begin().await?;
    let verdict = judge(&mut tx, attempt).await?;
    finish(tx, verdict).await
}

async fn judge(conn: &mut Conn, attempt: &Attempt) -> Verdict<Decision> {
    let counter = counters::lock(conn, &attempt.counter, attempt.now).await?;
    if let Err(closed) = counter.admit(attempt.now) {
        return Ok(Err(Decision::Closed(closed)));
    }
    let Some(place) = gate(conn, attempt).await? else {
        return Ok(Err(Decision::Gone));
    };
    if claim(conn, attempt).await? {
        right(conn, attempt, place, counter).await
    } else {
        wrong(conn, attempt, counter).await
    }
}

/// Where the attempt takes place.
enum Place {
    /// At a challenge. Whether it may be tried shows in the one write that takes or charges it.
    Challenge,
    /// In a live session of the member.
    Session(Box<SignedIn>),
}

/// Whether what the attempt needs is still there.
async fn gate(conn: &mut Conn, attempt: &Attempt) -> Result<Option<Place>, sqlx::Error> {
    let found = match &attempt.opens {
        Opens::SignIn { .. } => {
            if matches!(attempt.proof, Proof::Code(_)) {
                members::lock(conn, &attempt.member).await?;
            }
            return Ok(Some(Place::Challenge));
        }
        Opens::StepUp { session, .. } => live(conn, attempt, session).await?,
        Opens::Confirm(confirm) => {
            members::lock(conn, &attempt.member).await?;
            let found = live(conn, attempt, &confirm.session).await?;
            let pending = super::devices::pending(conn, &confirm.device, &attempt.member, attempt.now).await?;
            found.filter(|found| pending.is_some_and(|pending| pending.session == found.session.id))
        }
    };
    Ok(found.map(|found| Place::Session(Box::new(found))))
}

async fn live(conn: &mut Conn, attempt: &Attempt, digest: &TokenDigest) -> Result<Option<SignedIn>, sqlx::Error> {
    let found = sessions::signed_in(conn, digest).await?;
    Ok(found.filter(|found| found.session.member == attempt.member && found.session.live(attempt.now)))
}

/// Uses the proof up, if it is right.
async fn claim(conn: &mut Conn, attempt: &Attempt) -> Result<bool, sqlx::Error> {
    match (&attempt.proof, &attempt.opens) {
        (Proof::Wrong, _) | (Proof::Code(_), Opens::Confirm(_)) => Ok(false),
        (Proof::Code(id), _) => codes::claim(conn, id, &attempt.member, attempt.now).await,
        (Proof::Step { device, step }, Opens::Confirm(confirm)) => {
            Ok(*device == confirm.device && claim_pending(conn, attempt, device, *step).await?)
        }
        (Proof::Step { device, step }, _) => claim_step(conn, attempt, device, *step).await,
    }
}

async fn claim_step(conn: &mut Conn, attempt: &Attempt, device: &DeviceId, step: i64) -> Result<bool, sqlx::Error> {
    let (purpose, now) = (attempt.opens.purpose().as_str(), attempt.now.0);
    let (device, member) = (device.as_str(), attempt.member.as_str());
    let done = query_file!(
        "../store-sql/queries/device_claim.sql",
        step,
        now,
        purpose,
        attempt.address,
        device,
        member
    );
    at_most_one(done.execute(conn).await?.rows_affected())
}

/// The same for a pending device, which its first code confirms.
async fn claim_pending(conn: &mut Conn, attempt: &Attempt, device: &DeviceId, step: i64) -> Result<bool, sqlx::Error> {
    let (purpose, now) = (attempt.opens.purpose().as_str(), attempt.now.0);
    let (device, member) = (device.as_str(), attempt.member.as_str());
    let done = query_file!(
        "../store-sql/queries/device_confirm.sql",
        step,
        now,
        purpose,
        attempt.address,
        device,
        member
    );
    at_most_one(done.execute(conn).await?.rows_affected())
}

async fn wrong(conn: &mut Conn, attempt: &Attempt, counter: Counter) -> Verdict<Decision> {
    let before = counter;
    let counter = before.clone().charged(attempt.now, attempt.limits);
    counters::write(conn, &attempt.counter, &counter, attempt.now).await?;
    if let Opens::SignIn { challenge, .. } = &attempt.opens {
        let (digest, member, now) = (challenge.as_str(), attempt.member.as_str(), attempt.now.0);
        let done = query_file!(
            "../store-sql/queries/challenge_charge.sql",
            digest,
            member,
            now,
            CHALLENGE_TRIES
        );
        if !at_most_one(done.execute(&mut *conn).await?.rows_affected())? {
            return Ok(Err(Decision::Gone));
        }
    }
    if counter.locks_first(&before, attempt.limits) {
        post(conn, attempt.lock_mail.as_slice()).await?;
    }
    Ok(Ok(Decision::Wrong(counter)))
}

async fn right(conn: &mut Conn, attempt: &Attempt, place: Place, counter: Counter) -> Verdict<Decision> {
    let succeeded = counter.clone().succeeded();
    if succeeded != counter {
        counters::write(conn, &attempt.counter, &succeeded, attempt.now).await?;
    }
    let opened = match (&attempt.opens, place) {
        (
            Opens::SignIn {
                challenge,
                session,
                known,
            },
            Place::Challenge,
        ) => {
            let opened = sign_in(conn, attempt, challenge, session).await?;
            if let Some(known) = known.as_ref().filter(|_| opened) {
                sessions::put_known(conn, known).await?;
            }
            opened
        }
        (Opens::StepUp { new_digest, .. }, Place::Session(found)) => {
            step_up(conn, attempt, &found.session, new_digest).await?
        }
        (Opens::Confirm(confirm), Place::Session(found)) => confirmed(conn, attempt, confirm, &found).await?,
        _ => false,
    };
    if !opened {
        return Ok(Err(Decision::Gone));
    }
    post(conn, &attempt.mails).await?;
    Ok(Ok(Decision::Accepted))
}

/// The challenge ends, the session begins; false if the challenge is gone.
async fn sign_in(
    conn: &mut Conn,
    attempt: &Attempt,
    challenge: &TokenDigest,
    session: &Session,
) -> Result<bool, sqlx::Error> {
    if matches!(attempt.proof, Proof::Code(_)) {
        counters::end(conn, &CounterKey::Passcode(attempt.member.clone())).await?;
        let (member, now) = (attempt.member.as_str(), attempt.now.0);
        let quarantine = attempt.now.plus(-REPAIR_QUARANTINE).0;
        let repaired = query_file!("../store-sql/queries/member_repaired.sql", member, now, quarantine)
            .execute(&mut *conn)
            .await?;
        one(repaired.rows_affected())?;
    }
    let (digest, member, now) = (challenge.as_str(), attempt.member.as_str(), attempt.now.0);
    let taken = query_file!(
        "../store-sql/queries/challenge_take.sql",
        digest,
        member,
        now,
        CHALLENGE_TRIES
    );
    if !at_most_one(taken.execute(&mut *conn).await?.rows_affected())? {
        return Ok(false);
    }
    sessions::insert(conn, session).await?;
    Ok(true)
}

/// Password and second factor were proved now, and the session goes on under its new token; false if it is gone.
async fn step_up(
    conn: &mut Conn,
    attempt: &Attempt,
    session: &Session,
    new: &TokenDigest,
) -> Result<bool, sqlx::Error> {
    let device = match &attempt.proof {
        Proof::Step { device, .. } => Some(device.as_str()),
        Proof::Wrong | Proof::Code(_) => None,
    };
    let (id, digest) = (session.id.as_str(), session.digest.as_str());
    let done = query_file!(
        "../store-sql/queries/session_step_up.sql",
        id,
        attempt.now.0,
        device,
        digest,
        new.as_str()
    )
    .execute(conn);
    at_most_one(done.await?.rows_affected())
}

/// The device counts from now on (its row says so already); the first one switches two-factor on.
async fn confirmed(
    conn: &mut Conn,
    attempt: &Attempt,
    confirm: &Confirm,
    found: &SignedIn,
) -> Result<bool, sqlx::Error> {
    let first = found.member.two_factor_since.is_none();
    if first {
        let (member, now) = (attempt.member.as_str(), attempt.now.0);
        let on = query_file!("../store-sql/queries/member_two_factor_on.sql", member, now)
            .execute(&mut *conn)
            .await?;
        one(on.rows_affected())?;
    }
    let mut replaced = false;
    if let Some(new) = &confirm.codes {
        let repair = found.session.kind == SessionKind::Repair;
        replaced = first || (repair && codes::count(conn, &attempt.member).await? == 0);
        if replaced {
            codes::replace(conn, new, &found.session.id).await?;
        }
    }
    if first {
        sessions::end_challenges(conn, &attempt.member).await?;
    }
    if first || replaced {
        sessions::end_others(conn, &attempt.member, &found.session.id).await?;
    }
    rotate(conn, attempt, confirm, &found.session.id).await
}

/// The confirming session goes on under its new token; false if it is gone.
async fn rotate(
    conn: &mut Conn,
    attempt: &Attempt,
    confirm: &Confirm,
    session: &SessionId,
) -> Result<bool, sqlx::Error> {
    let (id, new, old) = (session.as_str(), confirm.new_digest.as_str(), confirm.session.as_str());
    let (now, device) = (attempt.now.0, confirm.device.as_str());
    let done = query_file!("../store-sql/queries/session_confirmed.sql", id, new, now, device, old)
        .execute(conn)
        .await?;
    at_most_one(done.rows_affected())
}
