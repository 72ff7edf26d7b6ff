//! Storage of sliding windows.
//!
//! A window's rule is a pure function ([`Window::reserve`]), so a reservation is: read all windows, ask the rule, write
//! all of them, in one statement each. The write skips a window that has changed since, which is then read and asked
//! again. A full window costs the read only.

use crate::{Conn, SqlStore, windows as sql};
use domain::{
    Timestamp,
    kernel::throttle::{Tries, Window},
    sign_in::store::Reservation,
};
use std::collections::BTreeMap;

/// How often a write is repeated while other requests are faster. Each time at least one of them succeeds.
const ROUNDS: u8 = 100;

/// A window to be written.
pub(crate) struct WindowRow {
    pub(crate) subject: String,
    /// The tries that the row must still have; empty if there is no row.
    pub(crate) before: Vec<u8>,
    pub(crate) tries: Vec<u8>,
    pub(crate) over_at: i64,
}

/// Reserves one try in every window, or in none.
pub(super) async fn reserve(store: &SqlStore, windows: &[Window], now: Timestamp) -> Result<Reservation, sqlx::Error> {
    let mut missing = sorted(windows);
    for _ in 0..ROUNDS {
        if missing.is_empty() {
            return Ok(Reservation::Reserved);
        }
        let found = read(&mut *store.read().acquire().await?, &missing).await?;
        let rows = match reserved(&missing, &found, now) {
            Ok(rows) => rows,
            Err(until) => {
                release_all_but(store, windows, &missing, now).await?;
                return Ok(Reservation::Full(until));
            }
        };
        let written = sql::write(&mut *store.write().acquire().await?, &rows).await?;
        missing.retain(|window| !written.contains(&window.subject));
    }
    release_all_but(store, windows, &missing, now).await?;
    Err(sqlx::Error::PoolTimedOut)
}

/// Releases what was reserved in windows that are not missing any more.
async fn release_all_but(
    store: &SqlStore,
    windows: &[Window],
    missing: &[&Window],
    at: Timestamp,
) -> Result<(), sqlx::Error> {
    let done = windows.iter().filter(|window| !missing.contains(window));
    let done: Vec<_> = done.cloned().collect();
    release(&mut *store.write().acquire().await?, &done, at).await
}

/// Whether a window has room at `now`; else the moment from which it has.
pub(super) async fn room(
    conn: &mut Conn,
    window: &Window,
    now: Timestamp,
) -> Result<Result<(), Timestamp>, sqlx::Error> {
    let found = read(conn, &[window]).await?;
    Ok(reserved(&[window], &found, now).map(drop))
}

/// Counts a try in a window within a transaction, which keeps the window locked until it ends.
pub(super) async fn charge(
    conn: &mut Conn,
    window: &Window,
    now: Timestamp,
) -> Result<Result<(), Timestamp>, sqlx::Error> {
    for _ in 0..ROUNDS {
        let found = read(conn, &[window]).await?;
        let rows = match reserved(&[window], &found, now) {
            Ok(rows) => rows,
            Err(until) => return Ok(Err(until)),
        };
        if !sql::write(conn, &rows).await?.is_empty() {
            return Ok(Ok(()));
        }
    }
    Err(sqlx::Error::PoolTimedOut)
}

/// Releases tries that were reserved at `at`. A window without the try is left alone.
pub(super) async fn release(conn: &mut Conn, windows: &[Window], at: Timestamp) -> Result<(), sqlx::Error> {
    let mut missing = sorted(windows);
    for _ in 0..ROUNDS {
        let found = read(conn, &missing).await?;
        missing.retain(|window| found.get(&window.subject).is_some_and(|tries| tries.0.contains(&at)));
        if missing.is_empty() {
            return Ok(());
        }
        let rows: Vec<_> = missing.iter().map(|window| released(window, &found, at)).collect();
        let written = sql::write(conn, &rows).await?;
        missing.retain(|window| !written.contains(&window.subject));
    }
    Err(sqlx::Error::PoolTimedOut)
}

/// Sorts windows by subject. Locking them in this order rules out deadlocks.
fn sorted(windows: &[Window]) -> Vec<&Window> {
    let mut windows: Vec<_> = windows.iter().collect();
    windows.sort_by(|a, b| a.subject.cmp(&b.subject));
    windows
}

async fn read(conn: &mut Conn, windows: &[&Window]) -> Result<BTreeMap<String, Tries>, sqlx::Error> {
    if windows.is_empty() {
        return Ok(BTreeMap::new());
    }
    let subjects: Vec<_> = windows.iter().map(|window| window.subject.clone()).collect();
    let found = sql::read(conn, &subjects).await?;
    Ok(found
        .into_iter()
        .map(|(subject, tries)| (subject, Tries::from_bytes(&tries)))
        .collect())
}

/// Returns the rows with one more try each, or the moment from which every window has room.
fn reserved(windows: &[&Window], found: &BTreeMap<String, Tries>, now: Timestamp) -> Result<Vec<WindowRow>, Timestamp> {
    let mut rows = Vec::with_capacity(windows.len());
    let mut full: Option<Timestamp> = None;
    for window in windows {
        let before = found.get(&window.subject).cloned().unwrap_or_default();
        match window.reserve(before.clone(), now) {
            Ok(tries) => rows.push(row(window, &before, &tries)),
            Err(until) => full = full.max(Some(until)),
        }
    }
    full.map_or(Ok(rows), Err)
}

/// Returns the row without the try of this moment.
fn released(window: &Window, found: &BTreeMap<String, Tries>, at: Timestamp) -> WindowRow {
    let before = found.get(&window.subject).cloned().unwrap_or_default();
    row(window, &before, &before.clone().release(at))
}

/// Returns the row, which is swept once its latest try is old; without any at the next sweep.
fn row(window: &Window, before: &Tries, tries: &Tries) -> WindowRow {
    let latest = tries.0.iter().max();
    WindowRow {
        subject: window.subject.clone(),
        before: before.to_bytes(),
        tries: tries.to_bytes(),
        over_at: latest.map_or(0, |at| at.plus(window.span).0),
    }
}
