//! Statements for several windows at once, whose text differs from SQLite's.

use crate::shared::{transaction::Conn, windows::WindowRow};
use sqlx::query;

/// Returns the tries of those subjects that have any.
pub(crate) async fn read(conn: &mut Conn, subjects: &[String]) -> Result<Vec<(String, Vec<u8>)>, sqlx::Error> {
    let rows = query!(
        "SELECT subject, tries FROM try_window WHERE subject = ANY($1)",
        subjects
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.subject, row.tries)).collect())
}

/// Writes rows that have not changed since they were read, and returns their subjects.
pub(crate) async fn write(conn: &mut Conn, rows: &[WindowRow]) -> Result<Vec<String>, sqlx::Error> {
    let subjects: Vec<_> = rows.iter().map(|row| row.subject.clone()).collect();
    let before: Vec<_> = rows.iter().map(|row| row.before.clone()).collect();
    let tries: Vec<_> = rows.iter().map(|row| row.tries.clone()).collect();
    let over_at: Vec<_> = rows.iter().map(|row| row.over_at).collect();
    let written = query!(
        "INSERT INTO try_window (subject, tries, over_at)
         SELECT * FROM UNNEST($1::TEXT[], $2::BYTEA[], $3::BIGINT[])
         ON CONFLICT (subject) DO UPDATE SET tries = excluded.tries, over_at = excluded.over_at
         WHERE try_window.tries = (SELECT b.tries FROM UNNEST($1::TEXT[], $4::BYTEA[]) AS b (subject, tries)
                                   WHERE b.subject = try_window.subject)
         RETURNING subject",
        &subjects,
        &tries,
        &over_at,
        &before
    )
    .fetch_all(conn)
    .await?;
    Ok(written.into_iter().map(|row| row.subject).collect())
}
