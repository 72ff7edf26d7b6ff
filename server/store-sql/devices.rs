//! Storage of devices.

use super::{
    change::{self, Ending},
    kept, key_labels, pending_devices, profile, recovery, remote, renewals,
    rows::DeviceRow,
    transaction::{Outcome, at_most_one, commit_effects, exactly_one, internal, latest_end, transaction},
};
use crate::{Conn, SqlStore};
use async_trait::async_trait;
use domain::{
    InternalError, Timestamp,
    devices::{
        device::{Device, DeviceState, Enrolment, NewDevice, PENDING_LIFE},
        renewal::Renewal,
        store::{Added, DeviceStore, IfLast, Renaming},
    },
    freeze::kept::{Keeper, Kept},
    kernel::{
        id::{DeviceId, MemberId, SessionId},
        token::TokenDigest,
    },
    sessions::{
        change::{Change, Changed},
        session::ProofRequirement,
        store::SessionOfMember,
    },
    store::Effects,
};
use sqlx::query;
use terms::limits::DEVICES_MAX;

#[async_trait]
impl DeviceStore for SqlStore {
    async fn devices(&self, member: &MemberId, now: Timestamp) -> Result<Vec<Device>, InternalError> {
        let found = async {
            let mut conn = self.read().acquire().await?;
            of_member(&mut conn, member, now).await
        };
        found.await.map_err(internal("reading the devices"))
    }

    async fn add_device(
        &self,
        new: &NewDevice,
        session: &TokenDigest,
        required: Option<ProofRequirement>,
        effects: &Effects,
    ) -> Result<Added, InternalError> {
        transaction!(self, "adding a device", |conn| {
            let asking = change::lock_and_authorize(conn, &new.member, session, required, new.created_at).await?;
            let Some(asking) = asking.filter(|asking| asking.session.id == new.session) else {
                return Ok(Outcome::Rollback(Added::NotProved));
            };
            if new.holder.is_some() && asking.member.two_factor_since.is_none() {
                return Ok(Outcome::Rollback(Added::TwoFactorOff));
            }
            let Some(name) = pending_devices::future_label(conn, new).await? else {
                return Ok(Outcome::Rollback(Added::NothingToReplace));
            };
            pending_devices::end_replaced(conn, new).await?;
            let mut taken = pending_devices::taken(conn, &new.member).await?;
            if taken.names.contains(&new.label.key()) {
                return Ok(Outcome::Rollback(Added::NameTaken));
            }
            // One that replaces another takes its place.
            if new.replaces.is_none() {
                if taken.places >= DEVICES_MAX {
                    taken = pending_devices::taken_without_pending(conn, &new.member).await?;
                }
                if taken.places >= DEVICES_MAX {
                    return Ok(Outcome::Rollback(Added::TenDevices));
                }
            }
            let key_label = key_labels::give(conn, &asking.member, &name).await?;
            pending_devices::insert(conn, new, &key_label).await?;
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(Added::Done))
        })
    }

    async fn enrolment(
        &self,
        device: &DeviceId,
        member: &MemberId,
        now: Timestamp,
    ) -> Result<Option<Enrolment>, InternalError> {
        let found = async {
            let mut conn = self.read().acquire().await?;
            pending_devices::find(&mut conn, device, member, now).await
        };
        found.await.map_err(internal("reading a pending device"))
    }

    async fn rename_device(&self, r: &Renaming<'_>, effects: &Effects) -> Result<Option<Added>, InternalError> {
        let (id, member, session) = (r.device.as_str(), r.member.as_str(), r.session.as_str());
        transaction!(self, "renaming a device", |conn| {
            profile::lock(conn, r.member).await?;
            // Another session's pending device is not this session's to rename, nor does it take a name.
            let visible = query!(
                "SELECT id, label_key FROM device
                 WHERE member_id = $1 AND (confirmed_at IS NOT NULL OR (session_id = $2 AND expires_at > $3
                 AND expires_at <= $4))",
                member,
                session,
                r.now.0,
                latest_end(r.now, PENDING_LIFE)
            )
            .fetch_all(&mut *conn)
            .await?;
            if visible.iter().all(|row| row.id != id) {
                return Ok(Outcome::Rollback(None));
            }
            let key = r.label.key();
            if visible.iter().any(|row| row.id != id && row.label_key == key) {
                return Ok(Outcome::Rollback(Some(Added::NameTaken)));
            }
            query!(
                "DELETE FROM device WHERE member_id = $1 AND label_key = $2 AND id <> $3",
                member,
                key,
                id
            )
            .execute(&mut *conn)
            .await?;
            let done = query!(
                "UPDATE device SET label = $3, label_key = $4 WHERE id = $1 AND member_id = $2",
                id,
                member,
                r.label.as_str(),
                key
            );
            exactly_one(done.execute(&mut *conn).await?.rows_affected())?;
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(Some(Added::Done)))
        })
    }

    async fn discard_device(
        &self,
        device: &DeviceId,
        member: &MemberId,
        effects: &Effects,
    ) -> Result<bool, InternalError> {
        let (id, member) = (device.as_str(), member.as_str());
        transaction!(self, "discarding a device", |conn| {
            let done = query!(
                "DELETE FROM device WHERE id = $1 AND member_id = $2 AND confirmed_at IS NULL",
                id,
                member
            )
            .execute(&mut *conn)
            .await?;
            if !at_most_one(done.rows_affected())? {
                return Ok(Outcome::Rollback(false));
            }
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(true))
        })
    }

    async fn remove_device(&self, device: &DeviceId, if_last: IfLast, c: &Change) -> Result<Changed, InternalError> {
        transaction!(self, "removing a device", |conn| {
            let Some(asking) = change::authorize(conn, c).await? else {
                return Ok(Outcome::Rollback(Changed::NotProved));
            };
            let devices = of_member(conn, &c.member, c.now).await?;
            let found = devices.iter().find(|found| found.id == *device);
            let Some(found) = found.filter(|found| matches!(found.state, DeviceState::Confirmed(_))) else {
                return Ok(Outcome::Rollback(Changed::NotFound));
            };
            let mut others = devices.iter().filter(|other| other.id != *device);
            let last = found.steps_up(c.now) && !others.any(|other| other.steps_up(c.now));
            match (last, if_last) {
                (true, IfLast::Refuse) => return Ok(Outcome::Rollback(Changed::LastDevice)),
                (false, IfLast::SwitchOff) => return Ok(Outcome::Rollback(Changed::NotLast)),
                (true, IfLast::SwitchOff) => return end_two_factor(conn, c, &asking).await,
                _ => {
                    delete(
                        conn,
                        (&c.member, device),
                        &asking.session.id,
                        Ending::SessionsOf(device),
                        (&c.keeper, c.now),
                    )
                    .await?
                }
            }
            change::finish(conn, c, &asking.session.id).await
        })
    }

    async fn renewals(&self, member: &MemberId) -> Result<Vec<Renewal>, InternalError> {
        let found = renewals::of_member(self, member).await;
        found.map_err(internal("reading what should be renewed"))
    }

    async fn switch_off(&self, c: &Change) -> Result<Changed, InternalError> {
        transaction!(self, "switching two-factor off", |conn| {
            let Some(asking) = change::authorize(conn, c).await? else {
                return Ok(Outcome::Rollback(Changed::NotProved));
            };
            if asking.member.two_factor_since.is_none() {
                return Ok(Outcome::Rollback(Changed::NotFound));
            }
            end_two_factor(conn, c, &asking).await
        })
    }
}

/// Returns all devices of a member except expired pending ones, oldest first.
async fn of_member(conn: &mut Conn, member: &MemberId, now: Timestamp) -> Result<Vec<Device>, sqlx::Error> {
    let rows = sqlx::query_as!(
        DeviceRow,
        r#"SELECT d.id, d.label, d.holder_name, d.holder_email, d.sign_in_only, d.usable_until, d.created_at, d.session_id,
                  d.expires_at, d.confirmed_at, d.used_at, d.used_for, d.used_from, d.replaces,
                  o.label AS "replaced_label?"
           FROM device AS d LEFT JOIN device AS o ON o.id = d.replaces
           WHERE d.member_id = $1 AND (d.confirmed_at IS NOT NULL OR (d.expires_at > $2 AND d.expires_at <= $3))
           ORDER BY d.created_at, d.id"#,
        member.as_str(),
        now.0,
        latest_end(now, PENDING_LIFE)
    );
    let rows = rows.fetch_all(conn).await?;
    rows.into_iter().map(|row| row.device(member)).collect()
}

/// Erases a confirmed device.
pub(super) async fn erase(conn: &mut Conn, device: &DeviceId, member: &MemberId) -> Result<(), sqlx::Error> {
    let gone = query!(
        "DELETE FROM device WHERE id = $1 AND member_id = $2 AND confirmed_at IS NOT NULL",
        device.as_str(),
        member.as_str()
    );
    exactly_one(gone.execute(conn).await?.rows_affected())
}

/// Erases a confirmed device, which is kept for a while, and ends at least the sessions that it opened or that stepped up with it
/// last. The requesting session continues without a device. Removing and replacing a device both come here.
pub(super) async fn delete(
    conn: &mut Conn,
    (member, device): (&MemberId, &DeviceId),
    asking: &SessionId,
    ending: Ending<'_>,
    by: (&Keeper, Timestamp),
) -> Result<(), sqlx::Error> {
    let before = kept::device(conn, device, member).await?;
    kept::keep(conn, &Kept::DeviceRemoved(Box::new(before)), member, by).await?;
    erase(conn, device, member).await?;
    change::end_other_sessions(conn, member, asking, ending).await?;
    let kept = query!(
        "UPDATE session SET device_id = NULL WHERE id = $1 AND device_id = $2",
        asking.as_str(),
        device.as_str()
    )
    .execute(conn)
    .await?;
    at_most_one(kept.rows_affected()).map(drop)
}

/// Switches two-factor off, unless the policy requires it or a repair is too recent: erases devices and recovery codes, and ends all other
/// sessions and all challenges.
async fn end_two_factor(
    conn: &mut Conn,
    c: &Change,
    asking: &SessionOfMember,
) -> Result<Outcome<Changed>, sqlx::Error> {
    if asking.member.must_keep_two_factor() {
        return Ok(Outcome::Rollback(Changed::TwoFactorRequired));
    }
    if let Some(until) = change::quarantined_until(conn, asking, c.now).await? {
        return Ok(Outcome::Rollback(Changed::RecentRepair(until)));
    }
    let session = &asking.session.id;
    let before = Kept::TwoFactorOff {
        devices: kept::devices(conn, &c.member).await?,
        codes: kept::codes(conn, &c.member).await?,
    };
    kept::keep(conn, &before, &c.member, (&c.keeper, c.now)).await?;
    erase_factors(conn, &c.member).await?;
    recovery::end_reveal(conn, session).await?;
    change::end_other_sessions(conn, &c.member, session, Ending::SessionsAndChallenges).await?;
    let kept = query!(
        "UPDATE session SET device_id = NULL WHERE id = $1 AND device_id IS NOT NULL",
        session.as_str()
    )
    .execute(&mut *conn)
    .await?;
    at_most_one(kept.rows_affected())?;
    change::finish(conn, c, session).await
}

/// Erases all devices, enrolments and recovery codes of a member, who is locked, and switches two-factor off.
pub(super) async fn erase_factors(conn: &mut Conn, member: &MemberId) -> Result<(), sqlx::Error> {
    let id = member.as_str();
    let off = query!(
        "UPDATE member SET two_factor_since = NULL, codes_saved_at = NULL WHERE id = $1",
        id
    )
    .execute(&mut *conn)
    .await?;
    exactly_one(off.rows_affected())?;
    query!("DELETE FROM device WHERE member_id = $1", id)
        .execute(&mut *conn)
        .await?;
    remote::erase_all(conn, member).await?;
    recovery::end_all(conn, member).await
}

/// Returns when a device of this member was confirmed, if it was.
pub(super) async fn confirmed_at(
    conn: &mut Conn,
    device: &DeviceId,
    member: &MemberId,
) -> Result<Option<Timestamp>, sqlx::Error> {
    let row = query!(
        "SELECT confirmed_at FROM device WHERE id = $1 AND member_id = $2",
        device.as_str(),
        member.as_str()
    );
    let row = row.fetch_optional(conn).await?;
    Ok(row.and_then(|row| row.confirmed_at).map(Timestamp))
}
