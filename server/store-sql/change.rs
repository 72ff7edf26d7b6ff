//! Changes of a member's rights. Each locks the member first, then touches devices, codes, challenges and sessions in
//! this order, the order in which deciding an attempt touches them.

use super::{
    codes, members, sessions,
    sql::{Verdict, at_most_one, finish, one, post},
};
use crate::{Conn, SqlStore};
use domain::{
    Timestamp,
    kernel::{
        id::{DeviceId, MemberId, SessionId},
        token::TokenDigest,
    },
    recovery::code::NewCodes,
    store::{Change, Changed, IfLast, SignedIn},
};
use sqlx::query_file;

/// Locks the member; the asking session with its member, if it is live and, where it must, proved since then.
pub(super) async fn proved(
    conn: &mut Conn,
    member: &MemberId,
    session: &TokenDigest,
    since: Option<Timestamp>,
    now: Timestamp,
) -> Result<Option<SignedIn>, sqlx::Error> {
    members::lock(conn, member).await?;
    let found = sessions::signed_in(conn, session).await?;
    let found = found.filter(|found| found.session.member == *member && found.session.live(now));
    Ok(found.filter(|found| since.is_none_or(|since| found.session.proved(&found.member, since))))
}

/// The asking session, if it may make this change.
async fn asking(conn: &mut Conn, c: &Change) -> Result<Option<SignedIn>, sqlx::Error> {
    proved(conn, &c.member, &c.session, Some(c.proved_since), c.now).await
}

/// The asking session gets its new token or ends, the mails go out.
async fn done(conn: &mut Conn, c: &Change, session: &SessionId) -> Verdict<Changed> {
    match &c.new_digest {
        Some(new) => {
            let (id, new, old) = (session.as_str(), new.as_str(), c.session.as_str());
            let rotated = query_file!("../store-sql/queries/session_rotate.sql", id, new, old)
                .execute(&mut *conn)
                .await?;
            if !at_most_one(rotated.rows_affected())? {
                return Ok(Err(Changed::NotProved));
            }
        }
        None => sessions::end_in(conn, session).await?,
    }
    post(conn, &c.mails).await?;
    Ok(Ok(Changed::Done))
}

pub(super) async fn password(store: &SqlStore, c: &Change, phc: &str) -> Result<Changed, sqlx::Error> {
    let mut tx = store.begin().await?;
    let verdict = password_in(&mut tx, c, phc).await?;
    finish(tx, verdict).await
}

async fn password_in(conn: &mut Conn, c: &Change, phc: &str) -> Verdict<Changed> {
    let Some(SignedIn { session, .. }) = asking(conn, c).await? else {
        return Ok(Err(Changed::NotProved));
    };
    let set = query_file!(
        "../store-sql/queries/member_password.sql",
        c.member.as_str(),
        phc,
        c.now.0
    )
    .execute(&mut *conn);
    one(set.await?.rows_affected())?;
    sessions::end_challenges(conn, &c.member).await?;
    sessions::end_others(conn, &c.member, &session.id).await?;
    done(conn, c, &session.id).await
}

pub(super) async fn remove_device(
    store: &SqlStore,
    device: &DeviceId,
    if_last: IfLast,
    c: &Change,
) -> Result<Changed, sqlx::Error> {
    let mut tx = store.begin().await?;
    let verdict = remove_device_in(&mut tx, device, if_last, c).await?;
    finish(tx, verdict).await
}

async fn remove_device_in(conn: &mut Conn, device: &DeviceId, if_last: IfLast, c: &Change) -> Verdict<Changed> {
    let Some(SignedIn { session, .. }) = asking(conn, c).await? else {
        return Ok(Err(Changed::NotProved));
    };
    let rows = query_file!("../store-sql/queries/device_confirmed.sql", c.member.as_str())
        .fetch_all(&mut *conn)
        .await?;
    if rows.iter().all(|row| row.id != device.as_str()) {
        return Ok(Err(Changed::NotFound));
    }
    match (rows.len(), if_last) {
        (1, IfLast::Refuse) => return Ok(Err(Changed::LastDevice)),
        (2.., IfLast::SwitchOff) => return Ok(Err(Changed::NotLast)),
        (1, IfLast::SwitchOff) => end_two_factor(conn, c, &session.id).await?,
        _ => erase(conn, c, device, &session.id).await?,
    }
    done(conn, c, &session.id).await
}

/// Erases one device and the sessions that it opened or proved last; the asking session goes on without a device.
async fn erase(conn: &mut Conn, c: &Change, device: &DeviceId, asking: &SessionId) -> Result<(), sqlx::Error> {
    let (device, member, asking) = (device.as_str(), c.member.as_str(), asking.as_str());
    let gone = query_file!("../store-sql/queries/device_remove.sql", device, member)
        .execute(&mut *conn)
        .await?;
    one(gone.rows_affected())?;
    query_file!("../store-sql/queries/session_end_opened_by.sql", member, asking, device)
        .execute(&mut *conn)
        .await?;
    let kept = query_file!("../store-sql/queries/session_forget_this_device.sql", asking, device)
        .execute(conn)
        .await?;
    at_most_one(kept.rows_affected()).map(|_| ())
}

pub(super) async fn switch_off(store: &SqlStore, c: &Change) -> Result<Changed, sqlx::Error> {
    let mut tx = store.begin().await?;
    let verdict = switch_off_in(&mut tx, c).await?;
    finish(tx, verdict).await
}

async fn switch_off_in(conn: &mut Conn, c: &Change) -> Verdict<Changed> {
    let Some(SignedIn { session, member }) = asking(conn, c).await? else {
        return Ok(Err(Changed::NotProved));
    };
    if member.two_factor_since.is_none() {
        return Ok(Err(Changed::NotFound));
    }
    end_two_factor(conn, c, &session.id).await?;
    done(conn, c, &session.id).await
}

/// Two-factor is off: no devices, no codes, and nobody else is signed in or about to be.
async fn end_two_factor(conn: &mut Conn, c: &Change, asking: &SessionId) -> Result<(), sqlx::Error> {
    let off = query_file!("../store-sql/queries/member_two_factor_off.sql", c.member.as_str())
        .execute(&mut *conn)
        .await?;
    one(off.rows_affected())?;
    query_file!("../store-sql/queries/device_remove_all.sql", c.member.as_str())
        .execute(&mut *conn)
        .await?;
    codes::end_all(conn, &c.member).await?;
    codes::end_reveal(conn, asking).await?;
    sessions::end_challenges(conn, &c.member).await?;
    sessions::end_others(conn, &c.member, asking).await?;
    let kept = query_file!("../store-sql/queries/session_forget_device.sql", asking.as_str())
        .execute(conn)
        .await?;
    at_most_one(kept.rows_affected()).map(|_| ())
}

pub(super) async fn replace_codes(store: &SqlStore, codes: &NewCodes, c: &Change) -> Result<Changed, sqlx::Error> {
    let mut tx = store.begin().await?;
    let verdict = replace_codes_in(&mut tx, codes, c).await?;
    finish(tx, verdict).await
}

async fn replace_codes_in(conn: &mut Conn, new: &NewCodes, c: &Change) -> Verdict<Changed> {
    let Some(SignedIn { session, .. }) = asking(conn, c).await? else {
        return Ok(Err(Changed::NotProved));
    };
    codes::replace(conn, new, &session.id).await?;
    sessions::end_others(conn, &c.member, &session.id).await?;
    done(conn, c, &session.id).await
}
