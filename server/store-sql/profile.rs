//! Storage of members' own settings, and the lock on a member.

use super::{
    change, email_change, kept,
    registration::delete_link,
    rows::{member, query_member},
    transaction::{Outcome, commit_effects, exactly_one, internal, transaction},
};
use crate::{Conn, SqlStore};
use async_trait::async_trait;
use domain::{
    InternalError, Timestamp,
    freeze::kept::{Keeper, Kept},
    kernel::{
        id::{AccountId, MemberId},
        password::PasswordHash,
    },
    profile::{
        member::{Member, name_key},
        store::ProfileStore,
    },
    sessions::change::{Change, Changed},
    store::Effects,
};
use sqlx::query;
use terms::{Language, LinkKind};

#[async_trait]
impl ProfileStore for SqlStore {
    async fn members(
        &self,
        account: &AccountId,
        after: Option<&MemberId>,
        limit: i64,
    ) -> Result<Vec<Member>, InternalError> {
        let rows = query_member!(
            "SELECT ",
            "FROM member AS m JOIN account AS p ON p.id = m.account_id WHERE m.account_id = $1 AND (CAST($2 AS TEXT) IS NULL OR m.id > $2) ORDER BY m.id LIMIT $3",
            account.as_str(),
            after.map(MemberId::as_str),
            limit
        )
        .fetch_all(self.read())
        .await;
        let members = rows.and_then(|rows| rows.into_iter().map(|row| Ok(member!(row))).collect());
        members.map_err(internal("reading the members of an account"))
    }

    async fn hide_reminder(&self, id: &MemberId, until: Timestamp, effects: &Effects) -> Result<(), InternalError> {
        transaction!(self, "hiding the reminder", |conn| {
            let done = query!(
                "UPDATE member SET reminder_hidden_until = $2 WHERE id = $1",
                id.as_str(),
                until.0
            )
            .execute(&mut *conn)
            .await?;
            exactly_one(done.rows_affected())?;
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(()))
        })
    }

    async fn rename_member(&self, id: &MemberId, name: &str, effects: &Effects) -> Result<(), InternalError> {
        transaction!(self, "renaming a member", |conn| {
            let done = query!(
                "UPDATE member SET name = $2, name_key = $3 WHERE id = $1",
                id.as_str(),
                name,
                name_key(name)
            )
            .execute(&mut *conn)
            .await?;
            exactly_one(done.rows_affected())?;
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(()))
        })
    }

    async fn choose_language(
        &self,
        id: &MemberId,
        language: Option<Language>,
        effects: &Effects,
    ) -> Result<(), InternalError> {
        let language = language.map(Language::as_str);
        transaction!(self, "noting a language", |conn| {
            let done = query!("UPDATE member SET language = $2 WHERE id = $1", id.as_str(), language)
                .execute(&mut *conn)
                .await?;
            exactly_one(done.rows_affected())?;
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(()))
        })
    }

    async fn change_password(&self, c: &Change, password: &PasswordHash) -> Result<Changed, InternalError> {
        transaction!(self, "changing a password", |conn| {
            let Some(asking) = change::authorize(conn, c).await? else {
                return Ok(Outcome::Rollback(Changed::NotProved));
            };
            set_password(conn, &asking.member, password, (&c.keeper, false, c.now)).await?;
            change::end_other_sessions(
                conn,
                &c.member,
                &asking.session.id,
                change::Ending::SessionsAndChallenges,
            )
            .await?;
            change::finish(conn, c, &asking.session.id).await
        })
    }
}

/// Sets a new password, with a mailed link or in a session, and keeps the one before. Ends the link of a password reset that was mailed before, and a change of the address that another
/// person who knew the password may have asked for.
pub(super) async fn set_password(
    conn: &mut Conn,
    member: &Member,
    password: &PasswordHash,
    (keeper, by_link, now): (&Keeper, bool, Timestamp),
) -> Result<(), sqlx::Error> {
    let before = Kept::Password {
        hash: member.password.as_phc().to_owned(),
        by_link,
    };
    kept::keep(conn, &before, &member.id, (keeper, now)).await?;
    email_change::discard(conn, &member.id).await?;
    delete_link(conn, LinkKind::ResetPassword, member.email.as_str()).await?;
    let done = query!(
        "UPDATE member SET password = $2, password_changed_at = $3 WHERE id = $1",
        member.id.as_str(),
        password.as_phc(),
        now.0
    );
    exactly_one(done.execute(conn).await?.rows_affected())
}

/// Locks a member, so that concurrent changes of their rights are serialised, and returns whether two-factor is on;
/// `None` if the member does not exist.
pub(super) async fn lock(conn: &mut Conn, member: &MemberId) -> Result<Option<bool>, sqlx::Error> {
    let row = query!(
        "UPDATE member SET name = name WHERE id = $1 RETURNING two_factor_since",
        member.as_str()
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| row.two_factor_since.is_some()))
}

/// Locks a member if this is still their password and the account is neither frozen nor closed, and returns whether two-factor
/// is on.
pub(super) async fn lock_password(
    conn: &mut Conn,
    member: &MemberId,
    password: &PasswordHash,
) -> Result<Option<bool>, sqlx::Error> {
    let row = query!(
        "UPDATE member SET name = name WHERE id = $1 AND password = $2 AND frozen_at IS NULL RETURNING two_factor_since",
        member.as_str(),
        password.as_phc()
    );
    let Some(row) = row.fetch_optional(&mut *conn).await? else {
        return Ok(None);
    };
    // By a statement of its own: one that waits for the member's lock sees the account as it was before.
    let open = query!(
        "SELECT id FROM account WHERE closed_at IS NULL AND id = (SELECT account_id FROM member WHERE id = $1)",
        member.as_str()
    );
    let open = open.fetch_optional(conn).await?;
    Ok(open.map(|_| row.two_factor_since.is_some()))
}

/// Reads a member.
pub(super) async fn read(conn: &mut Conn, member: &MemberId) -> Result<Option<Member>, sqlx::Error> {
    let row = query_member!(
        "SELECT ",
        "FROM member AS m JOIN account AS p ON p.id = m.account_id WHERE m.id = $1",
        member.as_str()
    );
    let row = row.fetch_optional(conn).await?;
    row.map(|row| Ok(member!(row))).transpose()
}
