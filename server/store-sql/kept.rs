//! Reading what a change takes away, keeping it sealed, and putting it back.

use super::{
    devices, pending_devices, recovery,
    transaction::{at_most_one, exactly_one, seconds},
};
use crate::Conn;
use domain::{
    InternalError, Timestamp,
    freeze::{
        kept::{Keeper, Kept, KeptChange, KeptCode, KeptCodes, KeptDevice},
        rules::OpenChange,
    },
    kernel::{
        id::{DeviceId, KeptChangeId, MemberId, RecoveryCodeId},
        label::Label,
        seal::Sealed,
    },
};
use sqlx::query;
use terms::{ChangeKind, limits::DEVICES_MAX};

/// Keeps a change of a member, who is locked.
pub(super) async fn keep(
    conn: &mut Conn,
    kept: &Kept,
    member: &MemberId,
    (keeper, now): (&Keeper, Timestamp),
) -> Result<(), sqlx::Error> {
    let change = keeper.keep(kept, member, now).map_err(not_sealed)?;
    let done = query!(
        "INSERT INTO kept_change (id, member_id, kind, body, at, n)
         SELECT $1, $2, $3, $4, $5, 1 + COALESCE(MAX(k.n), 0) FROM kept_change AS k WHERE k.member_id = $2",
        change.id.as_str(),
        member.as_str(),
        change.kind.as_str(),
        change.body.0.as_slice(),
        now.0
    );
    exactly_one(done.execute(conn).await?.rows_affected())
}

/// A failure of the keeper, which is none of the database.
fn not_sealed(error: InternalError) -> sqlx::Error {
    sqlx::Error::Encode(Box::new(error))
}

/// Returns what is kept of a member, the oldest first.
pub(super) async fn of_member(conn: &mut Conn, member: &MemberId) -> Result<Vec<KeptChange>, sqlx::Error> {
    let rows = query!(
        "SELECT id, kind, body, at FROM kept_change WHERE member_id = $1 ORDER BY n",
        member.as_str()
    );
    let rows = rows.fetch_all(conn).await?;
    // A kind of a newer version is ignored.
    let known = rows.into_iter().filter_map(|row| {
        Some(KeptChange {
            id: KeptChangeId::from_store(row.id),
            kind: ChangeKind::parse(&row.kind)?,
            body: Sealed(row.body),
            at: Timestamp(row.at),
        })
    });
    Ok(known.collect())
}

/// The same, opened.
pub(super) async fn opened(
    conn: &mut Conn,
    member: &MemberId,
    keeper: &Keeper,
) -> Result<Vec<OpenChange>, sqlx::Error> {
    Ok(keeper.opened(of_member(conn, member).await?, member))
}

/// Erases a kept change; false if it is gone.
pub(super) async fn forget(conn: &mut Conn, id: &KeptChangeId) -> Result<bool, sqlx::Error> {
    let done = query!("DELETE FROM kept_change WHERE id = $1", id.as_str());
    at_most_one(done.execute(conn).await?.rows_affected())
}

/// The columns of a confirmed device.
struct Row {
    id: String,
    label: String,
    key_label: Option<String>,
    secret: Vec<u8>,
    algorithm: String,
    digits: i64,
    holder_name: Option<String>,
    holder_email: Option<String>,
    sign_in_only: i64,
    usable_until: Option<i64>,
    created_at: i64,
    confirmed_at: i64,
    last_step: i64,
    used_at: Option<i64>,
    used_for: Option<String>,
    used_from: Option<String>,
}

impl From<Row> for KeptDevice {
    fn from(row: Row) -> Self {
        let used = row.used_at.zip(row.used_for).zip(row.used_from);
        Self {
            id: DeviceId::from_store(row.id),
            label: row.label,
            key_label: row.key_label,
            secret: row.secret,
            algorithm: row.algorithm,
            digits: row.digits,
            holder: row.holder_name.zip(row.holder_email),
            sign_in_only: row.sign_in_only,
            usable_until: row.usable_until,
            created_at: row.created_at,
            confirmed_at: row.confirmed_at,
            last_step: row.last_step,
            used: used.map(|((at, purpose), from)| (at, purpose, from)),
        }
    }
}

/// Reads the confirmed devices of a member, who is locked, as they would come back. They are locked first, because a passcode
/// at sign-in locks its counter and device, and not the member.
pub(super) async fn devices(conn: &mut Conn, member: &MemberId) -> Result<Vec<KeptDevice>, sqlx::Error> {
    query!(
        "UPDATE device SET last_step = last_step WHERE member_id = $1 AND confirmed_at IS NOT NULL",
        member.as_str()
    )
    .execute(&mut *conn)
    .await?;
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT id, label, key_label, secret, algorithm, digits, holder_name, holder_email, sign_in_only, usable_until,
                  created_at, confirmed_at AS "confirmed_at!", last_step, used_at, used_for, used_from
           FROM device WHERE member_id = $1 AND confirmed_at IS NOT NULL ORDER BY created_at, id"#,
        member.as_str()
    );
    Ok(rows.fetch_all(conn).await?.into_iter().map(KeptDevice::from).collect())
}

/// Reads one of them.
pub(super) async fn device(conn: &mut Conn, device: &DeviceId, member: &MemberId) -> Result<KeptDevice, sqlx::Error> {
    let mut all = devices(conn, member).await?.into_iter();
    all.find(|found| found.id == *device).ok_or(sqlx::Error::RowNotFound)
}

/// Reads the recovery codes of a member, who is locked, as they would come back.
pub(super) async fn codes(conn: &mut Conn, member: &MemberId) -> Result<KeptCodes, sqlx::Error> {
    let rows = query!(
        "SELECT id, selector, hash, created_at, used_at FROM recovery_code
         WHERE member_id = $1 AND expires_at IS NULL ORDER BY id",
        member.as_str()
    );
    let rows = rows.fetch_all(&mut *conn).await?.into_iter().map(|row| KeptCode {
        id: RecoveryCodeId::from_store(row.id),
        selector: row.selector,
        hash: row.hash,
        created_at: row.created_at,
        used_at: row.used_at,
    });
    let rows = rows.collect();
    let row = query!("SELECT codes_saved_at FROM member WHERE id = $1", member.as_str());
    let saved_at = row.fetch_one(conn).await?.codes_saved_at;
    Ok(KeptCodes { rows, saved_at })
}

/// Puts a device back, with another name if its own is taken; false if the member has the maximum number of devices. No
/// passcode up to the time step `step` is accepted.
pub(super) async fn put_device(
    conn: &mut Conn,
    device: &KeptDevice,
    member: &MemberId,
    step: i64,
) -> Result<bool, sqlx::Error> {
    // Pending devices make room, as for a new device.
    query!(
        "DELETE FROM device WHERE member_id = $1 AND confirmed_at IS NULL",
        member.as_str()
    )
    .execute(&mut *conn)
    .await?;
    let taken = pending_devices::taken(conn, member).await?;
    if taken.places >= DEVICES_MAX {
        return Ok(false);
    }
    let label = Label::from_store(device.label.clone()).besides(&taken.names);
    let holder = device.holder.as_ref();
    let used = device.used.as_ref();
    let done = query!(
        "INSERT INTO device (id, member_id, label, label_key, secret, algorithm, digits, created_at, session_id, expires_at,
                             confirmed_at, last_step, key_label, holder_name, holder_email, sign_in_only, usable_until,
                             used_at, used_for, used_from)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, NULL, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
        device.id.as_str(),
        member.as_str(),
        label.as_str(),
        label.key(),
        device.secret.as_slice(),
        device.algorithm,
        device.digits,
        device.created_at,
        device.confirmed_at,
        device.last_step.max(step),
        device.key_label,
        holder.map(|(name, _)| name),
        holder.map(|(_, email)| email),
        device.sign_in_only,
        device.usable_until,
        used.map(|(at, ..)| *at),
        used.map(|(_, purpose, _)| purpose),
        used.map(|(.., from)| from)
    );
    exactly_one(done.execute(conn).await?.rows_affected())?;
    Ok(true)
}

/// Puts recovery codes back in place of the present ones. A used one comes back as used.
pub(super) async fn put_codes(conn: &mut Conn, codes: &KeptCodes, member: &MemberId) -> Result<(), sqlx::Error> {
    recovery::end_all(conn, member).await?;
    for code in &codes.rows {
        let done = query!(
            "INSERT INTO recovery_code (id, member_id, selector, hash, created_at, used_at) VALUES ($1, $2, $3, $4, $5, $6)",
            code.id.as_str(),
            member.as_str(),
            code.selector,
            code.hash,
            code.created_at,
            code.used_at
        );
        exactly_one(done.execute(&mut *conn).await?.rows_affected())?;
    }
    let done = query!(
        "UPDATE member SET codes_saved_at = $2 WHERE id = $1",
        member.as_str(),
        codes.saved_at
    );
    exactly_one(done.execute(conn).await?.rows_affected())
}

/// Switches two-factor on as it was before: these devices and codes, and no others.
pub(super) async fn put_factors(
    conn: &mut Conn,
    (kept, codes): (&[KeptDevice], &KeptCodes),
    member: &MemberId,
    (step, now): (i64, Timestamp),
) -> Result<(), sqlx::Error> {
    devices::erase_factors(conn, member).await?;
    for device in kept {
        // There were no more than fit.
        exactly_one(put_device(conn, device, member, step).await?.into())?;
    }
    put_codes(conn, codes, member).await?;
    let done = query!(
        "UPDATE member SET two_factor_since = $2 WHERE id = $1",
        member.as_str(),
        seconds(Some(now))
    );
    exactly_one(done.execute(conn).await?.rows_affected())
}
