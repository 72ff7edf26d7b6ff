//! Putting mails into the outbox, at most ten of one kind to one member within an hour.
//!
//! The window is locked until the transaction ends, so that mails of concurrent changes are counted one after the other.

use super::{
    freeze,
    transaction::{at_most_one, exactly_one},
};
use crate::Conn;
use domain::{
    Timestamp,
    kernel::id::MailId,
    mail::{
        NewMail,
        cap::{MailWindow, Placed, Series},
    },
};
use sqlx::query;

/// Puts a mail into the outbox, or counts it if the hour has had ten of its kind.
pub(super) async fn put(conn: &mut Conn, mail: &NewMail) -> Result<(), sqlx::Error> {
    let Some(series) = &mail.series else {
        return insert(conn, mail, None).await;
    };
    let now = mail.due_at;
    let mut window = lock(conn, series, now).await?;
    if !window.is_open(now) {
        end_early(conn, &window, now).await?;
        window = MailWindow::begin(now);
    }
    if let Placed::Counted(summary) = window.place() {
        if count(conn, &summary, window.ends_at()).await? {
            return Ok(());
        }
        // A node whose clock is ahead has sent the summary.
        window = MailWindow::begin(now);
    }
    if window.place() == Placed::AsItIs {
        insert(conn, mail, None).await?;
        window.sent += 1;
    } else {
        insert(conn, mail, Some(&window)).await?;
        window.summary = Some(mail.id.clone());
    }
    write(conn, series, &window).await
}

/// Locks the window; a missing one begins now.
async fn lock(conn: &mut Conn, series: &Series, now: Timestamp) -> Result<MailWindow, sqlx::Error> {
    let row = query!(
        r#"INSERT INTO mail_window (member_id, kind, began_at, sent, summary) VALUES ($1, $2, $3, 0, NULL)
           ON CONFLICT (member_id, kind) DO UPDATE SET sent = mail_window.sent
           RETURNING began_at AS "began_at!", sent AS "sent!", summary"#,
        series.member.as_str(),
        series.kind,
        now.0
    )
    .fetch_one(conn)
    .await?;
    Ok(MailWindow {
        began_at: Timestamp(row.began_at),
        sent: u32::try_from(row.sent).unwrap_or(u32::MAX),
        summary: row.summary.map(MailId::from_store),
    })
}

async fn write(conn: &mut Conn, series: &Series, window: &MailWindow) -> Result<(), sqlx::Error> {
    let done = query!(
        "UPDATE mail_window SET began_at = $3, sent = $4, summary = $5 WHERE member_id = $1 AND kind = $2",
        series.member.as_str(),
        series.kind,
        window.began_at.0,
        i64::from(window.sent),
        window.summary.as_ref().map(MailId::as_str)
    );
    exactly_one(done.execute(conn).await?.rows_affected())
}

/// Inserts a mail with its link of *this wasn't me*; as the summary of a window it is due when the window ends.
async fn insert(conn: &mut Conn, mail: &NewMail, summary_of: Option<&MailWindow>) -> Result<(), sqlx::Error> {
    let done = query!(
        "INSERT INTO outbox (id, body, due_at, tries, urgent, more, since) VALUES ($1, $2, $3, 0, $4, $5, $6)",
        mail.id.as_str(),
        mail.body.0.as_slice(),
        summary_of.map_or(mail.due_at, MailWindow::ends_at).0,
        i64::from(mail.urgent),
        summary_of.map(|_| 1_i64),
        summary_of.map(|window| window.began_at.0)
    );
    exactly_one(done.execute(&mut *conn).await?.rows_affected())?;
    match &mail.not_me {
        Some(link) => freeze::insert_link(conn, link, &mail.id, None).await,
        None => Ok(()),
    }
}

/// Raises the count of a summary; false if a node has claimed it already.
async fn count(conn: &mut Conn, summary: &MailId, due_at: Timestamp) -> Result<bool, sqlx::Error> {
    let done = query!(
        "UPDATE outbox SET more = more + 1 WHERE id = $1 AND due_at = $2 AND tries = 0",
        summary.as_str(),
        due_at.0
    );
    at_most_one(done.execute(conn).await?.rows_affected())
}

/// Makes the summary of a window from the future due now, because its own time may be far away.
async fn end_early(conn: &mut Conn, window: &MailWindow, now: Timestamp) -> Result<(), sqlx::Error> {
    let (Some(summary), true) = (&window.summary, window.ends_at() > now) else {
        return Ok(());
    };
    let done = query!(
        "UPDATE outbox SET due_at = $3 WHERE id = $1 AND due_at = $2 AND tries = 0",
        summary.as_str(),
        window.ends_at().0,
        now.0
    );
    at_most_one(done.execute(conn).await?.rows_affected()).map(drop)
}
