//! Storage of challenges and known browsers, and the other reads and writes of a sign-in.

use super::{
    counters::{self, counter},
    decide,
    passcode_sign_in::PasscodeSignIn,
    profile,
    rows::{CandidateRow, member, query_member},
    sessions,
    transaction::{Outcome, at_most_one, commit_effects, exactly_one, internal, latest_end, transaction},
    windows,
};
use crate::{Conn, SqlStore, passcode};
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
    sessions::session::{
        CHALLENGE_LIFE, CHALLENGE_TRIES, Challenge, KNOWN_BROWSERS, KNOWN_MEMBERS, KnownBrowser, Session,
    },
    sign_in::{
        attempt::{Decision, FactorAttempt},
        store::{Challenged, KnownQuery, Reservation, SignInStore, Verified},
    },
    store::Effects,
};
use sqlx::query;

#[async_trait]
impl SignInStore for SqlStore {
    async fn member_signing_in(
        &self,
        email_key: &str,
        known: &KnownQuery,
    ) -> Result<Option<(Member, Option<TokenDigest>)>, InternalError> {
        let [a, b, c, d, e] = digests(known);
        let found = async {
            // `at + 0`: the index of `at` is for the sweep. Here PostgreSQL would read all known browsers through it.
            let row = query_member!(
                r#"SELECT k.digest AS "known?", "#,
                "FROM member AS m JOIN account AS p ON p.id = m.account_id LEFT JOIN known_browser AS k
                 ON k.member_id = m.id AND k.digest IN ($2, $3, $4, $5, $6) AND k.at + 0 >= $7 AND k.at + 0 <= $8
                 WHERE m.email_key = $1 AND p.erasing_at IS NULL LIMIT 1",
                email_key,
                a,
                b,
                c,
                d,
                e,
                known.since.0,
                known.until.0
            )
            .fetch_optional(self.read())
            .await?;
            row.map(|row| {
                let known = row.known.clone().map(TokenDigest::from_store);
                Ok((member!(row), known))
            })
            .transpose()
        };
        found.await.map_err(internal("reading a member who signs in"))
    }

    async fn reserve(&self, windows: &[Window], now: Timestamp) -> Result<Reservation, InternalError> {
        windows::reserve(self, windows, now)
            .await
            .map_err(internal("reserving a try"))
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

    async fn challenge(
        &self,
        digest: &TokenDigest,
        known: &KnownQuery,
        now: Timestamp,
    ) -> Result<Option<Challenged>, InternalError> {
        let found = async {
            let mut conn = self.read().acquire().await?;
            read_challenge(&mut conn, digest, known, now).await
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
            let surplus = sessions::surplus(conn, &session.member).await?;
            sessions::erase(conn, &surplus).await?;
            sessions::insert(conn, session).await?;
            put_known(conn, known).await?;
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(true))
        })
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
            "SELECT id, secret, algorithm, digits, last_step, sign_in_only, usable_until FROM device
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
        const DOING: &str = "deciding an attempt";
        if let Some(usual) = PasscodeSignIn::of(attempt)
            && passcode::accept(self, usual).await.map_err(internal(DOING))?
        {
            return Ok(Decision::Accepted);
        }
        transaction!(self, DOING, |conn| decide::decide(conn, attempt).await)
    }
}

/// Reads everything a passcode is checked against in one statement: one row per confirmed device, or one row without a
/// device.
async fn read_challenge(
    conn: &mut Conn,
    digest: &TokenDigest,
    known: &KnownQuery,
    now: Timestamp,
) -> Result<Option<Challenged>, sqlx::Error> {
    let [k1, k2, k3, k4, k5] = digests(known);
    // `at + 0` as in `member_signing_in`.
    let rows = query_member!(
        r#"SELECT c.digest, c.created_at, c.expires_at, c.tries,
                  k.consecutive AS "consecutive?", k.wait_until AS "wait_until?", k.stopped_at AS "stopped_at?",
                  k.recent AS "recent?", d.id AS "device_id?", d.secret AS "secret?", d.algorithm AS "algorithm?",
                  d.digits AS "digits?", d.last_step AS "last_step?", d.sign_in_only AS "sign_in_only?", d.usable_until AS "until?",
                  (SELECT MIN(b.digest) FROM known_browser AS b
                   WHERE b.member_id = m.id AND b.digest IN ($6, $7, $8, $9, $10) AND b.at + 0 >= $11 AND b.at + 0 <= $12)
                  AS "known?: String", "#,
        "FROM challenge AS c
         JOIN member AS m ON m.id = c.member_id JOIN account AS p ON p.id = m.account_id
         LEFT JOIN counter AS k ON k.subject = CAST($4 AS TEXT) || m.id
         LEFT JOIN device AS d ON d.member_id = m.id AND d.confirmed_at IS NOT NULL
         WHERE c.digest = $1 AND c.expires_at > $2 AND c.expires_at <= $5 AND c.tries < $3",
        digest.as_str(),
        now.0,
        CHALLENGE_TRIES,
        CounterKey::PASSCODE,
        latest_end(now, CHALLENGE_LIFE),
        k1,
        k2,
        k3,
        k4,
        k5,
        known.since.0,
        known.until.0
    )
    .fetch_all(conn)
    .await?;
    let mut found = None::<Challenged>;
    for row in rows {
        let secret = (row.device_id, row.secret, row.algorithm, row.digits);
        let state = (row.last_step, row.sign_in_only, row.until);
        let device = CandidateRow::joined(secret, state)?;
        if let Some(found) = &mut found {
            found.devices.extend(device);
            continue;
        }
        let counted = row.consecutive.zip(row.recent);
        let passcodes =
            counted.map(|(consecutive, recent)| counter(consecutive, row.wait_until, row.stopped_at, &recent));
        let challenge = Challenge {
            digest: TokenDigest::from_store(row.digest),
            member: MemberId::from_store(row.member_id.clone()),
            created_at: Timestamp(row.created_at),
            expires_at: Timestamp(row.expires_at),
            tries: row.tries,
        };
        found = Some(Challenged {
            challenge,
            passcodes: passcodes.unwrap_or_default(),
            devices: device.into_iter().collect(),
            known: row.known.clone().map(TokenDigest::from_store),
            member: member!(row),
        });
    }
    Ok(found)
}

/// Returns as many digests as the statements have places for; no digest is empty.
fn digests(known: &KnownQuery) -> [&str; KNOWN_MEMBERS] {
    let mut all = [""; KNOWN_MEMBERS];
    for (place, digest) in all.iter_mut().zip(&known.digests) {
        *place = digest.as_str();
    }
    all
}

/// Makes a browser known to a member, and forgets the oldest beyond the limit.
pub(super) async fn put_known(conn: &mut Conn, known: &KnownBrowser) -> Result<(), sqlx::Error> {
    let done = query!(
        "INSERT INTO known_browser (digest, member_id, at) VALUES ($1, $2, $3)
         ON CONFLICT (digest, member_id) DO UPDATE SET at = excluded.at",
        known.digest.as_str(),
        known.member.as_str(),
        known.at.0
    );
    exactly_one(done.execute(&mut *conn).await?.rows_affected())?;
    query!(
        "DELETE FROM known_browser WHERE member_id = $1 AND digest IN
         (SELECT digest FROM known_browser WHERE member_id = $1 ORDER BY at DESC, digest LIMIT 1000 OFFSET $2)",
        known.member.as_str(),
        KNOWN_BROWSERS
    )
    .execute(conn)
    .await
    .map(drop)
}
