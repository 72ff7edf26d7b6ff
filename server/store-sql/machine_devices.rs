//! Storage of the machine devices of API keys.

use super::{
    approvals, change,
    rows::parameters,
    tokens,
    transaction::{Outcome, at_most_one, commit_effects, exactly_one, internal, latest_end, transaction},
};
use crate::{Conn, SqlStore};
use async_trait::async_trait;
use domain::{
    InternalError, Timestamp,
    api_keys::{
        key::KeyUse,
        machine::{ConfirmMachine, MachineDevice, MachineEnrolment, NewMachineDevice},
        store::MachineDeviceStore,
    },
    devices::device::PENDING_LIFE,
    kernel::{
        id::{ApiKeyId, DeviceId, MemberId, SessionId},
        seal::Sealed,
        token::TokenDigest,
    },
    sessions::{
        change::{Change, Changed},
        session::ProofRequirement,
    },
    store::Effects,
};
use sqlx::query;

#[async_trait]
impl MachineDeviceStore for SqlStore {
    async fn machine_device(&self, key: &ApiKeyId) -> Result<Option<MachineDevice>, InternalError> {
        let row = query!(
            "SELECT id, algorithm, digits, confirmed_at, used_at, used_from FROM machine_device
             WHERE key_id = $1 AND confirmed_at IS NOT NULL",
            key.as_str()
        )
        .fetch_optional(self.read())
        .await;
        let device = row.and_then(|row| {
            row.map(|row| {
                Ok(MachineDevice {
                    id: DeviceId::from_store(row.id),
                    parameters: parameters(&row.algorithm, row.digits)?,
                    confirmed_at: row.confirmed_at.map(Timestamp),
                    last_use: row.used_at.zip(row.used_from).map(|(at, address)| KeyUse {
                        at: Timestamp(at),
                        address,
                    }),
                })
            })
            .transpose()
        });
        device.map_err(internal("reading a machine device"))
    }

    async fn add_machine_device(
        &self,
        new: &NewMachineDevice,
        session: &TokenDigest,
        required: Option<ProofRequirement>,
        effects: &Effects,
    ) -> Result<Changed, InternalError> {
        transaction!(self, "adding a machine device", |conn| {
            let asking = change::lock_and_authorize(conn, &new.member, session, required, new.created_at).await?;
            let Some(asking) = asking.filter(|asking| asking.session.id == new.session) else {
                return Ok(Outcome::Rollback(Changed::NotProved));
            };
            if let Some(until) = change::quarantined_until(conn, &asking, new.created_at).await? {
                return Ok(Outcome::Rollback(Changed::RecentRepair(until)));
            }
            if !lock_key(conn, &new.key, &new.member).await? {
                return Ok(Outcome::Rollback(Changed::NotFound));
            }
            query!(
                "DELETE FROM machine_device WHERE key_id = $1 AND confirmed_at IS NULL",
                new.key.as_str()
            )
            .execute(&mut *conn)
            .await?;
            insert(conn, new).await?;
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(Changed::Done))
        })
    }

    async fn machine_enrolment(
        &self,
        key: &ApiKeyId,
        session: &SessionId,
        now: Timestamp,
    ) -> Result<Option<MachineEnrolment>, InternalError> {
        let found = async {
            let mut conn = self.read().acquire().await?;
            pending(&mut conn, key, session, now).await
        };
        found.await.map_err(internal("reading a pending machine device"))
    }

    async fn remove_machine_device(&self, key: &ApiKeyId, c: &Change) -> Result<Changed, InternalError> {
        transaction!(self, "removing a machine device", |conn| {
            let Some(asking) = change::authorize(conn, c).await? else {
                return Ok(Outcome::Rollback(Changed::NotProved));
            };
            if !lock_key(conn, key, &c.member).await? || erase(conn, key, None).await? == 0 {
                return Ok(Outcome::Rollback(Changed::NotFound));
            }
            approvals::end_of_key(conn, key).await?;
            tokens::end_of_key(conn, key).await?;
            change::finish(conn, c, &asking.session.id).await
        })
    }
}

/// Locks an API key; false if it is not the member's.
pub(super) async fn lock_key(conn: &mut Conn, key: &ApiKeyId, member: &MemberId) -> Result<bool, sqlx::Error> {
    let done = query!(
        "UPDATE api_key SET label = label WHERE id = $1 AND member_id = $2",
        key.as_str(),
        member.as_str()
    );
    at_most_one(done.execute(conn).await?.rows_affected())
}

async fn insert(conn: &mut Conn, new: &NewMachineDevice) -> Result<(), sqlx::Error> {
    let done = query!(
        "INSERT INTO machine_device (id, key_id, secret, algorithm, digits, created_at, session_id, expires_at, last_step)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, -1)",
        new.id.as_str(),
        new.key.as_str(),
        new.secret.0.as_slice(),
        new.parameters.algorithm.as_str(),
        i64::from(new.parameters.digits),
        new.created_at.0,
        new.session.as_str(),
        new.expires_at.0
    );
    exactly_one(done.execute(conn).await?.rows_affected())
}

/// Returns the pending, unexpired machine device that this session added to the key.
pub(super) async fn pending(
    conn: &mut Conn,
    key: &ApiKeyId,
    session: &SessionId,
    now: Timestamp,
) -> Result<Option<MachineEnrolment>, sqlx::Error> {
    let row = query!(
        r#"SELECT id, secret, algorithm, digits, expires_at AS "expires_at!" FROM machine_device
           WHERE key_id = $1 AND session_id = $2 AND confirmed_at IS NULL AND expires_at > $3 AND expires_at <= $4"#,
        key.as_str(),
        session.as_str(),
        now.0,
        latest_end(now, PENDING_LIFE)
    );
    let Some(row) = row.fetch_optional(conn).await? else {
        return Ok(None);
    };
    Ok(Some(MachineEnrolment {
        id: DeviceId::from_store(row.id),
        secret: Sealed(row.secret),
        parameters: parameters(&row.algorithm, row.digits)?,
        expires_at: Timestamp(row.expires_at),
    }))
}

/// Locks the key of a pending machine device, and finds the device; false if either is gone.
pub(super) async fn is_pending(
    conn: &mut Conn,
    confirm: &ConfirmMachine,
    (member, session): (&MemberId, &SessionId),
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    if !lock_key(conn, &confirm.key, member).await? {
        return Ok(false);
    }
    let found = pending(conn, &confirm.key, session, now).await?;
    Ok(found.is_some_and(|found| found.id == confirm.device))
}

/// Completes the confirmation of a machine device: the one before it goes, and so do the tokens of the key, which other
/// devices bought.
pub(super) async fn confirmed(conn: &mut Conn, confirm: &ConfirmMachine) -> Result<(), sqlx::Error> {
    erase(conn, &confirm.key, Some(&confirm.device)).await?;
    approvals::end_of_key(conn, &confirm.key).await?;
    tokens::end_of_key(conn, &confirm.key).await
}

/// Erases the machine devices of a key, except perhaps one. Returns how many there were.
async fn erase(conn: &mut Conn, key: &ApiKeyId, but: Option<&DeviceId>) -> Result<u64, sqlx::Error> {
    let done = query!(
        "DELETE FROM machine_device WHERE key_id = $1 AND (CAST($2 AS TEXT) IS NULL OR id <> $2)",
        key.as_str(),
        but.map(DeviceId::as_str)
    );
    Ok(done.execute(conn).await?.rows_affected())
}
