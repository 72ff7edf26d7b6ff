//! The labels that devices were given in authenticator apps.

use super::transaction::exactly_one;
use crate::Conn;
use domain::{
    devices::key_label::{GivenLabels, KeyLabel},
    kernel::label::Label,
    profile::member::Member,
};
use sqlx::query;

/// Gives a label to a new device of a member, who is locked.
pub(super) async fn give(conn: &mut Conn, member: &Member, device: &Label) -> Result<KeyLabel, sqlx::Error> {
    let row = query!(
        "SELECT given, plain FROM key_labels WHERE member_id = $1",
        member.id.as_str()
    )
    .fetch_optional(&mut *conn)
    .await?;
    let mut labels = row.map_or_else(GivenLabels::default, |row| GivenLabels {
        given: u32::try_from(row.given).unwrap_or(u32::MAX),
        plain: row
            .plain
            .lines()
            .map(|line| KeyLabel::from_store(line.to_owned()))
            .collect(),
    });
    let label = labels.give(member.email.as_str(), device.as_str());
    let plain: Vec<_> = labels.plain.iter().map(KeyLabel::as_str).collect();
    let done = query!(
        "INSERT INTO key_labels (member_id, given, plain) VALUES ($1, $2, $3)
         ON CONFLICT (member_id) DO UPDATE SET given = excluded.given, plain = excluded.plain",
        member.id.as_str(),
        i64::from(labels.given),
        plain.join("\n")
    );
    exactly_one(done.execute(conn).await?.rows_affected())?;
    Ok(label)
}
