//! Storage of challenges and known browsers, and the other reads and writes of a sign-in.

use super::{
    counters, decide, profile,
    rows::{CandidateRow, member, query_member},
    sessions,
    transaction::{Outcome, at_most_one, commit_effects, exactly_one, internal, transaction},
    windows,
};
use crate::{Conn, SqlStore};
use async_trait::async_trait;
use domain::{
    InternalError, Timestamp,
    devices::device::Candidate,
    kernel::{
        counter::{Counter, CounterKey},
        id::MemberId,
        password::PasswordHash,
        throttle::Window,
        token::TokenDigest,
    },
    profile::member::Member,
    sessions::session::{CHALLENGE_TRIES, Challenge, KnownBrowser, Session},
    sign_in::{
        attempt::{Decision, FactorAttempt},
        store::{Challenged, Reservation, SignInStore, Verified},
    },
    store::Effects,
};
use sqlx::query;

#[async_trait]
impl SignInStore for SqlStore {
    async fn member_by_email(&self, email_key: &str) -> Result<Option<Member>, InternalError> {
        let found = async {
            let row = query_member!("SELECT ", "FROM member AS m WHERE m.email_key = $1", email_key)
                .fetch_optional(self.read())
                .await?;
            row.map(|row| Ok(member!(row))).transpose()
        };
        found.await.map_err(internal("reading a member"))
    }

    async fn reserve(&self, windows: &[Window], now: Timestamp) -> Result<Reservation, InternalError> {
        transaction!(self, "reserving a try", |conn| {
            windows::reserve(conn, windows, now).await
        })
    }

    async fn release(&self, windows: &[Window], at: Timestamp) -> Result<(), InternalError> {
        transaction!(self, "giving a try back", |conn| {
            windows::release(conn, windows, at).await?;
            Ok(Outcome::Commit(()))
        })
    }

    async fn rehash(&self, member: &MemberId, old: &PasswordHash, new: &PasswordHash) -> Result<bool, InternalError> {
        let (member, old, new) = (member.as_str(), old.as_phc(), new.as_phc());
        let done = query!(
            "UPDATE member SET password = $3 WHERE id = $1 AND password = $2",
            member,
            old,
            new
        )
        .execute(self.write())
        .await;
        let done = done.and_then(|done| at_most_one(done.rows_affected()));
        done.map_err(internal("renewing a password hash"))
    }

    async fn open_challenge(
        &self,
        c: &Challenge,
        password: &Verified<'_>,
        effects: &Effects,
    ) -> Result<bool, InternalError> {
        transaction!(self, "opening a challenge", |conn| {
            if profile::lock_password(conn, &c.member, password.hash).await? != Some(true) {
                return Ok(Outcome::Rollback(false));
            }
            windows::release(conn, password.tries, password.reserved_at).await?;
            let done = query!(
                "INSERT INTO challenge (digest, member_id, created_at, expires_at, tries) VALUES ($1, $2, $3, $4, $5)",
                c.digest.as_str(),
                c.member.as_str(),
                c.created_at.0,
                c.expires_at.0,
                c.tries
            );
            exactly_one(done.execute(&mut *conn).await?.rows_affected())?;
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(true))
        })
    }

    async fn challenge(&self, digest: &TokenDigest, now: Timestamp) -> Result<Option<Challenged>, InternalError> {
        let found = async {
            let mut conn = self.read().acquire().await?;
            let Some(found) = read_challenge(&mut conn, digest, now).await? else {
                return Ok(None);
            };
            drop(conn);
            // A read of its own, because only the domain knows the names of counters.
            let passcodes = counters::read(self, &CounterKey::Passcode(found.member.id.clone())).await?;
            Ok(Some(Challenged { passcodes, ..found }))
        };
        found.await.map_err(internal("reading a challenge"))
    }

    async fn end_challenge(&self, digest: &TokenDigest) -> Result<(), InternalError> {
        let done = query!("DELETE FROM challenge WHERE digest = $1", digest.as_str())
            .execute(self.write())
            .await;
        let done = done.and_then(|done| at_most_one(done.rows_affected()));
        done.map(drop).map_err(internal("ending a challenge"))
    }

    async fn open_session(
        &self,
        session: &Session,
        password: &Verified<'_>,
        known: &KnownBrowser,
        effects: &Effects,
    ) -> Result<bool, InternalError> {
        transaction!(self, "opening a session", |conn| {
            if profile::lock_password(conn, &session.member, password.hash).await? != Some(false) {
                return Ok(Outcome::Rollback(false));
            }
            windows::release(conn, password.tries, password.reserved_at).await?;
            sessions::insert(conn, session).await?;
            put_known(conn, known).await?;
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(true))
        })
    }

    async fn known_browser(
        &self,
        digest: &TokenDigest,
        member: &MemberId,
        since: Timestamp,
    ) -> Result<bool, InternalError> {
        let row = query!(
            "SELECT at FROM known_browser WHERE digest = $1 AND member_id = $2 AND at >= $3",
            digest.as_str(),
            member.as_str(),
            since.0
        )
        .fetch_optional(self.read())
        .await;
        Ok(row.map_err(internal("reading a known browser"))?.is_some())
    }

    async fn knows_browsers(&self, member: &MemberId) -> Result<bool, InternalError> {
        let row = query!(
            r#"SELECT 1 AS "one!" FROM known_browser WHERE member_id = $1 LIMIT 1"#,
            member.as_str()
        )
        .fetch_optional(self.read())
        .await;
        Ok(row.map_err(internal("looking for known browsers"))?.is_some())
    }

    async fn candidates(&self, member: &MemberId) -> Result<Vec<Candidate>, InternalError> {
        let rows = sqlx::query_as!(
            CandidateRow,
            "SELECT id, secret, algorithm, digits, last_step FROM device
             WHERE member_id = $1 AND confirmed_at IS NOT NULL",
            member.as_str()
        )
        .fetch_all(self.read())
        .await;
        let candidates = rows.and_then(|rows| rows.into_iter().map(CandidateRow::candidate).collect());
        candidates.map_err(internal("reading the devices"))
    }

    async fn counter(&self, key: &CounterKey) -> Result<Counter, InternalError> {
        counters::read(self, key).await.map_err(internal("reading a counter"))
    }

    async fn decide(&self, attempt: &FactorAttempt) -> Result<Decision, InternalError> {
        transaction!(self, "deciding an attempt", |conn| decide::decide(conn, attempt).await)
    }
}

/// Reads a challenge and the devices in one statement: one row per confirmed device, or one row without a device. The
/// counter is not read.
async fn read_challenge(
    conn: &mut Conn,
    digest: &TokenDigest,
    now: Timestamp,
) -> Result<Option<Challenged>, sqlx::Error> {
    let rows = query_member!(
        r#"SELECT c.digest, c.created_at, c.expires_at, c.tries,
                  d.id AS "device_id?", d.secret AS "secret?", d.algorithm AS "algorithm?",
                  d.digits AS "digits?", d.last_step AS "last_step?", "#,
        "FROM challenge AS c
         JOIN member AS m ON m.id = c.member_id
         LEFT JOIN device AS d ON d.member_id = m.id AND d.confirmed_at IS NOT NULL
         WHERE c.digest = $1 AND c.expires_at > $2 AND c.tries < $3",
        digest.as_str(),
        now.0,
        CHALLENGE_TRIES
    )
    .fetch_all(conn)
    .await?;
    let mut found: Option<Challenged> = None;
    for row in rows {
        let device = match (row.device_id, row.secret, row.algorithm, row.digits, row.last_step) {
            (Some(id), Some(secret), Some(algorithm), Some(digits), Some(last_step)) => {
                let row = CandidateRow {
                    id,
                    secret,
                    algorithm,
                    digits,
                    last_step,
                };
                Some(row.candidate()?)
            }
            _ => None,
        };
        if let Some(found) = &mut found {
            found.devices.extend(device);
            continue;
        }
        let challenge = Challenge {
            digest: TokenDigest::from_store(row.digest),
            member: MemberId::from_store(row.member_id.clone()),
            created_at: Timestamp(row.created_at),
            expires_at: Timestamp(row.expires_at),
            tries: row.tries,
        };
        found = Some(Challenged {
            challenge,
            member: member!(row),
            passcodes: Counter::default(),
            devices: device.into_iter().collect(),
        });
    }
    Ok(found)
}

pub(super) async fn put_known(conn: &mut Conn, known: &KnownBrowser) -> Result<(), sqlx::Error> {
    let done = query!(
        "INSERT INTO known_browser (digest, member_id, at) VALUES ($1, $2, $3)
         ON CONFLICT (digest, member_id) DO UPDATE SET at = excluded.at",
        known.digest.as_str(),
        known.member.as_str(),
        known.at.0
    );
    exactly_one(done.execute(conn).await?.rows_affected())
}
