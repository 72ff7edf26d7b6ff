//! Storage of links, sign-ups and new members.

use super::{
    rows::known_value,
    transaction::{Outcome, at_most_one, commit_effects, exactly_one, internal, latest_end, seconds, transaction},
};
use crate::{Conn, SqlStore};
use async_trait::async_trait;
use domain::{
    InternalError, Timestamp,
    closing::rules::CLOSING_LIFE,
    freeze::NOT_ME_LIFE,
    kernel::{email::Email, password::PasswordHash, token::TokenDigest},
    profile::member::Member,
    registration::{
        link::{CONFIRM_LIFE, HELD_LIFE, Link, SignUp},
        store::{Joined, MailAgain, RegistrationStore},
    },
    store::Effects,
    team::reset::STOP_LIFE,
};
use sqlx::query;
use terms::{Language, LinkKind};

/// The longest life of an unopened link, in seconds. Each kind has one of its own, which is checked before it is exchanged.
const LONGEST: i64 = if STOP_LIFE > CLOSING_LIFE {
    STOP_LIFE
} else {
    CLOSING_LIFE
};
const _: () = assert!(LONGEST >= NOT_ME_LIFE);

/// A row of `link`.
struct LinkRow {
    digest: String,
    kind: String,
    subject: String,
    expires_at: i64,
}

impl LinkRow {
    fn link(self) -> Result<Link, sqlx::Error> {
        Ok(Link {
            digest: TokenDigest::from_store(self.digest),
            kind: kind(&self.kind)?,
            subject: self.subject,
            expires_at: Timestamp(self.expires_at),
        })
    }
}

/// A row of `sign_up`.
struct SignUpRow {
    waiting: String,
    email: String,
    name: String,
    password: String,
    created_at: i64,
    mailed_at: i64,
    expires_at: i64,
}

impl From<SignUpRow> for SignUp {
    fn from(row: SignUpRow) -> Self {
        Self {
            waiting: TokenDigest::from_store(row.waiting),
            email: Email::from_store(row.email),
            name: row.name,
            password: PasswordHash::from_phc(row.password),
            created_at: Timestamp(row.created_at),
            mailed_at: Timestamp(row.mailed_at),
            expires_at: Timestamp(row.expires_at),
        }
    }
}

fn kind(text: &str) -> Result<LinkKind, sqlx::Error> {
    known_value("link.kind", LinkKind::parse(text))
}

#[async_trait]
impl RegistrationStore for SqlStore {
    async fn has_member(&self) -> Result<bool, InternalError> {
        let found = async { has_member(&mut *self.read().acquire().await?).await };
        found.await.map_err(internal("looking for a member"))
    }

    async fn put_link(&self, link: &Link) -> Result<(), InternalError> {
        transaction!(self, "keeping a link", |conn| {
            upsert_link(conn, link).await?;
            Ok(Outcome::Commit(()))
        })
    }

    async fn link(&self, digest: &TokenDigest, now: Timestamp) -> Result<Option<Link>, InternalError> {
        let row = sqlx::query_as!(
            LinkRow,
            "SELECT digest, kind, subject, expires_at FROM link
             WHERE digest = $1 AND exchanged_at IS NULL AND expires_at > $2 AND expires_at <= $3",
            digest.as_str(),
            now.0,
            latest_end(now, LONGEST)
        )
        .fetch_optional(self.read())
        .await;
        let link = row.and_then(|row| row.map(LinkRow::link).transpose());
        link.map_err(internal("reading a link"))
    }

    async fn exchange_link(
        &self,
        digest: &TokenDigest,
        held: &TokenDigest,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<Link>, InternalError> {
        transaction!(self, "exchanging a link", |conn| {
            let row = query!(
                r#"UPDATE link SET digest = $2, exchanged_at = $3, expires_at = $4
                   WHERE digest = $1 AND exchanged_at IS NULL AND expires_at > $3 AND expires_at <= $5
                   RETURNING kind AS "kind!", subject AS "subject!""#,
                digest.as_str(),
                held.as_str(),
                now.0,
                until.0,
                latest_end(now, LONGEST)
            );
            let Some(row) = row.fetch_optional(conn).await? else {
                return Ok(Outcome::Rollback(None));
            };
            Ok(Outcome::Commit(Some(Link {
                digest: held.clone(),
                kind: kind(&row.kind)?,
                subject: row.subject,
                expires_at: until,
            })))
        })
    }

    async fn held_link(
        &self,
        held: &TokenDigest,
        kind: LinkKind,
        now: Timestamp,
    ) -> Result<Option<Link>, InternalError> {
        let row = sqlx::query_as!(
            LinkRow,
            "SELECT digest, kind, subject, expires_at FROM link
             WHERE digest = $1 AND kind = $2 AND exchanged_at IS NOT NULL AND expires_at > $3 AND expires_at <= $4",
            held.as_str(),
            kind.as_str(),
            now.0,
            latest_end(now, HELD_LIFE)
        )
        .fetch_optional(self.read())
        .await;
        let link = row.and_then(|row| row.map(LinkRow::link).transpose());
        link.map_err(internal("reading a held link"))
    }

    async fn join(
        &self,
        link: &Link,
        member: &Member,
        now: Timestamp,
        effects: &Effects,
    ) -> Result<Joined, InternalError> {
        transaction!(self, "making a member", |conn| {
            if !consume_link(conn, link, now).await? {
                return Ok(Outcome::Rollback(Joined::LinkGone));
            }
            // From the first account on there is no set-up link, held ones included.
            delete_link(conn, LinkKind::SetUp, "").await?;
            if !insert_member(conn, member).await? {
                return Ok(Outcome::Rollback(Joined::EmailTaken));
            }
            erase_sign_ups(conn, member).await?;
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(Joined::Done))
        })
    }

    async fn put_sign_up(&self, sign_up: &SignUp, link: Option<&Link>, effects: &Effects) -> Result<(), InternalError> {
        transaction!(self, "keeping a sign-up", |conn| {
            insert_sign_up(conn, sign_up).await?;
            if let Some(link) = link {
                upsert_link(conn, link).await?;
            }
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(()))
        })
    }

    async fn sign_up(&self, waiting: &TokenDigest, now: Timestamp) -> Result<Option<SignUp>, InternalError> {
        let row = sqlx::query_as!(
            SignUpRow,
            "SELECT waiting, email, name, password, created_at, mailed_at, expires_at FROM sign_up
             WHERE waiting = $1 AND expires_at > $2 AND expires_at <= $3",
            waiting.as_str(),
            now.0,
            latest_end(now, CONFIRM_LIFE)
        )
        .fetch_optional(self.read())
        .await;
        Ok(row.map_err(internal("reading a sign-up"))?.map(SignUp::from))
    }

    async fn remail_sign_up(
        &self,
        again: MailAgain<'_>,
        link: Option<&Link>,
        effects: &Effects,
    ) -> Result<bool, InternalError> {
        transaction!(self, "mailing a sign-up again", |conn| {
            let done = query!(
                "UPDATE sign_up SET mailed_at = $2 WHERE waiting = $1 AND expires_at > $2 AND mailed_at <= $3",
                again.waiting.as_str(),
                again.now.0,
                again.not_after.0
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
}

async fn has_member(conn: &mut Conn) -> Result<bool, sqlx::Error> {
    let row = query!("SELECT id FROM member LIMIT 1").fetch_optional(conn).await?;
    Ok(row.is_some())
}

pub(super) async fn upsert_link(conn: &mut Conn, link: &Link) -> Result<(), sqlx::Error> {
    let done = query!(
        "INSERT INTO link (digest, kind, subject, expires_at, exchanged_at) VALUES ($1, $2, $3, $4, NULL)
         ON CONFLICT (kind, subject) DO UPDATE
         SET digest = excluded.digest, expires_at = excluded.expires_at, exchanged_at = NULL",
        link.digest.as_str(),
        link.kind.as_str(),
        link.subject,
        link.expires_at.0
    );
    exactly_one(done.execute(conn).await?.rows_affected())
}

/// Erases a link.
pub(super) async fn delete_link(conn: &mut Conn, kind: LinkKind, subject: &str) -> Result<(), sqlx::Error> {
    let done = query!(
        "DELETE FROM link WHERE kind = $1 AND subject = $2",
        kind.as_str(),
        subject
    )
    .execute(conn)
    .await?;
    at_most_one(done.rows_affected()).map(drop)
}

/// Consumes a held link; false if it is over, or the set-up link although there is a member.
pub(super) async fn consume_link(conn: &mut Conn, link: &Link, now: Timestamp) -> Result<bool, sqlx::Error> {
    if link.kind == LinkKind::SetUp && has_member(conn).await? {
        return Ok(false);
    }
    let done = query!(
        "DELETE FROM link WHERE digest = $1 AND kind = $2 AND subject = $3 AND exchanged_at IS NOT NULL
         AND expires_at > $4 AND expires_at <= $5",
        link.digest.as_str(),
        link.kind.as_str(),
        link.subject,
        now.0,
        latest_end(now, HELD_LIFE)
    );
    at_most_one(done.execute(conn).await?.rows_affected())
}

async fn insert_sign_up(conn: &mut Conn, s: &SignUp) -> Result<(), sqlx::Error> {
    let done = query!(
        "INSERT INTO sign_up (email_key, waiting, email, name, password, created_at, mailed_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        s.email.key(),
        s.waiting.as_str(),
        s.email.as_str(),
        s.name,
        s.password.as_phc(),
        s.created_at.0,
        s.mailed_at.0,
        s.expires_at.0
    );
    exactly_one(done.execute(conn).await?.rows_affected())
}

/// Erases all sign-ups of a new member's address.
pub(super) async fn erase_sign_ups(conn: &mut Conn, member: &Member) -> Result<(), sqlx::Error> {
    query!("DELETE FROM sign_up WHERE email_key = $1", member.email.key())
        .execute(conn)
        .await
        .map(drop)
}

/// Inserts a member, and their account if it is new; false if the address belongs to a member.
pub(super) async fn insert_member(conn: &mut Conn, m: &Member) -> Result<bool, sqlx::Error> {
    let (account, created_at) = (m.account.as_str(), m.created_at.0);
    let done = query!(
        "INSERT INTO account (id, created_at) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING",
        account,
        created_at
    )
    .execute(&mut *conn)
    .await?;
    at_most_one(done.rows_affected())?;
    let done = query!(
        "INSERT INTO member (id, account_id, role, name, name_key, email, email_key, password, password_changed_at, language,
                             created_at, two_factor_since, reminder_hidden_until, repaired_at, codes_saved_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
         ON CONFLICT (email_key) DO NOTHING",
        m.id.as_str(),
        account,
        m.role.as_str(),
        m.name,
        m.name_key(),
        m.email.as_str(),
        m.email.key(),
        m.password.as_phc(),
        m.password_changed_at.0,
        m.language.map(Language::as_str),
        created_at,
        seconds(m.two_factor_since),
        seconds(m.reminder_hidden_until),
        seconds(m.repaired_at),
        seconds(m.codes_saved_at)
    );
    at_most_one(done.execute(conn).await?.rows_affected())
}
