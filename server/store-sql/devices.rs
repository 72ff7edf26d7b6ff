//! Devices.

use super::{
    change::proved,
    members,
    rows::DeviceRow,
    sql::{Verdict, at_most_one, finish, one},
};
use crate::{Conn, SqlStore};
use domain::{
    Timestamp,
    devices::device::{Candidate, Device, Enrolment, NewDevice},
    kernel::{
        id::{DeviceId, MemberId, SessionId},
        label::Label,
        seal::Sealed,
        token::TokenDigest,
    },
    store::Added,
};
use sqlx::{query_file, query_file_as};
use terms::limits::DEVICES_MAX;

pub(super) async fn list(store: &SqlStore, member: &MemberId, now: Timestamp) -> Result<Vec<Device>, sqlx::Error> {
    let rows = query_file_as!(
        DeviceRow,
        "../store-sql/queries/device_list.sql",
        member.as_str(),
        now.0
    );
    rows.fetch_all(store.read())
        .await?
        .into_iter()
        .map(|row| row.device(member))
        .collect()
}

pub(super) async fn candidates(store: &SqlStore, member: &MemberId) -> Result<Vec<Candidate>, sqlx::Error> {
    let rows = query_file!("../store-sql/queries/device_candidates.sql", member.as_str())
        .fetch_all(store.read())
        .await?;
    let rows = rows.into_iter();
    Ok(rows.map(|row| candidate(row.id, row.secret, row.last_step)).collect())
}

/// A candidate from its columns.
pub(super) fn candidate(id: String, secret: Vec<u8>, last_step: i64) -> Candidate {
    Candidate {
        device: DeviceId::from_store(id),
        secret: Sealed(secret),
        last_step,
    }
}

pub(super) async fn add(
    store: &SqlStore,
    device: &NewDevice,
    session: &TokenDigest,
    since: Option<Timestamp>,
) -> Result<Added, sqlx::Error> {
    let mut tx = store.begin().await?;
    let verdict = add_in(&mut tx, device, session, since).await?;
    finish(tx, verdict).await
}

async fn add_in(conn: &mut Conn, new: &NewDevice, session: &TokenDigest, since: Option<Timestamp>) -> Verdict<Added> {
    let asking = proved(conn, &new.member, session, since, new.created_at).await?;
    if asking.is_none_or(|asking| asking.session.id != new.session) {
        return Ok(Err(Added::NotProved));
    }
    let others = others(conn, &new.id, &new.member, new.created_at).await?;
    if others.contains(&new.label.key()) {
        return Ok(Err(Added::NameTaken));
    }
    if others.len() >= DEVICES_MAX {
        return Ok(Err(Added::TenDevices));
    }
    insert(conn, new).await?;
    Ok(Ok(Added::Done))
}

async fn insert(conn: &mut Conn, new: &NewDevice) -> Result<(), sqlx::Error> {
    let done = query_file!(
        "../store-sql/queries/device_add.sql",
        new.id.as_str(),
        new.member.as_str(),
        new.label.as_str(),
        new.label.key(),
        new.secret.0.as_slice(),
        new.created_at.0,
        new.session.as_str(),
        new.expires_at.0
    );
    one(done.execute(conn).await?.rows_affected())
}

/// The names of the member's other devices. Expired pending ones are erased: they are as if they had never been.
async fn others(
    conn: &mut Conn,
    but: &DeviceId,
    member: &MemberId,
    now: Timestamp,
) -> Result<Vec<String>, sqlx::Error> {
    query_file!("../store-sql/queries/device_expire.sql", member.as_str(), now.0)
        .execute(&mut *conn)
        .await?;
    let rows = query_file!("../store-sql/queries/device_others.sql", member.as_str(), but.as_str())
        .fetch_all(conn)
        .await?;
    Ok(rows.into_iter().map(|row| row.label_key).collect())
}

pub(super) async fn enrolment(
    store: &SqlStore,
    device: &DeviceId,
    member: &MemberId,
    now: Timestamp,
) -> Result<Option<Enrolment>, sqlx::Error> {
    let mut conn = store.read().acquire().await?;
    pending(&mut conn, device, member, now).await
}

/// A pending, unexpired device of the member.
pub(super) async fn pending(
    conn: &mut Conn,
    device: &DeviceId,
    member: &MemberId,
    now: Timestamp,
) -> Result<Option<Enrolment>, sqlx::Error> {
    let row = query_file!(
        "../store-sql/queries/device_pending.sql",
        device.as_str(),
        member.as_str(),
        now.0
    );
    Ok(row.fetch_optional(conn).await?.map(|row| Enrolment {
        id: device.clone(),
        label: Label::from_store(row.label),
        secret: Sealed(row.secret),
        session: SessionId::from_store(row.session_id),
        expires_at: Timestamp(row.expires_at),
    }))
}

pub(super) async fn rename(
    store: &SqlStore,
    device: &DeviceId,
    member: &MemberId,
    label: &Label,
    now: Timestamp,
) -> Result<Option<Added>, sqlx::Error> {
    let mut tx = store.begin().await?;
    members::lock(&mut tx, member).await?;
    if others(&mut tx, device, member, now).await?.contains(&label.key()) {
        let exists = query_file!("../store-sql/queries/device_any.sql", device.as_str(), member.as_str());
        let exists = exists.fetch_optional(&mut *tx).await?.is_some();
        return finish(tx, Err(exists.then_some(Added::NameTaken))).await;
    }
    let (id, member) = (device.as_str(), member.as_str());
    let done = query_file!(
        "../store-sql/queries/device_rename.sql",
        id,
        member,
        label.as_str(),
        label.key()
    )
    .execute(&mut *tx);
    let renamed = at_most_one(done.await?.rows_affected())?;
    finish(tx, Ok(renamed.then_some(Added::Done))).await
}

pub(super) async fn discard(store: &SqlStore, device: &DeviceId, member: &MemberId) -> Result<bool, sqlx::Error> {
    let done = query_file!(
        "../store-sql/queries/device_discard.sql",
        device.as_str(),
        member.as_str()
    );
    at_most_one(done.execute(store.write()).await?.rows_affected())
}
