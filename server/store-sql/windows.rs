//! Tries in sliding windows.

use super::sql::{Verdict, finish, one};
use crate::{Conn, SqlStore};
use domain::{
    Timestamp,
    kernel::throttle::{Tries, Window},
};
use sqlx::query_file;

/// In the order of their subjects, so that two callers never wait for each other in a ring.
fn in_order(windows: &[Window]) -> Vec<&Window> {
    let mut windows: Vec<_> = windows.iter().collect();
    windows.sort_by(|a, b| a.subject.cmp(&b.subject));
    windows
}

pub(super) async fn reserve(
    store: &SqlStore,
    windows: &[Window],
    now: Timestamp,
) -> Result<Result<(), Timestamp>, sqlx::Error> {
    let mut tx = store.begin().await?;
    let verdict = reserve_all(&mut tx, windows, now).await?;
    finish(tx, verdict).await
}

async fn reserve_all(conn: &mut Conn, windows: &[Window], now: Timestamp) -> Verdict<Result<(), Timestamp>> {
    let mut full: Option<Timestamp> = None;
    for window in in_order(windows) {
        let over_at = now.plus(window.span);
        let none: &[u8] = &[];
        let row =
            query_file!("../store-sql/queries/window_lock.sql", window.subject, none, over_at.0).fetch_one(&mut *conn);
        match window.reserve(Tries::from_bytes(&row.await?.tries), now) {
            Ok(tries) => write(conn, window, &tries, over_at).await?,
            Err(until) => full = full.max(Some(until)),
        }
    }
    Ok(full.map_or(Ok(Ok(())), |until| Err(Err(until))))
}

async fn write(conn: &mut Conn, window: &Window, tries: &Tries, over_at: Timestamp) -> Result<(), sqlx::Error> {
    let done = query_file!(
        "../store-sql/queries/window_write.sql",
        window.subject,
        tries.to_bytes(),
        over_at.0
    )
    .execute(conn);
    one(done.await?.rows_affected())
}

pub(super) async fn release(store: &SqlStore, windows: &[Window], at: Timestamp) -> Result<(), sqlx::Error> {
    let mut tx = store.begin().await?;
    give_back(&mut tx, windows, at).await?;
    tx.commit().await
}

/// Within a transaction that opens what the password was for.
pub(super) async fn give_back(conn: &mut Conn, windows: &[Window], at: Timestamp) -> Result<(), sqlx::Error> {
    for window in in_order(windows) {
        let row = query_file!("../store-sql/queries/window_relock.sql", window.subject)
            .fetch_optional(&mut *conn)
            .await?;
        if let Some(row) = row {
            let tries = Tries::from_bytes(&row.tries).release(at).to_bytes();
            let done =
                query_file!("../store-sql/queries/window_release.sql", window.subject, tries).execute(&mut *conn);
            one(done.await?.rows_affected())?;
        }
    }
    Ok(())
}
