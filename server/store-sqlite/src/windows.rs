//! Statements for several windows at once, whose text differs from PostgreSQL's.

use crate::shared::{transaction::Conn, windows::WindowRow};
use data_encoding::HEXLOWER;
use sqlx::query;

/// Returns the tries of those subjects that have any.
pub(crate) async fn read(conn: &mut Conn, subjects: &[String]) -> Result<Vec<(String, Vec<u8>)>, sqlx::Error> {
    let subjects = serde_json::json!(subjects).to_string();
    let rows = query!(
        "SELECT subject, tries FROM try_window WHERE subject IN (SELECT value FROM json_each($1))",
        subjects
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.subject, row.tries)).collect())
}

/// Writes rows that have not changed since they were read, and returns their subjects.
pub(crate) async fn write(conn: &mut Conn, rows: &[WindowRow]) -> Result<Vec<String>, sqlx::Error> {
    let rows: Vec<_> = rows
        .iter()
        .map(|row| {
            serde_json::json!({
                "subject": row.subject,
                "before": HEXLOWER.encode(&row.before),
                "tries": HEXLOWER.encode(&row.tries),
                "over_at": row.over_at,
            })
        })
        .collect();
    let rows = serde_json::json!(rows).to_string();
    let written = query!(
        r#"INSERT INTO try_window (subject, tries, over_at)
           SELECT value ->> 'subject', unhex(value ->> 'tries'), value ->> 'over_at' FROM json_each($1) WHERE true
           ON CONFLICT (subject) DO UPDATE SET tries = excluded.tries, over_at = excluded.over_at
           WHERE try_window.tries = (SELECT unhex(value ->> 'before') FROM json_each($1)
                                     WHERE value ->> 'subject' = try_window.subject)
           RETURNING subject"#,
        rows
    )
    .fetch_all(conn)
    .await?;
    Ok(written.into_iter().map(|row| row.subject).collect())
}
