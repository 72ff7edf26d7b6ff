//! Storage of changes of an address.

use super::{
    change, counters, kept, profile,
    registration::{consume_link, delete_link, upsert_link},
    transaction::{Outcome, at_most_one, commit_effects, exactly_one, internal, latest_end, transaction},
};
use crate::{Conn, SqlStore};
use async_trait::async_trait;
use domain::{
    InternalError, Timestamp,
    email_change::store::{ConfirmedEmail, EmailChange, EmailChangeStore, EmailChanged},
    freeze::kept::Kept,
    kernel::{counter::CounterKey, email::Email, id::MemberId},
    profile::member::Member,
    registration::link::{CONFIRM_LIFE, Link},
    sessions::change::{AccountChange, Changed},
    store::Effects,
};
use sqlx::query;
use terms::LinkKind;

#[async_trait]
impl EmailChangeStore for SqlStore {
    async fn ask_email_change(
        &self,
        c: &AccountChange,
        asked: &EmailChange,
        link: Option<&Link>,
    ) -> Result<Changed, InternalError> {
        transaction!(self, "keeping a change of an address", |conn| {
            if let Err(refused) = change::authorize_member(conn, c).await? {
                return Ok(Outcome::Rollback(refused));
            }
            upsert(conn, &c.member, asked).await?;
            match link {
                Some(link) => upsert_link(conn, link).await?,
                // The link before was for another address.
                None => delete_link(conn, LinkKind::ChangeEmail, c.member.as_str()).await?,
            }
            commit_effects(conn, &c.effects).await?;
            Ok(Outcome::Commit(Changed::Done))
        })
    }

    async fn email_change(&self, member: &MemberId, now: Timestamp) -> Result<Option<EmailChange>, InternalError> {
        let found = async { read(&mut *self.read().acquire().await?, member, now).await };
        found.await.map_err(internal("reading a change of an address"))
    }

    async fn member_changing_email(
        &self,
        subject: &str,
        now: Timestamp,
    ) -> Result<Option<(Member, EmailChange)>, InternalError> {
        let found = async {
            let conn = &mut *self.read().acquire().await?;
            let member = MemberId::from_store(subject.to_owned());
            let asked = read(conn, &member, now).await?;
            Ok(profile::read(conn, &member).await?.zip(asked))
        };
        found.await.map_err(internal("reading who changes an address"))
    }

    async fn email_change_again(
        &self,
        member: &MemberId,
        (not_after, now): (Timestamp, Timestamp),
        link: Option<&Link>,
        effects: &Effects,
    ) -> Result<bool, InternalError> {
        transaction!(self, "mailing a change of an address again", |conn| {
            profile::lock(conn, member).await?;
            let done = query!(
                "UPDATE email_change SET mailed_at = $2 WHERE member_id = $1 AND expires_at > $2 AND mailed_at <= $3",
                member.as_str(),
                now.0,
                not_after.0
            );
            if !at_most_one(done.execute(&mut *conn).await?.rows_affected())? {
                return Ok(Outcome::Rollback(false));
            }
            if let Some(link) = link {
                upsert_link(conn, link).await?;
            }
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(true))
        })
    }

    async fn discard_email_change(&self, member: &MemberId, effects: &Effects) -> Result<bool, InternalError> {
        transaction!(self, "keeping an address", |conn| {
            profile::lock(conn, member).await?;
            if !discard(conn, member).await? {
                return Ok(Outcome::Rollback(false));
            }
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(true))
        })
    }

    async fn change_email(
        &self,
        confirmed: ConfirmedEmail<'_>,
        effects: &Effects,
    ) -> Result<EmailChanged, InternalError> {
        transaction!(self, "changing an address", |conn| {
            let ConfirmedEmail {
                link,
                member,
                email,
                keeper,
                now,
            } = confirmed;
            let asked = match profile::lock_password(conn, &member.id, &member.password).await? {
                Some(_) => read(conn, &member.id, now).await?,
                None => None,
            };
            lock_counters(conn, &member.id, now).await?;
            let same = asked.is_some_and(|asked| asked.email == *email);
            if !same || !consume_link(conn, link, now).await? {
                return Ok(Outcome::Rollback(EmailChanged::LinkGone));
            }
            if !set(conn, &member.id, email).await? {
                return Ok(Outcome::Rollback(EmailChanged::EmailTaken));
            }
            let before = Kept::Email {
                old: member.email.as_str().to_owned(),
            };
            kept::keep(conn, &before, &member.id, (keeper, now)).await?;
            discard(conn, &member.id).await?;
            delete_link(conn, LinkKind::ResetPassword, member.email.as_str()).await?;
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(EmailChanged::Done))
        })
    }
}

/// Locks what refers to the member, before the address is set. The address is a key of the member, and changing it waits for
/// every transaction that refers to the member, such as the decision of a passcode, which locks its counter and not the member.
pub(super) async fn lock_counters(conn: &mut Conn, member: &MemberId, now: Timestamp) -> Result<(), sqlx::Error> {
    let counters = [
        CounterKey::Passcode(member.clone()),
        CounterKey::Recovery(member.clone()),
    ];
    counters::lock(conn, &counters, now).await.map(drop)
}

/// Sets the address of a member, who is locked as by [`lock_counters`]; false if another member has it, after which the
/// transaction can only be rolled back.
pub(super) async fn set(conn: &mut Conn, member: &MemberId, email: &Email) -> Result<bool, sqlx::Error> {
    let done = query!(
        "UPDATE member SET email = $2, email_key = $3 WHERE id = $1",
        member.as_str(),
        email.as_str(),
        email.key()
    );
    match done.execute(conn).await {
        Ok(done) => exactly_one(done.rows_affected()).map(|()| true),
        Err(error) if is_taken(&error) => Ok(false),
        Err(error) => Err(error),
    }
}

async fn upsert(conn: &mut Conn, member: &MemberId, asked: &EmailChange) -> Result<(), sqlx::Error> {
    let done = query!(
        "INSERT INTO email_change (member_id, email, mailed_at, expires_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (member_id) DO UPDATE
         SET email = excluded.email, mailed_at = excluded.mailed_at, expires_at = excluded.expires_at",
        member.as_str(),
        asked.email.as_str(),
        asked.mailed_at.0,
        asked.expires_at.0
    );
    exactly_one(done.execute(conn).await?.rows_affected())
}

async fn read(conn: &mut Conn, member: &MemberId, now: Timestamp) -> Result<Option<EmailChange>, sqlx::Error> {
    let row = query!(
        "SELECT email, mailed_at, expires_at FROM email_change
         WHERE member_id = $1 AND expires_at > $2 AND expires_at <= $3",
        member.as_str(),
        now.0,
        latest_end(now, CONFIRM_LIFE)
    );
    let row = row.fetch_optional(conn).await?;
    Ok(row.map(|row| EmailChange {
        email: Email::from_store(row.email),
        mailed_at: Timestamp(row.mailed_at),
        expires_at: Timestamp(row.expires_at),
    }))
}

/// Erases the change and its link; false if there is none.
pub(super) async fn discard(conn: &mut Conn, member: &MemberId) -> Result<bool, sqlx::Error> {
    let done = query!("DELETE FROM email_change WHERE member_id = $1", member.as_str())
        .execute(&mut *conn)
        .await?;
    delete_link(conn, LinkKind::ChangeEmail, member.as_str()).await?;
    at_most_one(done.rows_affected())
}

/// Whether another member has the address.
fn is_taken(error: &sqlx::Error) -> bool {
    error
        .as_database_error()
        .is_some_and(|error| error.is_unique_violation())
}
