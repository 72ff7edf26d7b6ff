//! The account's switch *every API call needs a second factor*.

use super::{
    change,
    transaction::{Outcome, at_most_one, commit_effects, exactly_one},
};
use crate::Conn;
use domain::{
    api_keys::every_call::FirstDecision,
    kernel::id::{AccountId, MemberId},
    sessions::change::{AccountChange, Changed},
};
use sqlx::query;

/// Locks an account, so that decisions about its switch and what depends on it come one after the other.
pub(super) async fn lock(conn: &mut Conn, account: &AccountId) -> Result<(), sqlx::Error> {
    query!(
        "UPDATE account SET every_call = every_call WHERE id = $1",
        account.as_str()
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Locks the account of a member.
pub(super) async fn lock_of(conn: &mut Conn, member: &MemberId) -> Result<(), sqlx::Error> {
    query!(
        "UPDATE account SET every_call = every_call WHERE id = (SELECT account_id FROM member WHERE id = $1)",
        member.as_str()
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Makes a decision by hand.
pub(super) async fn decide(conn: &mut Conn, c: &AccountChange, on: bool) -> Result<Outcome<Changed>, sqlx::Error> {
    let asking = match change::authorize_manager(conn, c).await? {
        Ok(asking) => asking,
        Err(refused) => return Ok(Outcome::Rollback(refused)),
    };
    if asking.member.every_call == Some(on) {
        return Ok(Outcome::Rollback(Changed::Done));
    }
    set(conn, &c.account, on).await?;
    commit_effects(conn, &c.effects).await?;
    Ok(Outcome::Commit(Changed::Done))
}

/// Lets a first device decide about the switch of its account, which is locked. False if the account already has a decision.
pub(super) async fn decide_first(conn: &mut Conn, first: &FirstDecision) -> Result<bool, sqlx::Error> {
    let done = query!(
        "UPDATE account SET every_call = $2 WHERE id = $1 AND every_call IS NULL",
        first.account.as_str(),
        i64::from(first.on)
    );
    at_most_one(done.execute(conn).await?.rows_affected())
}

async fn set(conn: &mut Conn, account: &AccountId, on: bool) -> Result<(), sqlx::Error> {
    let done = query!(
        "UPDATE account SET every_call = $2 WHERE id = $1",
        account.as_str(),
        i64::from(on)
    );
    exactly_one(done.execute(conn).await?.rows_affected())
}
