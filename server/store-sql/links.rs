//! Links, sign-ups and the way to the first member of an account.

use super::{
    members,
    rows::link_kind,
    sql::{Verdict, at_most_one, finish, one, post},
};
use crate::{Conn, SqlStore};
use domain::{
    Timestamp,
    kernel::{email::Email, token::TokenDigest},
    mail::OutboxMail,
    profile::member::Member,
    registration::link::{Link, SignUp},
    store::Joined,
};
use sqlx::query_file;
use terms::LinkKind;

/// A link from any row that has its columns.
macro_rules! link {
    ($row:expr) => {
        Link {
            digest: TokenDigest::from_store($row.digest),
            kind: link_kind(&$row.kind)?,
            subject: $row.subject,
            expires_at: Timestamp($row.expires_at),
        }
    };
}

/// A sign-up from any row that has its columns.
macro_rules! sign_up {
    ($row:expr) => {
        SignUp {
            waiting: TokenDigest::from_store($row.waiting),
            email: Email::from_store($row.email),
            name: $row.name,
            password: $row.password,
            created_at: Timestamp($row.created_at),
            mailed_at: Timestamp($row.mailed_at),
            expires_at: Timestamp($row.expires_at),
        }
    };
}

pub(super) async fn put(store: &SqlStore, link: &Link) -> Result<(), sqlx::Error> {
    let mut tx = store.begin().await?;
    put_in(&mut tx, link).await?;
    tx.commit().await
}

async fn put_in(conn: &mut Conn, link: &Link) -> Result<(), sqlx::Error> {
    let (digest, kind) = (link.digest.as_str(), link.kind.as_str());
    let done = query_file!(
        "../store-sql/queries/link_put.sql",
        digest,
        kind,
        link.subject,
        link.expires_at.0
    )
    .execute(conn);
    one(done.await?.rows_affected())
}

pub(super) async fn read(store: &SqlStore, digest: &TokenDigest, now: Timestamp) -> Result<Option<Link>, sqlx::Error> {
    let row = query_file!("../store-sql/queries/link_read.sql", digest.as_str(), now.0)
        .fetch_optional(store.read())
        .await?;
    row.map(|row| Ok(link!(row))).transpose()
}

pub(super) async fn exchange(
    store: &SqlStore,
    digest: &TokenDigest,
    held: &TokenDigest,
    now: Timestamp,
    until: Timestamp,
) -> Result<Option<Link>, sqlx::Error> {
    let mut tx = store.begin().await?;
    let row = query_file!(
        "../store-sql/queries/link_exchange.sql",
        digest.as_str(),
        held.as_str(),
        now.0,
        until.0
    )
    .fetch_optional(&mut *tx)
    .await?;
    tx.commit().await?;
    let exchanged = |kind, subject| Link {
        digest: held.clone(),
        kind,
        subject,
        expires_at: until,
    };
    row.map(|row| Ok(exchanged(link_kind(&row.kind)?, row.subject)))
        .transpose()
}

pub(super) async fn held(
    store: &SqlStore,
    held: &TokenDigest,
    kind: LinkKind,
    now: Timestamp,
) -> Result<Option<Link>, sqlx::Error> {
    let row = query_file!(
        "../store-sql/queries/link_held.sql",
        held.as_str(),
        kind.as_str(),
        now.0
    )
    .fetch_optional(store.read())
    .await?;
    row.map(|row| Ok(link!(row))).transpose()
}

pub(super) async fn join(
    store: &SqlStore,
    held: &TokenDigest,
    member: &Member,
    now: Timestamp,
) -> Result<Joined, sqlx::Error> {
    let mut tx = store.begin().await?;
    let verdict = join_in(&mut tx, held, member, now).await?;
    finish(tx, verdict).await
}

async fn join_in(conn: &mut Conn, held: &TokenDigest, member: &Member, now: Timestamp) -> Verdict<Joined> {
    let key = member.email.key();
    let row = query_file!("../store-sql/queries/link_consume.sql", held.as_str(), now.0)
        .fetch_optional(&mut *conn)
        .await?;
    let Some(row) = row else {
        return Ok(Err(Joined::LinkGone));
    };
    if link_kind(&row.kind)? == LinkKind::ConfirmEmail && row.subject != key {
        return Ok(Err(Joined::LinkGone));
    }
    if !members::insert(conn, member).await? {
        return Ok(Err(Joined::EmailTaken));
    }
    let done = query_file!("../store-sql/queries/sign_up_end.sql", key)
        .execute(conn)
        .await?;
    at_most_one(done.rows_affected())?;
    Ok(Ok(Joined::Done))
}

pub(super) async fn put_sign_up(
    store: &SqlStore,
    sign_up: &SignUp,
    link: Option<&Link>,
    mail: &OutboxMail,
) -> Result<(), sqlx::Error> {
    let mut tx = store.begin().await?;
    let key = sign_up.email.key();
    let done = query_file!(
        "../store-sql/queries/sign_up_put.sql",
        key,
        sign_up.waiting.as_str(),
        sign_up.email.as_str(),
        sign_up.name,
        sign_up.password,
        sign_up.created_at.0,
        sign_up.mailed_at.0,
        sign_up.expires_at.0
    );
    one(done.execute(&mut *tx).await?.rows_affected())?;
    match link {
        Some(link) => put_in(&mut tx, link).await?,
        None => end(&mut tx, LinkKind::ConfirmEmail, &key).await?,
    }
    post(&mut tx, std::slice::from_ref(mail)).await?;
    tx.commit().await
}

/// A replaced sign-up that gets no link must not be confirmed by the link of the one before.
async fn end(conn: &mut Conn, kind: LinkKind, subject: &str) -> Result<(), sqlx::Error> {
    let done = query_file!("../store-sql/queries/link_end.sql", kind.as_str(), subject)
        .execute(conn)
        .await?;
    at_most_one(done.rows_affected()).map(|_| ())
}

pub(super) async fn sign_up_by_email(
    store: &SqlStore,
    key: &str,
    now: Timestamp,
) -> Result<Option<SignUp>, sqlx::Error> {
    let row = query_file!("../store-sql/queries/sign_up_by_email.sql", key, now.0)
        .fetch_optional(store.read())
        .await?;
    Ok(row.map(|row| sign_up!(row)))
}

pub(super) async fn sign_up_by_waiting(
    store: &SqlStore,
    waiting: &TokenDigest,
    now: Timestamp,
) -> Result<Option<SignUp>, sqlx::Error> {
    let row = query_file!("../store-sql/queries/sign_up_by_waiting.sql", waiting.as_str(), now.0)
        .fetch_optional(store.read())
        .await?;
    Ok(row.map(|row| sign_up!(row)))
}

/// The sign-up that is mailed again: whose browser asks, when the last mail must have gone out, and now.
pub(super) struct Again<'a> {
    pub(super) waiting: &'a TokenDigest,
    pub(super) not_after: Timestamp,
    pub(super) now: Timestamp,
}

pub(super) async fn remail(
    store: &SqlStore,
    again: &Again<'_>,
    link: Option<&Link>,
    mail: &OutboxMail,
) -> Result<bool, sqlx::Error> {
    let mut tx = store.begin().await?;
    let (waiting, now) = (again.waiting.as_str(), again.now.0);
    let done = query_file!(
        "../store-sql/queries/sign_up_remail.sql",
        waiting,
        now,
        again.not_after.0
    )
    .execute(&mut *tx)
    .await?;
    if !at_most_one(done.rows_affected())? {
        return finish(tx, Err(false)).await;
    }
    if let Some(link) = link {
        put_in(&mut tx, link).await?;
    }
    post(&mut tx, std::slice::from_ref(mail)).await?;
    finish(tx, Ok(true)).await
}
