//! The common part of all changes of a member's rights: lock the member, check the requesting session, and give it a
//! new token.

use super::{
    approvals,
    devices::confirmed_at,
    every_call, oidc, profile, sessions, tokens,
    transaction::{Outcome, at_most_one, commit_effects},
    trusted_browsers,
};
use crate::Conn;
use domain::{
    Timestamp,
    kernel::{
        id::{DeviceId, MemberId, SessionId},
        token::TokenDigest,
    },
    sessions::{
        change::{AccountChange, Change, Changed},
        session::ProofRequirement,
        store::SessionOfMember,
    },
};
use sqlx::query;

/// Locks the member and returns the requesting session, if it is live and satisfies the required step-up.
pub(super) async fn lock_and_authorize(
    conn: &mut Conn,
    member: &MemberId,
    session: &TokenDigest,
    required: Option<ProofRequirement>,
    now: Timestamp,
) -> Result<Option<SessionOfMember>, sqlx::Error> {
    profile::lock(conn, member).await?;
    let found = sessions::read(conn, session).await?;
    let found = found.filter(|found| found.session.member == *member && found.session.live(now));
    Ok(found.filter(|found| required.is_none_or(|required| found.session.satisfies(&found.member, required))))
}

/// Returns when the requesting session may change how others get in, if the member's last repair is too recent for it.
pub(super) async fn quarantined_until(
    conn: &mut Conn,
    asking: &SessionOfMember,
    now: Timestamp,
) -> Result<Option<Timestamp>, sqlx::Error> {
    let factor_since = match &asking.session.device {
        Some(device) => confirmed_at(conn, device, &asking.session.member).await?,
        None => None,
    };
    Ok(asking.member.quarantined_until(factor_since, now))
}

/// Locks the member and returns the session that requests this change, if it may make it.
pub(super) async fn authorize(conn: &mut Conn, c: &Change) -> Result<Option<SessionOfMember>, sqlx::Error> {
    lock_and_authorize(conn, &c.member, &c.session, c.required, c.now).await
}

/// Locks the account and then the member who asks, and returns the session that requests the change, or why it may not.
async fn authorize_in_account(
    conn: &mut Conn,
    c: &AccountChange,
) -> Result<Result<SessionOfMember, Changed>, sqlx::Error> {
    every_call::lock(conn, &c.account).await?;
    let asking = lock_and_authorize(conn, &c.member, &c.session, c.required, c.now).await?;
    Ok(match asking {
        None => Err(Changed::NotProved),
        Some(asking) if asking.member.account != c.account => Err(Changed::NotFound),
        Some(asking) => Ok(asking),
    })
}

/// The same for a change that a recent repair does not permit.
pub(super) async fn authorize_member(
    conn: &mut Conn,
    c: &AccountChange,
) -> Result<Result<SessionOfMember, Changed>, sqlx::Error> {
    let asking = match authorize_in_account(conn, c).await? {
        Ok(asking) => asking,
        Err(refused) => return Ok(Err(refused)),
    };
    let until = quarantined_until(conn, &asking, c.now).await?;
    Ok(until.map_or(Ok(asking), |until| Err(Changed::RecentRepair(until))))
}

/// The same for a change that owners and admins make.
pub(super) async fn authorize_manager(
    conn: &mut Conn,
    c: &AccountChange,
) -> Result<Result<SessionOfMember, Changed>, sqlx::Error> {
    Ok(authorize_member(conn, c).await?.and_then(manager))
}

/// The same for a revocation, which a recent repair permits.
pub(super) async fn authorize_revoking(
    conn: &mut Conn,
    c: &AccountChange,
) -> Result<Result<SessionOfMember, Changed>, sqlx::Error> {
    Ok(authorize_in_account(conn, c).await?.and_then(manager))
}

fn manager(asking: SessionOfMember) -> Result<SessionOfMember, Changed> {
    match asking.member.manages_team() {
        true => Ok(asking),
        false => Err(Changed::NotFound),
    }
}

/// Completes a change: gives the requesting session its new token or ends it, and writes the effects.
pub(super) async fn finish(conn: &mut Conn, c: &Change, session: &SessionId) -> Result<Outcome<Changed>, sqlx::Error> {
    match &c.new_digest {
        Some(new) => {
            if !rotate(conn, session, &c.session, new).await? {
                return Ok(Outcome::Rollback(Changed::NotProved));
            }
        }
        None => {
            sessions::end(conn, session).await?;
        }
    }
    commit_effects(conn, &c.effects).await?;
    Ok(Outcome::Commit(Changed::Done))
}

/// Gives a session a new token; false if it has another one by now.
pub(super) async fn rotate(
    conn: &mut Conn,
    session: &SessionId,
    old: &TokenDigest,
    new: &TokenDigest,
) -> Result<bool, sqlx::Error> {
    let rotated = query!(
        "UPDATE session SET digest = $2 WHERE id = $1 AND digest = $3",
        session.as_str(),
        new.as_str(),
        old.as_str()
    );
    at_most_one(rotated.execute(conn).await?.rows_affected())
}

/// What ends besides the requesting session.
pub(super) enum Ending<'a> {
    /// The sessions that this device opened or that stepped up with it last.
    SessionsOf(&'a DeviceId),
    /// All other sessions.
    Sessions,
    /// All other sessions, and before them all challenges: a concurrent sign-in has then either opened its session, which
    /// ends next, or finds its challenge gone.
    SessionsAndChallenges,
}

impl<'a> Ending<'a> {
    /// The device whose sessions end; `None` if all do.
    const fn device(&self) -> Option<&'a DeviceId> {
        match self {
            Self::SessionsOf(device) => Some(device),
            Self::Sessions | Self::SessionsAndChallenges => None,
        }
    }
}

/// Ends all sessions, challenges and access tokens of a member, what programs ask to be approved in their name, and what the
/// member has approved.
pub(super) async fn end_all_sessions(conn: &mut Conn, member: &MemberId) -> Result<(), sqlx::Error> {
    approvals::end_decided_by(conn, member).await?;
    let none = SessionId::from_store(String::new());
    end_other_sessions(conn, member, &none, Ending::SessionsAndChallenges).await
}

/// Ends sessions of a member other than this one, access tokens, all trusted browsers, and what programs ask to be approved.
pub(super) async fn end_other_sessions(
    conn: &mut Conn,
    member: &MemberId,
    but: &SessionId,
    ending: Ending<'_>,
) -> Result<(), sqlx::Error> {
    let device = ending.device();
    approvals::end(conn, member, device).await?;
    end_other_browsers(conn, member, but, ending).await?;
    end_what_outlives(conn, member).await?;
    tokens::end(conn, member, device).await
}

/// Ends what outlives a member's sessions: the trust in browsers, and what apps have of them.
pub(super) async fn end_what_outlives(conn: &mut Conn, member: &MemberId) -> Result<(), sqlx::Error> {
    trusted_browsers::end_all(conn, member).await?;
    oidc::grants::end_offline(conn, member).await
}

/// Ends sessions of a member other than this one.
///
/// What a session made is erased before the session. The foreign keys would erase it too, but after the session is locked,
/// which is against the lock order.
pub(super) async fn end_other_browsers(
    conn: &mut Conn,
    member: &MemberId,
    but: &SessionId,
    ending: Ending<'_>,
) -> Result<(), sqlx::Error> {
    let but = but.as_str();
    let by = ending.device().map(DeviceId::as_str);
    query!(
        "DELETE FROM device WHERE session_id IN (SELECT id FROM session WHERE member_id = $1 AND id <> $2
         AND (CAST($3 AS TEXT) IS NULL OR device_id = $3 OR opened_by = $3))",
        member.as_str(),
        but,
        by
    )
    .execute(&mut *conn)
    .await?;
    query!(
        "DELETE FROM reveal WHERE session_id IN (SELECT id FROM session WHERE member_id = $1 AND id <> $2
         AND (CAST($3 AS TEXT) IS NULL OR device_id = $3 OR opened_by = $3))",
        member.as_str(),
        but,
        by
    )
    .execute(&mut *conn)
    .await?;
    if matches!(ending, Ending::SessionsAndChallenges) {
        query!("DELETE FROM challenge WHERE member_id = $1", member.as_str())
            .execute(&mut *conn)
            .await?;
    }
    query!(
        "DELETE FROM session WHERE member_id = $1 AND id <> $2
         AND (CAST($3 AS TEXT) IS NULL OR device_id = $3 OR opened_by = $3)",
        member.as_str(),
        but,
        by
    )
    .execute(conn)
    .await
    .map(drop)
}
