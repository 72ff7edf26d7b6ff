//! What the first passcode of a device brings, besides the device itself.

use super::{
    change::{self, Ending},
    devices, every_call, kept, recovery,
    transaction::{at_most_one, exactly_one},
};
use crate::Conn;
use domain::{
    Timestamp,
    freeze::kept::{Keeper, Kept},
    kernel::id::{DeviceId, MemberId, SessionId},
    sessions::store::SessionOfMember,
    sign_in::attempt::{Confirm, FactorAttempt},
    store::Effects,
};
use sqlx::query;
use terms::SessionKind;

/// Completes the confirmation of a device. The first device switches two-factor on, and may decide about the account's
/// switch, which adds to the effects; one that replaces another removes that one. False if the session is gone.
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
            recovery::replace(conn, new, (&found.session.id, &confirm.keeper)).await?;
        }
    }
    let added = match first {
        true => Kept::TwoFactorOn { since: attempt.now },
        false => Kept::DeviceAdded {
            device: confirm.device.clone(),
        },
    };
    let by = (&confirm.keeper, attempt.now);
    kept::keep(conn, &added, &attempt.member, by).await?;
    let ending = match (first, replaced) {
        (true, _) => Some(Ending::SessionsAndChallenges),
        (false, true) => Some(Ending::Sessions),
        (false, false) => None,
    };
    let session = &found.session.id;
    match (&confirm.replaces, ending) {
        (Some(old), ending) => {
            let ending = ending.unwrap_or(Ending::SessionsOf(old));
            take_place(conn, (&attempt.member, session), (old, &confirm.device), ending, by).await?;
        }
        (None, Some(ending)) => change::end_other_sessions(conn, &attempt.member, session, ending).await?,
        (None, None) => {}
    }
    rotate_token(conn, attempt, confirm, session).await
}

/// Removes the device that the new one replaces, and gives the new one its name. The confirming session, if the old one
/// opened it, belongs to the new one.
async fn take_place(
    conn: &mut Conn,
    (member, session): (&MemberId, &SessionId),
    (old, new): (&DeviceId, &DeviceId),
    ending: Ending<'_>,
    by: (&Keeper, Timestamp),
) -> Result<(), sqlx::Error> {
    let name = query!("SELECT label, label_key FROM device WHERE id = $1", old.as_str())
        .fetch_one(&mut *conn)
        .await?;
    devices::delete(conn, (member, old), session, ending, by).await?;
    let named = query!(
        "UPDATE device SET label = $2, label_key = $3 WHERE id = $1",
        new.as_str(),
        name.label,
        name.label_key
    )
    .execute(&mut *conn)
    .await?;
    exactly_one(named.rows_affected())?;
    let opened = query!(
        "UPDATE session SET opened_by = $3 WHERE id = $1 AND opened_by = $2",
        session.as_str(),
        old.as_str(),
        new.as_str()
    );
    at_most_one(opened.execute(conn).await?.rows_affected()).map(drop)
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
