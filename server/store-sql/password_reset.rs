//! Storage of password resets.

use super::{
    change, profile,
    registration::{consume_link, upsert_link},
    transaction::{Outcome, commit_effects, transaction},
};
use crate::SqlStore;
use async_trait::async_trait;
use domain::{
    InternalError,
    password_reset::store::{PasswordReset, PasswordResetStore},
    registration::link::Link,
    store::Effects,
};

#[async_trait]
impl PasswordResetStore for SqlStore {
    async fn ask_password_reset(&self, link: &Link, effects: &Effects) -> Result<(), InternalError> {
        transaction!(self, "keeping the link of a password reset", |conn| {
            upsert_link(conn, link).await?;
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(()))
        })
    }

    async fn reset_password(&self, reset: PasswordReset<'_>, effects: &Effects) -> Result<bool, InternalError> {
        transaction!(self, "resetting a password", |conn| {
            profile::lock(conn, reset.member).await?;
            let member = profile::read(conn, reset.member).await?;
            let member =
                member.filter(|member| member.goes_on().is_ok() && member.email.as_str() == reset.link.subject);
            let Some(member) = member else {
                return Ok(Outcome::Rollback(false));
            };
            if !consume_link(conn, reset.link, reset.now).await? {
                return Ok(Outcome::Rollback(false));
            }
            profile::set_password(conn, &member, reset.password, (reset.keeper, true, reset.now)).await?;
            change::end_all_sessions(conn, &member.id).await?;
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(true))
        })
    }
}
