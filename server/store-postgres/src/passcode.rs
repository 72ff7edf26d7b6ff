//! The usual decision, a right passcode that signs in, in one statement, whose text differs from SQLite's.

use crate::{
    PostgresStore,
    shared::passcode_sign_in::{PasscodeSignIn, latest_wait},
};
use sqlx::query;

/// Accepts the passcode if everything holds that a decision needs. False if anything does not: nothing has changed then,
/// and [`crate::shared::decide`] finds out what it was.
pub(crate) async fn accept(store: &PostgresStore, a: PasscodeSignIn) -> Result<bool, sqlx::Error> {
    match accepted(store, &a).await {
        // Nothing was written, and a transaction that is retried decides.
        Err(error) if is_division_by_zero(&error) || crate::transient(&error) => Ok(false),
        accepted => accepted,
    }
}

/// One statement is one round trip and one commit. The counter is locked first, as everywhere; the parts after it depend
/// on each other. The division by zero undoes everything if the challenge was taken in between.
#[expect(clippy::too_many_lines, reason = "one statement and its parameters")]
async fn accepted(store: &PostgresStore, a: &PasscodeSignIn) -> Result<bool, sqlx::Error> {
    let s = &a.session;
    let row = query!(
        r#"WITH locked AS (
               SELECT stopped_at IS NULL AND (wait_until IS NULL OR wait_until <= $3 OR wait_until > $4) AS open
               FROM counter WHERE subject = $1 FOR UPDATE
           ), claimed AS (
               UPDATE device SET last_step = $6, used_at = $3, used_for = $7, used_from = $8
               WHERE id = $5 AND member_id = $2 AND confirmed_at IS NOT NULL AND last_step < $6
               AND (usable_until IS NULL OR usable_until > $3) AND sign_in_only = $25
               AND NOT EXISTS (SELECT 1 FROM locked WHERE NOT open)
               AND EXISTS (SELECT 1 FROM challenge WHERE digest = $9 AND member_id = $2 AND expires_at > $3
                           AND expires_at <= $10 AND tries < $11)
               AND (SELECT COUNT(*) FROM session WHERE member_id = $2) < $12
               RETURNING id
           ), taken AS (
               DELETE FROM challenge WHERE digest = $9 AND tries < $11 AND EXISTS (SELECT 1 FROM claimed)
               RETURNING digest
           ), opened AS (
               INSERT INTO session (id, digest, member_id, kind, created_at, last_seen_at, expires_at, password_at,
                                    factor_at, device_id, opened_by, address, agent)
               SELECT $13, $14, $2, $15, $3, $3, $16, $17, $3, $5, $5, $8, $18 FROM taken
               RETURNING id
           ), known AS (
               INSERT INTO known_browser (digest, member_id, at) SELECT $19, $2, $3 FROM opened
               ON CONFLICT (digest, member_id) DO UPDATE SET at = excluded.at
           ), reported AS (
               INSERT INTO event (account_id, at, id, member_id, who, kind, last_at, count, session_id, device_id,
                                  device_name, device_holder, address, network, agent)
               SELECT $20, $3, $21, $2, $22, $23, $3, 1, $13, $5, (SELECT label FROM device WHERE id = $5),
                      (SELECT holder_name FROM device WHERE id = $5), $8, $24, $18
               FROM opened
           ), reset AS (
               UPDATE counter SET consecutive = 0, wait_until = NULL, moved_at = $3
               WHERE subject = $1 AND consecutive <> 0 AND EXISTS (SELECT 1 FROM opened)
           )
           SELECT CASE WHEN EXISTS (SELECT 1 FROM claimed) THEN 1 / (SELECT COUNT(*) FROM opened) ELSE 0 END
           AS "accepted!""#,
        a.counter,
        a.member.as_str(),
        a.now.0,
        latest_wait(a.now),
        a.device.as_str(),
        a.step,
        a.purpose.as_str(),
        s.address,
        a.challenge.as_str(),
        a.latest_challenge,
        a.challenge_tries,
        a.sessions,
        s.id.as_str(),
        s.digest.as_str(),
        s.kind.as_str(),
        s.expires_at.0,
        s.password_at.0,
        s.agent,
        a.known.digest.as_str(),
        a.event.account.as_str(),
        a.event.id.as_str(),
        a.event.who,
        a.event.kind.as_str(),
        a.event.network,
        a.sign_in_only
    )
    .fetch_one(&store.pool)
    .await?;
    Ok(row.accepted == 1)
}

fn is_division_by_zero(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    code.as_deref() == Some("22012")
}
