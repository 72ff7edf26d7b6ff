//! Pending devices: adding one, the ones that end with it, and the names and places that are taken.

use super::{
    rows::{holder, parameters, replaced, validity},
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
                             confirmed_at, last_step, key_label, holder_name, holder_email, sign_in_only, usable_until,
                             replaces)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL, -1, $11, $12, $13, $14, $15, $16)",
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
        seconds(new.validity.until),
        new.replaces.as_ref().map(DeviceId::as_str)
    );
    exactly_one(done.execute(conn).await?.rows_affected())
}

/// Returns the name that a new device will have: its own, or that of the device that it is to replace; `None` if that is not
/// a confirmed one of the member's own.
pub(super) async fn future_label(conn: &mut Conn, new: &NewDevice) -> Result<Option<Label>, sqlx::Error> {
    let Some(old) = &new.replaces else {
        return Ok(Some(new.label.clone()));
    };
    let row = query!(
        "SELECT label FROM device WHERE id = $1 AND member_id = $2 AND confirmed_at IS NOT NULL AND holder_email IS NULL",
        old.as_str(),
        new.member.as_str()
    );
    let row = row.fetch_optional(conn).await?;
    Ok(row.map(|row| Label::from_store(row.label)))
}

/// Erases the pending devices that end with a new one: the session's own, expired ones, one with the same name that another
/// session left behind, and one that is to replace the same device.
pub(super) async fn end_replaced(conn: &mut Conn, new: &NewDevice) -> Result<(), sqlx::Error> {
    query!(
        "DELETE FROM device WHERE member_id = $1 AND confirmed_at IS NULL
         AND (expires_at <= $2 OR expires_at > $5 OR session_id = $3 OR (session_id IS NOT NULL AND label_key = $4)
         OR replaces = $6)",
        new.member.as_str(),
        new.created_at.0,
        new.session.as_str(),
        new.label.key(),
        latest_end(new.created_at, PENDING_LIFE),
        new.replaces.as_ref().map(DeviceId::as_str)
    )
    .execute(conn)
    .await
    .map(drop)
}

/// What a member's devices take.
pub(super) struct Taken {
    /// The names, as they are compared.
    pub(super) names: Vec<String>,
    /// Their number, without those that are to replace another.
    pub(super) places: usize,
}

/// Returns what the member's devices take.
pub(super) async fn taken(conn: &mut Conn, member: &MemberId) -> Result<Taken, sqlx::Error> {
    let rows = query!(
        "SELECT label_key, replaces FROM device WHERE member_id = $1",
        member.as_str()
    )
    .fetch_all(conn)
    .await?;
    Ok(Taken {
        places: rows.iter().filter(|row| row.replaces.is_none()).count(),
        names: rows.into_iter().map(|row| row.label_key).collect(),
    })
}

/// Erases the pending devices that other sessions left behind and that take a place, and returns what the others take.
pub(super) async fn taken_without_pending(conn: &mut Conn, member: &MemberId) -> Result<Taken, sqlx::Error> {
    query!(
        "DELETE FROM device WHERE member_id = $1 AND confirmed_at IS NULL AND session_id IS NOT NULL AND replaces IS NULL",
        member.as_str()
    )
    .execute(&mut *conn)
    .await?;
    taken(conn, member).await
}

/// Returns a pending, unexpired device of the member.
pub(super) async fn find(
    conn: &mut Conn,
    device: &DeviceId,
    member: &MemberId,
    now: Timestamp,
) -> Result<Option<Enrolment>, sqlx::Error> {
    let row = query!(
        r#"SELECT d.label, d.key_label, d.secret, d.algorithm, d.digits, d.holder_name, d.holder_email, d.sign_in_only,
                  d.usable_until, d.session_id, d.expires_at AS "expires_at!", d.replaces, o.label AS "replaced_label?"
           FROM device AS d LEFT JOIN device AS o ON o.id = d.replaces
           WHERE d.id = $1 AND d.member_id = $2 AND d.confirmed_at IS NULL AND d.expires_at > $3
           AND d.expires_at <= $4"#,
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
        replaces: replaced(row.replaces, row.replaced_label),
    }))
}
