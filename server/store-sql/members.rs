//! The end of a member, for [`super::team`].

use super::{api_keys, approvals, invitations, remote, resets, tokens, transaction::exactly_one};
use crate::Conn;
use domain::kernel::{counter::CounterKey, id::MemberId, label::Label};
use sqlx::query;
use terms::limits::KEYS_MAX;

/// Erases a member, who is locked, with everything of theirs.
///
/// The foreign keys would erase it all, but in an order of their own, which is against the lock order.
pub(super) async fn erase_member(conn: &mut Conn, member: &MemberId) -> Result<(), sqlx::Error> {
    let id = member.as_str();
    query!(
        "DELETE FROM counter WHERE subject IN ($2, $3) OR subject IN (SELECT 'key ' || id FROM api_key WHERE member_id = $1)",
        id,
        CounterKey::Passcode(member.clone()).as_text(),
        CounterKey::Recovery(member.clone()).as_text()
    )
    .execute(&mut *conn)
    .await?;
    invitations::erase_of(conn, member).await?;
    query!("DELETE FROM device WHERE member_id = $1", id)
        .execute(&mut *conn)
        .await?;
    remote::erase_all(conn, member).await?;
    resets::erase_started_by(conn, member).await?;
    resets::erase(conn, member).await?;
    query!("DELETE FROM recovery_code WHERE member_id = $1", id)
        .execute(&mut *conn)
        .await?;
    query!(
        "DELETE FROM reveal WHERE session_id IN (SELECT id FROM session WHERE member_id = $1)",
        id
    )
    .execute(&mut *conn)
    .await?;
    query!("DELETE FROM key_labels WHERE member_id = $1", id)
        .execute(&mut *conn)
        .await?;
    query!("DELETE FROM api_key WHERE member_id = $1", id)
        .execute(&mut *conn)
        .await?;
    approvals::end(conn, member, None).await?;
    approvals::end_decided_by(conn, member).await?;
    query!("DELETE FROM challenge WHERE member_id = $1", id)
        .execute(&mut *conn)
        .await?;
    query!("DELETE FROM session WHERE member_id = $1", id)
        .execute(&mut *conn)
        .await?;
    tokens::end(conn, member, None).await?;
    query!(
        "DELETE FROM link WHERE member_id = $1 OR (kind = 'unfreeze' AND subject = $1)",
        id
    )
    .execute(&mut *conn)
    .await?;
    query!("DELETE FROM kept_change WHERE member_id = $1", id)
        .execute(&mut *conn)
        .await?;
    query!("DELETE FROM renewal WHERE member_id = $1", id)
        .execute(&mut *conn)
        .await?;
    let done = query!("DELETE FROM member WHERE id = $1", id).execute(conn).await?;
    exactly_one(done.rows_affected())
}

/// Moves the API keys of a member to another one; false if there would be too many. Their machine devices end, whose secrets
/// the member before may know, and so do access tokens and requests for approval. A name that the new holder has already
/// gets a number.
pub(super) async fn keep_keys(conn: &mut Conn, of: &MemberId, to: &MemberId) -> Result<bool, sqlx::Error> {
    let mut names = api_keys::names(conn, to).await?;
    let keys = query!(
        "SELECT id, label FROM api_key WHERE member_id = $1 ORDER BY created_at, id",
        of.as_str()
    );
    let keys = keys.fetch_all(&mut *conn).await?;
    if names.len() + keys.len() > KEYS_MAX {
        return Ok(false);
    }
    approvals::end(conn, of, None).await?;
    for key in keys {
        let label = Label::from_store(key.label).besides(&names);
        query!("DELETE FROM machine_device WHERE key_id = $1", key.id)
            .execute(&mut *conn)
            .await?;
        let done = query!(
            "UPDATE api_key SET member_id = $2, label = $3, label_key = $4, shown = NULL, shown_in = NULL, shown_until = NULL
             WHERE id = $1",
            key.id,
            to.as_str(),
            label.as_str(),
            label.key()
        );
        exactly_one(done.execute(&mut *conn).await?.rows_affected())?;
        names.push(label.key());
    }
    Ok(true)
}
