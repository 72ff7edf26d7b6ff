//! Challenges, sessions and known browsers.

use super::{
    counters::counter,
    devices::candidate,
    members,
    rows::{member, session_kind},
    sql::{at_most_one, finish, one, post, seconds},
    windows,
};
use crate::{Conn, SqlStore};
use domain::{
    Timestamp,
    kernel::{
        counter::Counter,
        id::{DeviceId, MemberId, SessionId},
        token::TokenDigest,
    },
    mail::OutboxMail,
    sessions::session::{CHALLENGE_TRIES, Challenge, IDLE_LIFE, KnownBrowser, REPAIR_LIFE, Session, SignIn},
    store::{Challenged, SignedIn, Verified},
};
use sqlx::query_file;

pub(super) async fn open_challenge(
    store: &SqlStore,
    c: &Challenge,
    password: &Verified<'_>,
) -> Result<bool, sqlx::Error> {
    let mut tx = store.begin().await?;
    if members::lock_password(&mut tx, &c.member, password.phc).await? != Some(true) {
        return finish(tx, Err(false)).await;
    }
    let (digest, member) = (c.digest.as_str(), c.member.as_str());
    let done = query_file!(
        "../store-sql/queries/challenge_open.sql",
        digest,
        member,
        c.created_at.0,
        c.expires_at.0,
        c.tries
    )
    .execute(&mut *tx)
    .await?;
    one(done.rows_affected())?;
    windows::give_back(&mut tx, password.tries, password.reserved_at).await?;
    finish(tx, Ok(true)).await
}

pub(super) async fn challenge(
    store: &SqlStore,
    digest: &TokenDigest,
    now: Timestamp,
) -> Result<Option<Challenged>, sqlx::Error> {
    let rows = query_file!(
        "../store-sql/queries/challenge_read.sql",
        digest.as_str(),
        now.0,
        CHALLENGE_TRIES
    )
    .fetch_all(store.read())
    .await?;
    let mut found: Option<Challenged> = None;
    for row in rows {
        let device = match (row.device_id, row.secret, row.last_step) {
            (Some(id), Some(secret), Some(last_step)) => Some(candidate(id, secret, last_step)),
            _ => None,
        };
        if let Some(found) = &mut found {
            found.devices.extend(device);
            continue;
        }
        let passcodes = match (row.consecutive, row.recent) {
            (Some(consecutive), Some(recent)) => counter(consecutive, row.wait_until, row.stopped_at, &recent),
            _ => Counter::default(),
        };
        let challenge = Challenge {
            digest: TokenDigest::from_store(row.digest),
            member: MemberId::from_store(row.member_id.clone()),
            created_at: Timestamp(row.created_at),
            expires_at: Timestamp(row.expires_at),
            tries: row.tries,
        };
        found = Some(Challenged {
            challenge,
            member: member!(row),
            passcodes,
            devices: device.into_iter().collect(),
        });
    }
    Ok(found)
}

pub(super) async fn end_challenge(store: &SqlStore, digest: &TokenDigest) -> Result<(), sqlx::Error> {
    let done = query_file!("../store-sql/queries/challenge_end.sql", digest.as_str())
        .execute(store.write())
        .await?;
    at_most_one(done.rows_affected()).map(|_| ())
}

/// Ends every challenge of a member. Always before the sessions: a sign-in that was about to take a challenge has then
/// either opened its session, which ends next, or finds the challenge gone.
pub(super) async fn end_challenges(conn: &mut Conn, member: &MemberId) -> Result<(), sqlx::Error> {
    query_file!("../store-sql/queries/challenge_end_all.sql", member.as_str())
        .execute(conn)
        .await
        .map(|_| ())
}

pub(super) async fn open(
    store: &SqlStore,
    session: &Session,
    password: &Verified<'_>,
    known: &KnownBrowser,
    mails: &[OutboxMail],
) -> Result<bool, sqlx::Error> {
    let mut tx = store.begin().await?;
    if members::lock_password(&mut tx, &session.member, password.phc).await? != Some(false) {
        return finish(tx, Err(false)).await;
    }
    insert(&mut tx, session).await?;
    put_known(&mut tx, known).await?;
    post(&mut tx, mails).await?;
    windows::give_back(&mut tx, password.tries, password.reserved_at).await?;
    finish(tx, Ok(true)).await
}

pub(super) async fn insert(conn: &mut Conn, s: &Session) -> Result<(), sqlx::Error> {
    let done = query_file!(
        "../store-sql/queries/session_open.sql",
        s.id.as_str(),
        s.digest.as_str(),
        s.member.as_str(),
        s.kind.as_str(),
        s.created_at.0,
        s.last_seen_at.0,
        s.expires_at.0,
        s.password_at.0,
        seconds(s.factor_at),
        s.device.as_ref().map(DeviceId::as_str),
        s.opened_by.as_ref().map(DeviceId::as_str),
        s.address,
        s.agent
    );
    one(done.execute(conn).await?.rows_affected())
}

pub(super) async fn put_known(conn: &mut Conn, known: &KnownBrowser) -> Result<(), sqlx::Error> {
    let (digest, member) = (known.digest.as_str(), known.member.as_str());
    let done = query_file!("../store-sql/queries/known_put.sql", digest, member, known.at.0)
        .execute(conn)
        .await?;
    one(done.rows_affected())
}

pub(super) async fn known(
    store: &SqlStore,
    digest: &TokenDigest,
    member: &MemberId,
    since: Timestamp,
) -> Result<bool, sqlx::Error> {
    let row = query_file!(
        "../store-sql/queries/known_read.sql",
        digest.as_str(),
        member.as_str(),
        since.0
    )
    .fetch_optional(store.read())
    .await?;
    Ok(row.is_some())
}

pub(super) async fn any_known(store: &SqlStore, member: &MemberId) -> Result<bool, sqlx::Error> {
    let row = query_file!("../store-sql/queries/known_any.sql", member.as_str());
    Ok(row.fetch_optional(store.read()).await?.is_some())
}

pub(super) async fn read(store: &SqlStore, digest: &TokenDigest) -> Result<Option<SignedIn>, sqlx::Error> {
    let mut conn = store.read().acquire().await?;
    signed_in(&mut conn, digest).await
}

pub(super) async fn newest(store: &SqlStore, member: &MemberId, now: Timestamp) -> Result<Option<SignIn>, sqlx::Error> {
    let row = query_file!("../store-sql/queries/session_newest.sql", member.as_str(), now.0)
        .fetch_optional(store.read())
        .await?;
    Ok(row.map(|row| SignIn {
        session: SessionId::from_store(row.id),
        at: Timestamp(row.created_at),
        address: row.address,
        agent: row.agent,
    }))
}

/// A session with its member, in one statement.
pub(super) async fn signed_in(conn: &mut Conn, digest: &TokenDigest) -> Result<Option<SignedIn>, sqlx::Error> {
    let row = query_file!("../store-sql/queries/session_read.sql", digest.as_str())
        .fetch_optional(conn)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let session = Session {
        id: SessionId::from_store(row.id),
        digest: TokenDigest::from_store(row.digest),
        member: MemberId::from_store(row.member_id.clone()),
        kind: session_kind(&row.kind)?,
        created_at: Timestamp(row.created_at),
        last_seen_at: Timestamp(row.last_seen_at),
        expires_at: Timestamp(row.expires_at),
        password_at: Timestamp(row.password_at),
        factor_at: row.factor_at.map(Timestamp),
        device: row.device_id.map(DeviceId::from_store),
        opened_by: row.opened_by.map(DeviceId::from_store),
        address: row.address,
        agent: row.agent,
    };
    Ok(Some(SignedIn {
        session,
        member: member!(row),
    }))
}

pub(super) async fn touch(store: &SqlStore, digest: &TokenDigest, now: Timestamp) -> Result<(), sqlx::Error> {
    let (full, repair) = (now.plus(-IDLE_LIFE).0, now.plus(-REPAIR_LIFE).0);
    let done = query_file!(
        "../store-sql/queries/session_touch.sql",
        digest.as_str(),
        now.0,
        full,
        repair
    );
    at_most_one(done.execute(store.write()).await?.rows_affected()).map(|_| ())
}

pub(super) async fn prove_password(
    store: &SqlStore,
    digest: &TokenDigest,
    new: &TokenDigest,
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    let (full, repair) = (now.plus(-IDLE_LIFE).0, now.plus(-REPAIR_LIFE).0);
    let done = query_file!(
        "../store-sql/queries/session_prove_password.sql",
        digest.as_str(),
        now.0,
        full,
        repair,
        new.as_str()
    );
    at_most_one(done.execute(store.write()).await?.rows_affected())
}

pub(super) async fn end(store: &SqlStore, id: &SessionId) -> Result<(), sqlx::Error> {
    let mut tx = store.begin().await?;
    end_in(&mut tx, id).await?;
    tx.commit().await
}

/// Ends a session; the foreign keys take its pending devices and its reveal with it.
pub(super) async fn end_in(conn: &mut Conn, id: &SessionId) -> Result<(), sqlx::Error> {
    let done = query_file!("../store-sql/queries/session_end.sql", id.as_str())
        .execute(conn)
        .await?;
    at_most_one(done.rows_affected()).map(|_| ())
}

/// Ends every session of a member but one.
pub(super) async fn end_others(conn: &mut Conn, member: &MemberId, but: &SessionId) -> Result<(), sqlx::Error> {
    let (member, but) = (member.as_str(), but.as_str());
    query_file!("../store-sql/queries/session_end_others.sql", member, but)
        .execute(conn)
        .await
        .map(|_| ())
}
