//! Recovery codes and their reveal.

use super::{
    counters,
    sql::{at_most_one, one},
};
use crate::{Conn, SqlStore};
use domain::{
    Timestamp,
    kernel::{
        counter::CounterKey,
        id::{MemberId, RecoveryCodeId, SessionId},
        seal::Sealed,
    },
    recovery::code::{NewCodes, RecoveryCode},
    sessions::session::Reveal,
};
use sqlx::query_file;

/// Replaces all codes of a member: the set counts as unsaved, and the session may show it.
pub(super) async fn replace(conn: &mut Conn, new: &NewCodes, session: &SessionId) -> Result<(), sqlx::Error> {
    let unsaved = query_file!("../store-sql/queries/member_codes_unsaved.sql", new.member.as_str())
        .execute(&mut *conn)
        .await?;
    one(unsaved.rows_affected())?;
    end_all(conn, &new.member).await?;
    // Wrong ones against a set that is gone count for nothing.
    counters::end(conn, &CounterKey::Recovery(new.member.clone())).await?;
    for code in &new.rows {
        let (id, member) = (code.id.as_str(), new.member.as_str());
        let done = query_file!(
            "../store-sql/queries/code_add.sql",
            id,
            member,
            code.selector,
            code.hash,
            new.at.0
        );
        one(done.execute(&mut *conn).await?.rows_affected())?;
    }
    let (codes, expires_at) = (new.reveal.codes.0.as_slice(), new.reveal.expires_at.0);
    let done = query_file!(
        "../store-sql/queries/reveal_put.sql",
        session.as_str(),
        codes,
        expires_at
    )
    .execute(conn)
    .await?;
    one(done.rows_affected())
}

/// Erases all codes of a member.
pub(super) async fn end_all(conn: &mut Conn, member: &MemberId) -> Result<(), sqlx::Error> {
    query_file!("../store-sql/queries/code_end_all.sql", member.as_str())
        .execute(conn)
        .await
        .map(|_| ())
}

/// Uses a code up; false if that was done before, or it is not this member's.
pub(super) async fn claim(
    conn: &mut Conn,
    id: &RecoveryCodeId,
    member: &MemberId,
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    let done = query_file!("../store-sql/queries/code_use.sql", id.as_str(), member.as_str(), now.0)
        .execute(conn)
        .await?;
    at_most_one(done.rows_affected())
}

/// How many unused codes a member has.
pub(super) async fn count(conn: &mut Conn, member: &MemberId) -> Result<i64, sqlx::Error> {
    Ok(query_file!("../store-sql/queries/code_count.sql", member.as_str())
        .fetch_one(conn)
        .await?
        .count)
}

pub(super) async fn left(store: &SqlStore, member: &MemberId) -> Result<u32, sqlx::Error> {
    let mut conn = store.read().acquire().await?;
    Ok(u32::try_from(count(&mut conn, member).await?).unwrap_or(u32::MAX))
}

pub(super) async fn read(
    store: &SqlStore,
    member: &MemberId,
    selector: &str,
) -> Result<Option<RecoveryCode>, sqlx::Error> {
    let row = query_file!("../store-sql/queries/code_read.sql", member.as_str(), selector)
        .fetch_optional(store.read())
        .await?;
    Ok(row.map(|row| RecoveryCode {
        id: RecoveryCodeId::from_store(row.id),
        hash: row.hash,
    }))
}

pub(super) async fn reveal(
    store: &SqlStore,
    session: &SessionId,
    now: Timestamp,
) -> Result<Option<Reveal>, sqlx::Error> {
    let row = query_file!("../store-sql/queries/reveal_read.sql", session.as_str(), now.0)
        .fetch_optional(store.read())
        .await?;
    Ok(row.map(|row| Reveal {
        codes: Sealed(row.codes),
        expires_at: Timestamp(row.expires_at),
    }))
}

pub(super) async fn forget_reveal(store: &SqlStore, session: &SessionId) -> Result<(), sqlx::Error> {
    let mut tx = store.begin().await?;
    end_reveal(&mut tx, session).await?;
    tx.commit().await
}

/// Nobody reads these codes again.
pub(super) async fn end_reveal(conn: &mut Conn, session: &SessionId) -> Result<(), sqlx::Error> {
    let done = query_file!("../store-sql/queries/reveal_end.sql", session.as_str())
        .execute(conn)
        .await?;
    at_most_one(done.rows_affected()).map(|_| ())
}
