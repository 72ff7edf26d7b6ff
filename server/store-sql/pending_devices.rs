//! Pending devices: adding one, the ones that it replaces, and the names that are taken.

use super::{
    rows::{holder, parameters, validity},
    transaction::{exactly_one, latest_end, seconds},
};
use crate::Conn;
use domain::{
    Timestamp,
    devices::{
        device::{Enrolment, NewDevice, PENDING_LIFE},
        key_label::KeyLabel,
    },
    kernel::{
        id::{DeviceId, MemberId, SessionId},
        label::Label,
        seal::Sealed,
    },
};
use sqlx::query;

/// Inserts a pending device.
pub(super) async fn insert(conn: &mut Conn, new: &NewDevice, key_label: &KeyLabel) -> Result<(), sqlx::Error> {
    let holder = new.holder.as_ref();
    let done = query!(
        "INSERT INTO device (id, member_id, label, label_key, secret, algorithm, digits, created_at, session_id, expires_at,
                             confirmed_at, last_step, key_label, holder_name, holder_email, sign_in_only, usable_until)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL, -1, $11, $12, $13, $14, $15)",
        new.id.as_str(),
        new.member.as_str(),
        new.label.as_str(),
        new.label.key(),
        new.secret.0.as_slice(),
        new.parameters.algorithm.as_str(),
        i64::from(new.parameters.digits),
        new.created_at.0,
        new.session.as_str(),
        new.expires_at.0,
        key_label.as_str(),
        holder.map(|holder| holder.name.as_str()),
        holder.map(|holder| holder.email.as_str()),
        i64::from(new.validity.sign_in_only),
        seconds(new.validity.until)
    );
    exactly_one(done.execute(conn).await?.rows_affected())
}

/// Erases the pending devices that a new one replaces: the session's own, expired ones, and one with the same name that
/// another session left behind.
pub(super) async fn replace(conn: &mut Conn, new: &NewDevice) -> Result<(), sqlx::Error> {
    query!(
        "DELETE FROM device WHERE member_id = $1 AND confirmed_at IS NULL
         AND (expires_at <= $2 OR expires_at > $5 OR session_id = $3 OR (session_id IS NOT NULL AND label_key = $4))",
        new.member.as_str(),
        new.created_at.0,
        new.session.as_str(),
        new.label.key(),
        latest_end(new.created_at, PENDING_LIFE)
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Returns the names of the member's devices.
pub(super) async fn names(conn: &mut Conn, member: &MemberId) -> Result<Vec<String>, sqlx::Error> {
    let rows = query!("SELECT label_key FROM device WHERE member_id = $1", member.as_str())
        .fetch_all(conn)
        .await?;
    Ok(rows.into_iter().map(|row| row.label_key).collect())
}

/// Erases the pending devices that other sessions left behind, and returns the names of the others.
pub(super) async fn names_without_pending(conn: &mut Conn, member: &MemberId) -> Result<Vec<String>, sqlx::Error> {
    query!(
        "DELETE FROM device WHERE member_id = $1 AND confirmed_at IS NULL AND session_id IS NOT NULL",
        member.as_str()
    )
    .execute(&mut *conn)
    .await?;
    names(conn, member).await
}

/// Returns a pending, unexpired device of the member.
pub(super) async fn find(
    conn: &mut Conn,
    device: &DeviceId,
    member: &MemberId,
    now: Timestamp,
) -> Result<Option<Enrolment>, sqlx::Error> {
    let row = query!(
        r#"SELECT label, key_label, secret, algorithm, digits, holder_name, holder_email, sign_in_only, usable_until,
                  session_id, expires_at AS "expires_at!"
           FROM device
           WHERE id = $1 AND member_id = $2 AND confirmed_at IS NULL AND expires_at > $3
           AND expires_at <= $4"#,
        device.as_str(),
        member.as_str(),
        now.0,
        latest_end(now, PENDING_LIFE)
    );
    let Some(row) = row.fetch_optional(conn).await? else {
        return Ok(None);
    };
    Ok(Some(Enrolment {
        id: device.clone(),
        label: Label::from_store(row.label),
        key_label: row.key_label.map(KeyLabel::from_store),
        secret: Sealed(row.secret),
        parameters: parameters(&row.algorithm, row.digits)?,
        holder: holder(row.holder_name, row.holder_email),
        validity: validity(row.sign_in_only, row.usable_until),
        made_in: row.session_id.map(SessionId::from_store),
        expires_at: Timestamp(row.expires_at),
    }))
}
