//! Storage of what members should renew.

use super::{
    rows::known_value,
    transaction::{at_most_one, exactly_one},
};
use crate::{Conn, SqlStore};
use domain::{Timestamp, devices::renewal::Renewal, kernel::id::MemberId};
use sqlx::query;
use terms::RenewalKind;

/// Writes what is due, and erases what was renewed.
pub(super) async fn put(conn: &mut Conn, renewal: &Renewal) -> Result<(), sqlx::Error> {
    let (member, kind) = (renewal.member.as_str(), renewal.kind.as_str());
    let Some(holder) = &renewal.because_of else {
        let done = query!("DELETE FROM renewal WHERE member_id = $1 AND kind = $2", member, kind);
        return at_most_one(done.execute(conn).await?.rows_affected()).map(drop);
    };
    let done = query!(
        "INSERT INTO renewal (member_id, kind, holder, at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (member_id, kind) DO UPDATE SET holder = excluded.holder, at = excluded.at",
        member,
        kind,
        holder,
        renewal.at.0
    );
    exactly_one(done.execute(conn).await?.rows_affected())
}

/// Returns what this member should renew.
pub(super) async fn of_member(store: &SqlStore, member: &MemberId) -> Result<Vec<Renewal>, sqlx::Error> {
    let rows = query!(
        "SELECT kind, holder, at FROM renewal WHERE member_id = $1 ORDER BY kind",
        member.as_str()
    );
    let rows = rows.fetch_all(store.read()).await?;
    let renewal = |kind: Option<RenewalKind>, holder, at| {
        Ok(Renewal {
            member: member.clone(),
            kind: known_value("renewal.kind", kind)?,
            because_of: Some(holder),
            at: Timestamp(at),
        })
    };
    let rows = rows.into_iter();
    rows.map(|row| renewal(RenewalKind::parse(&row.kind), row.holder, row.at))
        .collect()
}
