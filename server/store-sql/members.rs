//! Members, and the canary.

use super::{
    rows::member,
    sql::{at_most_one, one, seconds},
};
use crate::{Conn, SqlStore};
use domain::{
    Timestamp,
    kernel::{id::MemberId, seal::Sealed},
    profile::member::Member,
};
use sqlx::query_file;

pub(super) async fn ping(store: &SqlStore) -> Result<(), sqlx::Error> {
    query_file!("../store-sql/queries/ping.sql")
        .fetch_one(store.read())
        .await
        .map(|_| ())
}

pub(super) async fn canary(store: &SqlStore) -> Result<Option<Sealed>, sqlx::Error> {
    let row = query_file!("../store-sql/queries/canary_read.sql")
        .fetch_optional(store.read())
        .await?;
    Ok(row.map(|row| Sealed(row.body)))
}

pub(super) async fn plant_canary(store: &SqlStore, canary: &Sealed) -> Result<Sealed, sqlx::Error> {
    let done = query_file!("../store-sql/queries/canary_plant.sql", canary.0.as_slice())
        .execute(store.write())
        .await?;
    at_most_one(done.rows_affected())?;
    self::canary(store).await?.ok_or(sqlx::Error::RowNotFound)
}

pub(super) async fn any(store: &SqlStore) -> Result<bool, sqlx::Error> {
    Ok(query_file!("../store-sql/queries/member_any.sql")
        .fetch_optional(store.read())
        .await?
        .is_some())
}

pub(super) async fn by_email(store: &SqlStore, key: &str) -> Result<Option<Member>, sqlx::Error> {
    let row = query_file!("../store-sql/queries/member_by_email.sql", key)
        .fetch_optional(store.read())
        .await?;
    row.map(|row| Ok(member!(row))).transpose()
}

/// Makes concurrent changes of this member's rights wait; false if there is no such member.
pub(super) async fn lock(conn: &mut Conn, member: &MemberId) -> Result<bool, sqlx::Error> {
    let row = query_file!("../store-sql/queries/member_lock.sql", member.as_str())
        .fetch_optional(conn)
        .await?;
    Ok(row.is_some())
}

/// Locks the member while the password is still the one that was checked; then says whether two-factor is on.
pub(super) async fn lock_password(conn: &mut Conn, member: &MemberId, phc: &str) -> Result<Option<bool>, sqlx::Error> {
    let row = query_file!("../store-sql/queries/member_lock_password.sql", member.as_str(), phc).fetch_optional(conn);
    Ok(row.await?.map(|row| row.two_factor_since.is_some()))
}

/// Adds a member with an account of their own; false if the address has a member.
pub(super) async fn insert(conn: &mut Conn, m: &Member) -> Result<bool, sqlx::Error> {
    let account = query_file!(
        "../store-sql/queries/account_insert.sql",
        m.account.as_str(),
        m.created_at.0
    );
    one(account.execute(&mut *conn).await?.rows_affected())?;
    let done = query_file!(
        "../store-sql/queries/member_insert.sql",
        m.id.as_str(),
        m.account.as_str(),
        m.role.as_str(),
        m.name,
        m.email.as_str(),
        m.email.key(),
        m.password,
        m.password_changed_at.0,
        m.created_at.0,
        seconds(m.two_factor_since),
        seconds(m.reminder_hidden_until),
        seconds(m.repaired_at),
        seconds(m.codes_saved_at)
    );
    at_most_one(done.execute(conn).await?.rows_affected())
}

pub(super) async fn rehash(store: &SqlStore, member: &MemberId, old: &str, new: &str) -> Result<(), sqlx::Error> {
    let done = query_file!("../store-sql/queries/member_rehash.sql", member.as_str(), old, new).execute(store.write());
    at_most_one(done.await?.rows_affected()).map(|_| ())
}

pub(super) async fn hide_reminder(store: &SqlStore, id: &MemberId, until: Timestamp) -> Result<(), sqlx::Error> {
    let done =
        query_file!("../store-sql/queries/member_hide_reminder.sql", id.as_str(), until.0).execute(store.write());
    one(done.await?.rows_affected())
}

pub(super) async fn rename(store: &SqlStore, id: &MemberId, name: &str) -> Result<(), sqlx::Error> {
    let done = query_file!("../store-sql/queries/member_rename.sql", id.as_str(), name).execute(store.write());
    one(done.await?.rows_affected())
}

pub(super) async fn codes_saved(store: &SqlStore, id: &MemberId, now: Timestamp) -> Result<(), sqlx::Error> {
    let done = query_file!("../store-sql/queries/member_codes_saved.sql", id.as_str(), now.0).execute(store.write());
    one(done.await?.rows_affected())
}
