//! Storage of sliding windows.

use super::transaction::{Outcome, exactly_one};
use crate::Conn;
use domain::{
    Timestamp,
    kernel::throttle::{Tries, Window},
    sign_in::store::Reservation,
};
use sqlx::query;

/// Sorts windows by subject. Locking them in this order rules out deadlocks.
fn sorted(windows: &[Window]) -> Vec<&Window> {
    let mut windows: Vec<_> = windows.iter().collect();
    windows.sort_by(|a, b| a.subject.cmp(&b.subject));
    windows
}

pub(super) async fn reserve(
    conn: &mut Conn,
    windows: &[Window],
    now: Timestamp,
) -> Result<Outcome<Reservation>, sqlx::Error> {
    let mut full: Option<Timestamp> = None;
    for window in sorted(windows) {
        let over_at = now.plus(window.span);
        match window.reserve(lock(conn, window, over_at).await?, now) {
            Ok(tries) => write(conn, window, &tries, over_at).await?,
            Err(until) => full = full.max(Some(until)),
        }
    }
    Ok(match full {
        None => Outcome::Commit(Reservation::Reserved),
        Some(until) => Outcome::Rollback(Reservation::Full(until)),
    })
}

async fn lock(conn: &mut Conn, window: &Window, over_at: Timestamp) -> Result<Tries, sqlx::Error> {
    let none: &[u8] = &[];
    let row = query!(
        r#"INSERT INTO try_window (subject, tries, over_at) VALUES ($1, $2, $3)
           ON CONFLICT (subject) DO UPDATE SET subject = excluded.subject
           RETURNING tries AS "tries!""#,
        window.subject,
        none,
        over_at.0
    );
    Ok(Tries::from_bytes(&row.fetch_one(conn).await?.tries))
}

async fn write(conn: &mut Conn, window: &Window, tries: &Tries, over_at: Timestamp) -> Result<(), sqlx::Error> {
    let tries = tries.to_bytes();
    let done = query!(
        "UPDATE try_window SET tries = $2, over_at = $3 WHERE subject = $1",
        window.subject,
        tries,
        over_at.0
    );
    exactly_one(done.execute(conn).await?.rows_affected())
}

/// Releases tries that were reserved at `at`. A window that was swept meanwhile is not created again.
pub(super) async fn release(conn: &mut Conn, windows: &[Window], at: Timestamp) -> Result<(), sqlx::Error> {
    for window in sorted(windows) {
        let row = query!(
            r#"UPDATE try_window SET subject = subject WHERE subject = $1 RETURNING tries AS "tries!""#,
            window.subject
        )
        .fetch_optional(&mut *conn)
        .await?;
        if let Some(row) = row {
            let tries = Tries::from_bytes(&row.tries).release(at).to_bytes();
            let done = query!(
                "UPDATE try_window SET tries = $2 WHERE subject = $1",
                window.subject,
                tries
            );
            exactly_one(done.execute(&mut *conn).await?.rows_affected())?;
        }
    }
    Ok(())
}
