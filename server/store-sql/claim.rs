//! Consuming what was presented as second factor: each time step and each recovery code once.

use super::{
    recovery,
    transaction::{at_most_one, latest_end},
};
use crate::Conn;
use domain::{
    devices::device::PENDING_LIFE,
    kernel::id::{ApiKeyId, DeviceId},
    sign_in::attempt::{Evidence, FactorAttempt, Target},
    tokens::token::NewToken,
};
use sqlx::query;

/// Consumes the evidence; false if it is wrong.
pub(super) async fn claim(conn: &mut Conn, attempt: &FactorAttempt) -> Result<bool, sqlx::Error> {
    match (&attempt.evidence, &attempt.target) {
        (Evidence::Wrong, _)
        | (
            Evidence::Code(_),
            Target::Confirm(_) | Target::ConfirmMachine(_) | Target::Token(_) | Target::Approve(_) | Target::Try(_),
        ) => Ok(false),
        (Evidence::Code(id), _) => recovery::claim(conn, id, &attempt.member, attempt.now).await,
        (Evidence::MachineStep { device, step }, Target::Token(new)) => {
            claim_machine_step(conn, attempt, new, (device, *step)).await
        }
        (Evidence::MachineStep { device, step }, Target::ConfirmMachine(confirm)) => {
            Ok(*device == confirm.device && claim_pending_machine(conn, attempt, device, *step).await?)
        }
        (Evidence::MachineStep { .. }, _) => Ok(false),
        (Evidence::Step { device, step }, Target::Confirm(confirm)) => {
            Ok(*device == confirm.device && claim_pending(conn, attempt, device, *step).await?)
        }
        (Evidence::Step { .. }, Target::ConfirmMachine(_)) => Ok(false),
        (Evidence::Step { device, .. }, target) if !target.accepts(device) => Ok(false),
        (Evidence::Step { device, step }, _) => claim_step(conn, attempt, device, *step).await,
    }
}

/// Accepts a time step once: the update only matches if the step is later than the last one, and if the device is good for
/// what it would open. A sign-in-only device opens sessions of its kind and nothing else.
async fn claim_step(
    conn: &mut Conn,
    attempt: &FactorAttempt,
    device: &DeviceId,
    step: i64,
) -> Result<bool, sqlx::Error> {
    let done = query!(
        "UPDATE device SET last_step = $1, used_at = $2, used_for = $3, used_from = $4
         WHERE id = $5 AND member_id = $6 AND confirmed_at IS NOT NULL AND last_step < $1
         AND (usable_until IS NULL OR usable_until > $2) AND sign_in_only = $7",
        step,
        attempt.now.0,
        attempt.target.purpose().as_str(),
        attempt.address,
        device.as_str(),
        attempt.member.as_str(),
        i64::from(attempt.target.opens_sign_in_only())
    );
    at_most_one(done.execute(conn).await?.rows_affected())
}

/// Accepts a time step of a key's machine device once.
async fn claim_machine_step(
    conn: &mut Conn,
    attempt: &FactorAttempt,
    new: &NewToken,
    (device, step): (&DeviceId, i64),
) -> Result<bool, sqlx::Error> {
    let done = query!(
        "UPDATE machine_device SET last_step = $1, used_at = $2, used_from = $3
         WHERE id = $4 AND key_id = $5 AND confirmed_at IS NOT NULL AND last_step < $1",
        step,
        attempt.now.0,
        attempt.address,
        device.as_str(),
        new.token.key.as_ref().map(ApiKeyId::as_str)
    );
    at_most_one(done.execute(conn).await?.rows_affected())
}

/// Accepts the first time step of a pending device, which confirms it.
async fn claim_pending(
    conn: &mut Conn,
    attempt: &FactorAttempt,
    device: &DeviceId,
    step: i64,
) -> Result<bool, sqlx::Error> {
    let done = query!(
        "UPDATE device SET last_step = $1, used_at = $2, used_for = $3, used_from = $4, confirmed_at = $2,
                session_id = NULL, expires_at = NULL, replaces = NULL
         WHERE id = $5 AND member_id = $6 AND confirmed_at IS NULL AND expires_at > $2 AND expires_at <= $7
         AND last_step < $1",
        step,
        attempt.now.0,
        attempt.target.purpose().as_str(),
        attempt.address,
        device.as_str(),
        attempt.member.as_str(),
        latest_end(attempt.now, PENDING_LIFE)
    );
    at_most_one(done.execute(conn).await?.rows_affected())
}

/// Accepts the first time step of a pending machine device, which confirms it.
async fn claim_pending_machine(
    conn: &mut Conn,
    attempt: &FactorAttempt,
    device: &DeviceId,
    step: i64,
) -> Result<bool, sqlx::Error> {
    let done = query!(
        "UPDATE machine_device SET last_step = $1, confirmed_at = $2, session_id = NULL, expires_at = NULL
         WHERE id = $3 AND confirmed_at IS NULL AND expires_at > $2 AND expires_at <= $4 AND last_step < $1",
        step,
        attempt.now.0,
        device.as_str(),
        latest_end(attempt.now, PENDING_LIFE)
    );
    at_most_one(done.execute(conn).await?.rows_affected())
}
