//! Storage of enrolments by link.

use super::{
    change, kept, key_labels, pending_devices, profile,
    registration::{delete_link, upsert_link},
    rows::RemoteRow,
    transaction::{Outcome, at_most_one, commit_effects, exactly_one, internal, latest_end, seconds, transaction},
};
use crate::{Conn, SqlStore};
use async_trait::async_trait;
use domain::{
    InternalError, Timestamp,
    devices::{
        remote::{
            ENROLMENT_LIFE, RemoteEnrolment,
            store::{FirstPasscode, LinkAgain, ReadyDevice, RemoteStore},
        },
        store::Added,
    },
    freeze::kept::Kept,
    kernel::{
        id::{DeviceId, EnrolmentId, MemberId},
        mailed_code::{CODE_LIFE, CODE_TRIES, NewCode, Proved, same},
        token::TokenDigest,
    },
    profile::member::Member,
    registration::link::Link,
    sessions::{
        change::{Change, Changed},
        session::ProofRequirement,
    },
    store::Effects,
};
use sqlx::query;
use terms::{LinkKind, limits::DEVICES_MAX};

#[async_trait]
impl RemoteStore for SqlStore {
    async fn put_remote(
        &self,
        new: &RemoteEnrolment,
        link: &Link,
        (session, required): (&TokenDigest, Option<ProofRequirement>),
        effects: &Effects,
    ) -> Result<Added, InternalError> {
        transaction!(self, "keeping an enrolment", |conn| {
            let asking = change::lock_and_authorize(conn, &new.member, session, required, new.created_at).await?;
            let Some(asking) = asking else {
                return Ok(Outcome::Rollback(Added::NotProved));
            };
            if asking.member.two_factor_since.is_none() {
                return Ok(Outcome::Rollback(Added::TwoFactorOff));
            }
            let taken = pending_devices::taken(conn, &new.member).await?;
            let enrolments = names_of(conn, &new.member, new.created_at).await?;
            if taken
                .names
                .iter()
                .chain(&enrolments)
                .any(|name| *name == new.label.key())
            {
                return Ok(Outcome::Rollback(Added::NameTaken));
            }
            if taken.places + enrolments.len() >= DEVICES_MAX {
                return Ok(Outcome::Rollback(Added::TenDevices));
            }
            let key_label = key_labels::give(conn, &asking.member, &new.label).await?;
            insert(conn, new, key_label.as_str()).await?;
            upsert_link(conn, link).await?;
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(Added::Done))
        })
    }

    async fn remotes(&self, member: &MemberId, now: Timestamp) -> Result<Vec<RemoteEnrolment>, InternalError> {
        let found = async {
            let mut conn = self.read().acquire().await?;
            of_member(&mut conn, member, now).await
        };
        found.await.map_err(internal("reading the enrolments of a member"))
    }

    async fn remote(
        &self,
        id: &EnrolmentId,
        now: Timestamp,
    ) -> Result<Option<(RemoteEnrolment, Member)>, InternalError> {
        let found = async {
            let mut conn = self.read().acquire().await?;
            let Some(found) = find(&mut conn, id, now).await? else {
                return Ok(None);
            };
            let member = profile::read(&mut conn, &found.member).await?;
            Ok::<_, sqlx::Error>(member.map(|member| (found, member)))
        };
        found.await.map_err(internal("reading an enrolment"))
    }

    async fn remail_remote(&self, again: LinkAgain<'_>, effects: &Effects) -> Result<bool, InternalError> {
        let (id, member, now) = (again.enrolment.as_str(), again.member.as_str(), again.now.0);
        transaction!(self, "mailing an enrolment again", |conn| {
            let done = query!(
                "UPDATE enrolment SET mailed_at = $3 WHERE id = $1 AND member_id = $2 AND expires_at > $3 AND mailed_at <= $4",
                id,
                member,
                now,
                again.not_after.0
            );
            if !at_most_one(done.execute(&mut *conn).await?.rows_affected())? {
                return Ok(Outcome::Rollback(false));
            }
            upsert_link(conn, again.link).await?;
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(true))
        })
    }

    async fn put_code(
        &self,
        id: &EnrolmentId,
        code: &NewCode,
        now: Timestamp,
        effects: &Effects,
    ) -> Result<bool, InternalError> {
        transaction!(self, "keeping a mailed code", |conn| {
            let done = query!(
                "UPDATE enrolment SET code_digest = $2, code_expires_at = $3, code_tries = 0
                 WHERE id = $1 AND proved_at IS NULL AND expires_at > $4",
                id.as_str(),
                code.digest.as_str(),
                code.expires_at.0,
                now.0
            );
            if !at_most_one(done.execute(&mut *conn).await?.rows_affected())? {
                return Ok(Outcome::Rollback(false));
            }
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(true))
        })
    }

    async fn prove_code(
        &self,
        id: &EnrolmentId,
        typed: &TokenDigest,
        now: Timestamp,
        effects: &Effects,
    ) -> Result<Proved, InternalError> {
        transaction!(self, "checking a mailed code", |conn| {
            // Counted before it is compared, and committed whatever comes out.
            let row = query!(
                r#"UPDATE enrolment SET code_tries = code_tries + 1
                   WHERE id = $1 AND proved_at IS NULL AND code_digest IS NOT NULL AND code_tries < $2
                   AND code_expires_at > $3 AND code_expires_at <= $4 AND expires_at > $3
                   RETURNING code_digest AS "code_digest!""#,
                id.as_str(),
                CODE_TRIES,
                now.0,
                latest_end(now, CODE_LIFE)
            );
            let Some(row) = row.fetch_optional(&mut *conn).await? else {
                return Ok(Outcome::Rollback(Proved::NoCode));
            };
            if !same(&TokenDigest::from_store(row.code_digest), typed) {
                return Ok(Outcome::Commit(Proved::Wrong));
            }
            let done = query!(
                "UPDATE enrolment SET proved_at = $2, code_digest = NULL, code_expires_at = NULL WHERE id = $1",
                id.as_str(),
                now.0
            );
            exactly_one(done.execute(&mut *conn).await?.rows_affected())?;
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(Proved::Done))
        })
    }

    async fn await_approval(&self, first: FirstPasscode<'_>, effects: &Effects) -> Result<bool, InternalError> {
        transaction!(self, "keeping a first passcode", |conn| {
            let done = query!(
                "UPDATE enrolment SET waits_since = $2, words = $3, last_step = $4, expires_at = $5
                 WHERE id = $1 AND proved_at IS NOT NULL AND waits_since IS NULL AND expires_at > $2",
                first.enrolment.as_str(),
                first.now.0,
                first.words,
                first.step,
                first.now.plus(ENROLMENT_LIFE).0
            );
            if !at_most_one(done.execute(&mut *conn).await?.rows_affected())? {
                return Ok(Outcome::Rollback(false));
            }
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(true))
        })
    }

    async fn approve_remote(
        &self,
        id: &EnrolmentId,
        sign_in_only: bool,
        c: &Change,
    ) -> Result<Result<Changed, Added>, InternalError> {
        transaction!(self, "approving a device", |conn| {
            let Some(asking) = change::authorize(conn, c).await? else {
                return Ok(Outcome::Rollback(Ok(Changed::NotProved)));
            };
            if asking.member.two_factor_since.is_none() {
                return Ok(Outcome::Rollback(Err(Added::TwoFactorOff)));
            }
            let found = of_member(conn, &c.member, c.now).await?;
            let Some(enrolment) = found.into_iter().find(|found| found.id == *id && found.stage.waits()) else {
                return Ok(Outcome::Rollback(Ok(Changed::NotFound)));
            };
            let taken = pending_devices::taken(conn, &c.member).await?;
            if taken.names.contains(&enrolment.label.key()) {
                return Ok(Outcome::Rollback(Err(Added::NameTaken)));
            }
            if taken.places >= DEVICES_MAX {
                return Ok(Outcome::Rollback(Err(Added::TenDevices)));
            }
            if !become_device(conn, id, sign_in_only, c.now).await? {
                return Ok(Outcome::Rollback(Ok(Changed::NotFound)));
            }
            lead_to_device(conn, id, &enrolment.device).await?;
            let added = Kept::DeviceAdded {
                device: enrolment.device.clone(),
            };
            kept::keep(conn, &added, &c.member, (&c.keeper, c.now)).await?;
            erase(conn, id, &c.member).await?;
            Ok(match change::finish(conn, c, &asking.session.id).await? {
                Outcome::Commit(changed) => Outcome::Commit(Ok(changed)),
                Outcome::Rollback(changed) => Outcome::Rollback(Ok(changed)),
            })
        })
    }

    async fn approved_remote(&self, subject: &str) -> Result<Option<ReadyDevice>, InternalError> {
        let row = sqlx::query_as!(
            ReadyDevice,
            r#"SELECT m.name AS member, d.holder_email AS "email!", d.label AS device
               FROM device AS d INNER JOIN member AS m ON m.id = d.member_id
               WHERE d.id = $1 AND d.confirmed_at IS NOT NULL AND d.holder_email IS NOT NULL"#,
            subject
        );
        let found = row.fetch_optional(self.read()).await;
        found.map_err(internal("reading an approved device"))
    }

    async fn discard_remote(
        &self,
        id: &EnrolmentId,
        member: &MemberId,
        effects: &Effects,
    ) -> Result<bool, InternalError> {
        transaction!(self, "discarding an enrolment", |conn| {
            profile::lock(conn, member).await?;
            if !erase(conn, id, member).await? {
                return Ok(Outcome::Rollback(false));
            }
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(true))
        })
    }
}

/// Inserts an enrolment, instead of an expired one with the same name.
async fn insert(conn: &mut Conn, new: &RemoteEnrolment, key_label: &str) -> Result<(), sqlx::Error> {
    query!(
        "DELETE FROM enrolment WHERE member_id = $1 AND label_key = $2",
        new.member.as_str(),
        new.label.key()
    )
    .execute(&mut *conn)
    .await?;
    let done = query!(
        "INSERT INTO enrolment (id, member_id, device_id, label, label_key, key_label, holder_name, holder_email, sign_in_only,
                                usable_until, secret, algorithm, digits, created_at, mailed_at, expires_at, code_tries)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 0)",
        new.id.as_str(),
        new.member.as_str(),
        new.device.as_str(),
        new.label.as_str(),
        new.label.key(),
        key_label,
        new.holder.name,
        new.holder.email.as_str(),
        i64::from(new.validity.sign_in_only),
        seconds(new.validity.until),
        new.secret.0.as_slice(),
        new.parameters.algorithm.as_str(),
        i64::from(new.parameters.digits),
        new.created_at.0,
        new.mailed_at.0,
        new.expires_at.0
    );
    exactly_one(done.execute(conn).await?.rows_affected())
}

/// Returns the names of the member's enrolments.
async fn names_of(conn: &mut Conn, member: &MemberId, now: Timestamp) -> Result<Vec<String>, sqlx::Error> {
    let found = of_member(conn, member, now).await?;
    Ok(found.into_iter().map(|enrolment| enrolment.label.key()).collect())
}

async fn of_member(conn: &mut Conn, member: &MemberId, now: Timestamp) -> Result<Vec<RemoteEnrolment>, sqlx::Error> {
    let rows = sqlx::query_as!(
        RemoteRow,
        "SELECT id, member_id, device_id, label, key_label, holder_name, holder_email, sign_in_only, usable_until, secret,
                algorithm, digits, created_at, mailed_at, expires_at, proved_at, waits_since,
                code_expires_at, words
         FROM enrolment WHERE member_id = $1 AND expires_at > $2 AND expires_at <= $3 ORDER BY created_at, id",
        member.as_str(),
        now.0,
        latest_end(now, ENROLMENT_LIFE)
    );
    let rows = rows.fetch_all(conn).await?;
    rows.into_iter().map(RemoteRow::enrolment).collect()
}

async fn find(conn: &mut Conn, id: &EnrolmentId, now: Timestamp) -> Result<Option<RemoteEnrolment>, sqlx::Error> {
    let row = sqlx::query_as!(
        RemoteRow,
        "SELECT id, member_id, device_id, label, key_label, holder_name, holder_email, sign_in_only, usable_until, secret,
                algorithm, digits, created_at, mailed_at, expires_at, proved_at, waits_since,
                code_expires_at, words
         FROM enrolment WHERE id = $1 AND expires_at > $2 AND expires_at <= $3",
        id.as_str(),
        now.0,
        latest_end(now, ENROLMENT_LIFE)
    );
    row.fetch_optional(conn).await?.map(RemoteRow::enrolment).transpose()
}

/// Makes a confirmed device of an enrolment that waits; its first passcode is used up. False if it does not wait.
async fn become_device(
    conn: &mut Conn,
    id: &EnrolmentId,
    sign_in_only: bool,
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    let done = query!(
        "INSERT INTO device (id, member_id, label, label_key, secret, algorithm, digits, created_at, session_id, expires_at,
                             confirmed_at, last_step, key_label, holder_name, holder_email, sign_in_only, usable_until)
         SELECT device_id, member_id, label, label_key, secret, algorithm, digits, created_at, NULL, NULL, $2, last_step,
                key_label, holder_name, holder_email, $3, usable_until
         FROM enrolment WHERE id = $1 AND waits_since IS NOT NULL",
        id.as_str(),
        now.0,
        i64::from(sign_in_only)
    );
    at_most_one(done.execute(conn).await?.rows_affected())
}

/// Makes the opened link of an enrolment lead to its device.
async fn lead_to_device(conn: &mut Conn, id: &EnrolmentId, device: &DeviceId) -> Result<(), sqlx::Error> {
    let done = query!(
        "UPDATE link SET subject = $3 WHERE kind = $1 AND subject = $2 AND exchanged_at IS NOT NULL",
        LinkKind::Enrolment.as_str(),
        id.as_str(),
        device.as_str()
    );
    at_most_one(done.execute(conn).await?.rows_affected()).map(drop)
}

/// Erases an enrolment and its link; false if the member has none with this id.
async fn erase(conn: &mut Conn, id: &EnrolmentId, member: &MemberId) -> Result<bool, sqlx::Error> {
    let done = query!(
        "DELETE FROM enrolment WHERE id = $1 AND member_id = $2",
        id.as_str(),
        member.as_str()
    );
    let erased = at_most_one(done.execute(&mut *conn).await?.rows_affected())?;
    if erased {
        delete_link(conn, LinkKind::Enrolment, id.as_str()).await?;
    }
    Ok(erased)
}

/// Erases all enrolments of a member with their links.
pub(super) async fn erase_all(conn: &mut Conn, member: &MemberId) -> Result<(), sqlx::Error> {
    let rows = query!(
        r#"DELETE FROM enrolment WHERE member_id = $1 RETURNING id AS "id!""#,
        member.as_str()
    );
    for row in rows.fetch_all(&mut *conn).await? {
        delete_link(conn, LinkKind::Enrolment, &row.id).await?;
    }
    Ok(())
}
