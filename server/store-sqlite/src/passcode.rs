//! The usual decision, a right passcode that signs in, in few statements, whose text differs from PostgreSQL's.
//!
//! Decisions that wait together are committed together: SQLite has one writer, and most of a decision's time is its commit.
//! Each is still decided after the other, and none is answered before the commit.

use crate::{
    SqliteStore,
    shared::{
        passcode_sign_in::{PasscodeSignIn, latest_wait},
        transaction::Conn,
    },
};
use sqlx::query;
use std::{
    mem,
    sync::{Mutex, PoisonError},
};
use tokio::sync::oneshot;

/// Maximum decisions in one commit, so that the first does not wait long.
const TOGETHER: usize = 64;

/// Decisions that wait for the write connection.
#[derive(Debug, Default)]
pub(crate) struct Decisions(Mutex<Waiting>);

#[derive(Debug, Default)]
struct Waiting {
    jobs: Vec<Job>,
    /// Whether a task is deciding; it takes what comes meanwhile.
    deciding: bool,
}

#[derive(Debug)]
struct Job {
    sign_in: PasscodeSignIn,
    answer: oneshot::Sender<Result<bool, sqlx::Error>>,
}

/// Accepts the passcode if everything holds that a decision needs. False if anything does not: nothing has changed then,
/// and [`crate::shared::decide`] finds out what it was.
pub(crate) async fn accept(store: &SqliteStore, sign_in: PasscodeSignIn) -> Result<bool, sqlx::Error> {
    let (answer, answered) = oneshot::channel();
    if store.decisions.push(Job { sign_in, answer }) {
        // A task of its own, because a request that is dropped must not leave the others without an answer.
        tokio::spawn(decide_waiting(store.clone()));
    }
    answered.await.unwrap_or(Err(sqlx::Error::WorkerCrashed))
}

impl Decisions {
    /// Adds a job; true if the caller has to start deciding.
    fn push(&self, job: Job) -> bool {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.jobs.push(job);
        !mem::replace(&mut waiting.deciding, true)
    }

    /// Takes the jobs that are decided next; none if nothing waits.
    fn take(&self) -> Vec<Job> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let together = waiting.jobs.len().min(TOGETHER);
        waiting.deciding = together > 0;
        waiting.jobs.drain(..together).collect()
    }
}

/// Lets the next decision start a task again if this one ends early. Jobs without an answer learn that it is unknown.
struct Deciding<'a>(&'a Decisions);

impl Drop for Deciding<'_> {
    fn drop(&mut self) {
        let mut waiting = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        if mem::replace(&mut waiting.deciding, false) {
            waiting.jobs.clear();
        }
    }
}

async fn decide_waiting(store: SqliteStore) {
    let _deciding = Deciding(&store.decisions);
    loop {
        let jobs = store.decisions.take();
        if jobs.is_empty() {
            return;
        }
        let sign_ins: Vec<_> = jobs.iter().map(|job| &job.sign_in).collect();
        match together(&store, &sign_ins).await {
            Ok(accepted) => {
                for (job, accepted) in jobs.into_iter().zip(accepted) {
                    drop(job.answer.send(Ok(accepted)));
                }
            }
            // The database is busy, and would be for each of them.
            Err(error) if matches!(error, sqlx::Error::PoolTimedOut) || crate::busy(&error) => {
                for job in jobs {
                    drop(job.answer.send(Err(sqlx::Error::PoolTimedOut)));
                }
            }
            // Nothing was committed. One of them may be the reason, so each is decided alone.
            Err(_) => {
                for job in jobs {
                    let accepted = together(&store, &[&job.sign_in]).await;
                    drop(job.answer.send(accepted.map(|accepted| accepted == [true])));
                }
            }
        }
    }
}

async fn together(store: &SqliteStore, sign_ins: &[&PasscodeSignIn]) -> Result<Vec<bool>, sqlx::Error> {
    let mut tx = store.begin().await?;
    let mut accepted = Vec::with_capacity(sign_ins.len());
    for sign_in in sign_ins {
        accepted.push(accept_one(&mut tx, sign_in).await?);
    }
    tx.commit().await?;
    Ok(accepted)
}

/// Each statement depends on the one before having changed a row. sqlx's macro cannot check them, because it counts the
/// parameters of each apart.
const ACCEPT: &str = "
    UPDATE device SET last_step = $6, used_at = $3, used_for = $7, used_from = $8
    WHERE id = $5 AND member_id = $2 AND confirmed_at IS NOT NULL AND last_step < $6
    AND (usable_until IS NULL OR usable_until > $3) AND sign_in_only = $25
    AND NOT EXISTS (SELECT 1 FROM counter WHERE subject = $1
                    AND (stopped_at IS NOT NULL OR (wait_until > $3 AND wait_until <= $4)))
    AND EXISTS (SELECT 1 FROM challenge WHERE digest = $9 AND member_id = $2 AND expires_at > $3
                AND expires_at <= $10 AND tries < $11)
    AND (SELECT COUNT(*) FROM session WHERE member_id = $2) < $12;
    DELETE FROM challenge WHERE digest = $9 AND changes() = 1;
    INSERT INTO session (id, digest, member_id, kind, created_at, last_seen_at, expires_at, password_at,
                         factor_at, device_id, opened_by, address, agent)
    SELECT $13, $14, $2, $15, $3, $3, $16, $17, $3, $5, $5, $8, $18 WHERE changes() = 1;
    INSERT INTO known_browser (digest, member_id, at) SELECT $19, $2, $3 WHERE changes() = 1
    ON CONFLICT (digest, member_id) DO UPDATE SET at = excluded.at;
    INSERT INTO event (account_id, at, id, member_id, who, kind, last_at, count, session_id, device_id, device_name,
                       device_holder, address, network, agent)
    SELECT $20, $3, $21, $2, $22, $23, $3, 1, $13, $5, (SELECT label FROM device WHERE id = $5),
           (SELECT holder_name FROM device WHERE id = $5), $8, $24, $18
    WHERE changes() = 1;
    UPDATE counter SET consecutive = 0, wait_until = NULL, moved_at = $3
    WHERE subject = $1 AND consecutive <> 0 AND changes() = 1;
    SELECT id FROM session WHERE id = $13";

/// All statements are one way to the database's thread.
async fn accept_one(conn: &mut Conn, a: &PasscodeSignIn) -> Result<bool, sqlx::Error> {
    let s = &a.session;
    let rows = query(ACCEPT)
        .bind(&a.counter)
        .bind(a.member.as_str())
        .bind(a.now.0)
        .bind(latest_wait(a.now))
        .bind(a.device.as_str())
        .bind(a.step)
        .bind(a.purpose.as_str())
        .bind(&s.address)
        .bind(a.challenge.as_str())
        .bind(a.latest_challenge)
        .bind(a.challenge_tries)
        .bind(a.sessions)
        .bind(s.id.as_str())
        .bind(s.digest.as_str())
        .bind(s.kind.as_str())
        .bind(s.expires_at.0)
        .bind(s.password_at.0)
        .bind(&s.agent)
        .bind(a.known.digest.as_str())
        .bind(a.event.account.as_str())
        .bind(a.event.id.as_str())
        .bind(&a.event.who)
        .bind(a.event.kind.as_str())
        .bind(&a.event.network)
        .bind(a.sign_in_only)
        .fetch_all(conn)
        .await?;
    Ok(!rows.is_empty())
}
