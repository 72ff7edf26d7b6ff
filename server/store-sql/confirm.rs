//! What the first passcode of a device brings, besides the device itself.

use super::{
    change, every_call, recovery,
    transaction::{at_most_one, exactly_one},
};
use crate::Conn;
use domain::{
    kernel::id::SessionId,
    sessions::store::SessionOfMember,
    sign_in::attempt::{Confirm, FactorAttempt},
    store::Effects,
};
use sqlx::query;
use terms::SessionKind;

/// Completes the confirmation of a device. The first device switches two-factor on, and may decide about the account's
/// switch, which adds to the effects. False if the session is gone.
pub(super) async fn confirm_device(
    conn: &mut Conn,
    attempt: &FactorAttempt,
    (confirm, effects): (&Confirm, &mut Effects),
    found: &SessionOfMember,
) -> Result<bool, sqlx::Error> {
    let first = found.member.two_factor_since.is_none();
    if first {
        let (member, now) = (attempt.member.as_str(), attempt.now.0);
        let on = query!(
            "UPDATE member SET two_factor_since = $2 WHERE id = $1 AND two_factor_since IS NULL",
            member,
            now
        )
        .execute(&mut *conn)
        .await?;
        exactly_one(on.rows_affected())?;
        if let Some(first) = &confirm.every_call
            && every_call::decide_first(conn, first).await?
        {
            effects.add(&first.effects);
        }
    }
    let mut replaced = false;
    if let Some(new) = &confirm.codes {
        let repair = found.session.kind == SessionKind::Repair;
        replaced = first || (repair && recovery::count(conn, &attempt.member).await? == 0);
        if replaced {
            recovery::replace(conn, new, &found.session.id).await?;
        }
    }
    let ending = match (first, replaced) {
        (true, _) => Some(change::Ending::SessionsAndChallenges),
        (false, true) => Some(change::Ending::Sessions),
        (false, false) => None,
    };
    if let Some(ending) = ending {
        change::end_other_sessions(conn, &attempt.member, &found.session.id, ending).await?;
    }
    rotate_token(conn, attempt, confirm, &found.session.id).await
}

/// Gives the confirming session its new token, and the device as its second factor if the passcode proves that; false if
/// the session is gone.
async fn rotate_token(
    conn: &mut Conn,
    attempt: &FactorAttempt,
    confirm: &Confirm,
    session: &SessionId,
) -> Result<bool, sqlx::Error> {
    let done = query!(
        "UPDATE session SET digest = $2, factor_at = COALESCE($3, factor_at), device_id = COALESCE($4, device_id)
         WHERE id = $1 AND digest = $5",
        session.as_str(),
        confirm.new_digest.as_str(),
        confirm.proves.then_some(attempt.now.0),
        confirm.proves.then_some(confirm.device.as_str()),
        confirm.session.as_str()
    );
    at_most_one(done.execute(conn).await?.rows_affected())
}
