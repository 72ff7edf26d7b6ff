//! Sign-ins that have ended and of which the app is not told yet.

use crate::{
    SqlStore,
    shared::{
        rows::known_value,
        transaction::{Outcome, at_most_one, internal, transaction},
    },
};
use domain::{
    InternalError, Timestamp,
    kernel::id::{ClientId, GrantId, MemberId},
    oidc::{clients::client::SigningAlgorithm, logout::Notice},
};
use sqlx::query;

/// A sign-in whose app is to be told, and when it was due.
struct Due {
    notice: Notice,
    due_at: i64,
}

/// Returns those that are due, and puts off the next try of each.
pub(super) async fn claim(
    store: &SqlStore,
    (now, again): (Timestamp, Timestamp),
    most: i64,
) -> Result<Vec<Notice>, InternalError> {
    // Most runs find none, and a read costs less than a transaction.
    let due = due(store, now, most)
        .await
        .map_err(internal("reading ended sign-ins"))?;
    if due.is_empty() {
        return Ok(Vec::new());
    }
    transaction!(store, "claiming ended sign-ins", |conn| {
        let mut claimed = Vec::new();
        for Due { notice, due_at } in &due {
            let done = query!(
                "UPDATE oidc_grant SET due_at = $3, tries = tries + 1 WHERE id = $1 AND due_at = $2 AND told_at IS NULL",
                notice.grant.as_str(),
                due_at,
                again.0
            );
            if at_most_one(done.execute(&mut *conn).await?.rows_affected())? {
                claimed.push(notice.clone());
            }
        }
        Ok(Outcome::Commit(claimed))
    })
}

async fn due(store: &SqlStore, now: Timestamp, most: i64) -> Result<Vec<Due>, sqlx::Error> {
    let rows = query!(
        "SELECT g.id, g.client_id, g.subject, g.due_at, g.tries, c.backchannel_uri, c.algorithm, c.account_id
         FROM oidc_grant AS g JOIN oidc_client AS c ON c.id = g.client_id
         WHERE g.session_id IS NULL AND g.told_at IS NULL AND g.redeemed_at IS NOT NULL AND g.due_at <= $1
         ORDER BY g.due_at, g.id LIMIT $2",
        now.0,
        most
    )
    .fetch_all(store.read())
    .await?;
    let due = rows.into_iter().map(|row| {
        Ok(Due {
            due_at: row.due_at,
            notice: Notice {
                grant: GrantId::from_store(row.id),
                client: ClientId::from_store(row.client_id),
                backchannel_uri: row.backchannel_uri,
                algorithm: known_value("oidc_client.algorithm", SigningAlgorithm::parse(&row.algorithm))?,
                of_operator: row.account_id.is_none(),
                subject: MemberId::from_store(row.subject),
                tries: row.tries,
            },
        })
    });
    due.collect()
}

/// Sets the next try.
pub(super) async fn postpone(store: &SqlStore, id: &GrantId, until: Timestamp) -> Result<(), InternalError> {
    let done = query!("UPDATE oidc_grant SET due_at = $2 WHERE id = $1", id.as_str(), until.0)
        .execute(store.write())
        .await;
    done.map(drop).map_err(internal("putting off a notice"))
}

/// Erases the sign-in or, if it outlives its session, records that its app was told.
pub(super) async fn settle(store: &SqlStore, id: &GrantId, now: Timestamp) -> Result<(), InternalError> {
    transaction!(store, "settling a notice", |conn| {
        query!(
            "DELETE FROM oidc_grant WHERE id = $1 AND session_id IS NULL AND offline = 0",
            id.as_str()
        )
        .execute(&mut *conn)
        .await?;
        query!(
            "UPDATE oidc_grant SET told_at = $2 WHERE id = $1 AND session_id IS NULL",
            id.as_str(),
            now.0
        )
        .execute(&mut *conn)
        .await?;
        Ok(Outcome::Commit(()))
    })
}
