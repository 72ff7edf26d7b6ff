//! Storage of closed accounts, and their erasing.
//!
//! What ends for all members ends by one statement for each table, so that the tables are locked in the order of
//! [`domain::store`].

use super::{
    change, every_call,
    maintenance::BATCH,
    members::erase_member,
    profile,
    registration::consume_link,
    team::{count, like},
    transaction::{Outcome, at_most_one, commit_effects, exactly_one, internal, transaction},
};
use crate::{Conn, SqlStore};
use async_trait::async_trait;
use domain::{
    InternalError, Timestamp,
    closing::{
        rules::Closed,
        store::{AccountCounts, ClosingStore, Keep, KeepLink, KeepOutcome},
    },
    kernel::id::{AccountId, MemberId},
    sessions::change::{AccountChange, Changed},
    store::Effects,
};
use sqlx::query;
use terms::{LinkKind, Rejection, Role};

/// Members that one transaction erases at most.
const MEMBERS: i64 = 20;

/// Runs statements about an account, one after the other. `$1` is the account's id.
macro_rules! each {
    ($conn:expr, $account:expr, $($sql:literal,)+) => {
        $(query!($sql, $account.as_str()).execute(&mut *$conn).await?;)+
    };
}

#[async_trait]
impl ClosingStore for SqlStore {
    async fn account_counts(&self, account: &AccountId) -> Result<AccountCounts, InternalError> {
        let row = query!(
            r#"SELECT (SELECT COUNT(*) FROM member WHERE account_id = $1) AS "members!: i64",
                      (SELECT COUNT(*) FROM device AS d JOIN member AS m ON m.id = d.member_id
                       WHERE m.account_id = $1 AND d.confirmed_at IS NOT NULL) AS "devices!: i64",
                      (SELECT COUNT(*) FROM machine_device AS d JOIN api_key AS k ON k.id = d.key_id
                       JOIN member AS m ON m.id = k.member_id
                       WHERE m.account_id = $1 AND d.confirmed_at IS NOT NULL) AS "machines!: i64",
                      (SELECT COUNT(*) FROM api_key AS k JOIN member AS m ON m.id = k.member_id
                       WHERE m.account_id = $1) AS "keys!: i64""#,
            account.as_str()
        )
        .fetch_one(self.read())
        .await;
        let row = row.map_err(internal("counting what an account has"))?;
        Ok(AccountCounts {
            members: count(row.members),
            devices: count(row.devices.saturating_add(row.machines)),
            keys: count(row.keys),
        })
    }

    async fn close_account(&self, c: &AccountChange, links: &[KeepLink]) -> Result<Changed, InternalError> {
        transaction!(self, "closing an account", |conn| {
            lock(conn, &c.account).await?;
            let asking = match change::authorize_member(conn, c).await? {
                Ok(asking) => asking,
                Err(refused) => return Ok(Outcome::Rollback(refused)),
            };
            if asking.member.role != Role::Owner {
                return Ok(Outcome::Rollback(Changed::MissingRole));
            }
            let done = query!(
                "UPDATE account SET closed_at = $2 WHERE id = $1 AND closed_at IS NULL",
                c.account.as_str(),
                c.now.0
            );
            exactly_one(done.execute(&mut *conn).await?.rows_affected())?;
            end(conn, &c.account).await?;
            for link in links {
                put_link(conn, link).await?;
            }
            commit_effects(conn, &c.effects).await?;
            Ok(Outcome::Commit(Changed::Done))
        })
    }

    async fn closed(&self, account: &AccountId) -> Result<Option<Closed>, InternalError> {
        let row = query!(
            "SELECT closed_at FROM account WHERE id = $1 AND erasing_at IS NULL",
            account.as_str()
        );
        let row = row.fetch_optional(self.read()).await;
        let row = row.map_err(internal("reading whether an account is closed"))?;
        let at = row.and_then(|row| row.closed_at);
        Ok(at.map(|at| Closed { at: Timestamp(at) }))
    }

    async fn ask_keep(&self, link: &KeepLink, effects: &Effects) -> Result<(), InternalError> {
        transaction!(self, "keeping the link that keeps an account", |conn| {
            put_link(conn, link).await?;
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(()))
        })
    }

    async fn keep_account(&self, k: Keep<'_>, effects: &Effects) -> Result<KeepOutcome, InternalError> {
        transaction!(self, "keeping a closed account", |conn| {
            lock(conn, k.account).await?;
            let member = profile::read(conn, k.member).await?;
            match member.map(|member| member.may_keep()) {
                Some(Ok(true)) => {}
                Some(Err(Rejection::Frozen)) => return Ok(Outcome::Rollback(KeepOutcome::Frozen)),
                Some(Ok(false) | Err(_)) | None => return Ok(Outcome::Rollback(KeepOutcome::LinkGone)),
            }
            let done = query!(
                "UPDATE account SET closed_at = NULL WHERE id = $1 AND closed_at IS NOT NULL AND erasing_at IS NULL",
                k.account.as_str()
            );
            let closed = at_most_one(done.execute(&mut *conn).await?.rows_affected())?;
            if !closed || k.link.subject != k.member.as_str() || !consume_link(conn, k.link, k.now).await? {
                return Ok(Outcome::Rollback(KeepOutcome::LinkGone));
            }
            each!(
                conn,
                k.account,
                // A program may have bought one in the moment of the closing.
                "DELETE FROM access_token WHERE member_id IN (SELECT id FROM member WHERE account_id = $1)",
                "DELETE FROM link WHERE kind = 'keep-account' AND subject IN (SELECT id FROM member WHERE account_id = $1)",
            );
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(KeepOutcome::Done))
        })
    }

    async fn closed_before(&self, at: Timestamp, limit: i64) -> Result<Vec<(AccountId, Closed)>, InternalError> {
        let rows = query!(
            r#"SELECT id, closed_at AS "closed_at!" FROM account
               WHERE closed_at <= $1 AND erasing_at IS NULL ORDER BY closed_at, id LIMIT $2"#,
            at.0,
            limit
        );
        let rows = rows.fetch_all(self.read()).await;
        let rows = rows.map_err(internal("looking for closed accounts"))?;
        let closed = rows.into_iter().map(|row| {
            let at = Timestamp(row.closed_at);
            (AccountId::from_store(row.id), Closed { at })
        });
        Ok(closed.collect())
    }

    async fn erase_secrets(
        &self,
        account: &AccountId,
        closed: Closed,
        now: Timestamp,
        effects: &Effects,
    ) -> Result<bool, InternalError> {
        transaction!(self, "erasing the secrets of an account", |conn| {
            lock(conn, account).await?;
            let done = query!(
                "UPDATE account SET erasing_at = $3 WHERE id = $1 AND closed_at = $2 AND erasing_at IS NULL",
                account.as_str(),
                closed.at.0,
                now.0
            );
            if !at_most_one(done.execute(&mut *conn).await?.rows_affected())? {
                return Ok(Outcome::Rollback(false));
            }
            secrets(conn, account).await?;
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(true))
        })
    }

    async fn being_erased(&self, limit: i64) -> Result<Vec<AccountId>, InternalError> {
        let rows = query!(
            "SELECT id FROM account WHERE closed_at IS NOT NULL AND erasing_at IS NOT NULL ORDER BY id LIMIT $1",
            limit
        );
        let rows = rows.fetch_all(self.read()).await;
        let rows = rows.map_err(internal("looking for accounts that are being erased"))?;
        Ok(rows.into_iter().map(|row| AccountId::from_store(row.id)).collect())
    }

    async fn erase_rest(&self, account: &AccountId) -> Result<bool, InternalError> {
        transaction!(self, "erasing the rest of an account", |conn| {
            every_call::lock(conn, account).await?;
            let begun = query!(
                "SELECT id FROM account WHERE id = $1 AND erasing_at IS NOT NULL",
                account.as_str()
            );
            if begun.fetch_optional(&mut *conn).await?.is_none() {
                return Ok(Outcome::Rollback(false));
            }
            let more = erase_part(conn, account).await?;
            Ok(Outcome::Commit(more))
        })
    }
}

/// Locks an account and all its members, by id.
async fn lock(conn: &mut Conn, account: &AccountId) -> Result<(), sqlx::Error> {
    every_call::lock(conn, account).await?;
    let rows = query!(
        "SELECT id FROM member WHERE account_id = $1 ORDER BY id",
        account.as_str()
    );
    for row in rows.fetch_all(&mut *conn).await? {
        profile::lock(conn, &MemberId::from_store(row.id)).await?;
    }
    Ok(())
}

/// Stores a link that keeps an account, in place of the owner's before.
async fn put_link(conn: &mut Conn, keep: &KeepLink) -> Result<(), sqlx::Error> {
    let done = query!(
        "INSERT INTO link (digest, kind, subject, expires_at, exchanged_at, member_id, address)
         VALUES ($1, $2, $3, $4, NULL, $5, $6)
         ON CONFLICT (kind, subject) DO UPDATE
         SET digest = excluded.digest, expires_at = excluded.expires_at, exchanged_at = NULL, address = excluded.address",
        keep.link.digest.as_str(),
        LinkKind::KeepAccount.as_str(),
        keep.link.subject,
        keep.link.expires_at.0,
        keep.member.as_str(),
        keep.address.as_str()
    );
    exactly_one(done.execute(conn).await?.rows_affected())
}

/// Ends what is signed in, what waits and what was mailed, of all members of an account, who are locked. The links of *this
/// wasn't me* and those that end a freeze stay.
async fn end(conn: &mut Conn, account: &AccountId) -> Result<(), sqlx::Error> {
    each!(
        conn,
        account,
        "DELETE FROM link WHERE (kind IN ('change-email', 'keep-account') AND subject IN (SELECT id FROM member WHERE account_id = $1))
         OR (kind = 'reset-password' AND subject IN (SELECT email FROM member WHERE account_id = $1))
         OR (kind = 'invitation' AND subject IN (SELECT id FROM invitation WHERE account_id = $1))
         OR (kind = 'enrolment' AND subject IN
             (SELECT e.id FROM enrolment AS e JOIN member AS m ON m.id = e.member_id WHERE m.account_id = $1))
         OR (kind = 'stop-reset' AND subject IN (SELECT id FROM factor_reset WHERE account_id = $1))",
        "DELETE FROM email_change WHERE member_id IN (SELECT id FROM member WHERE account_id = $1)",
        "DELETE FROM invitation WHERE account_id = $1",
        "DELETE FROM device WHERE confirmed_at IS NULL AND member_id IN (SELECT id FROM member WHERE account_id = $1)",
        "DELETE FROM enrolment WHERE member_id IN (SELECT id FROM member WHERE account_id = $1)",
        "DELETE FROM recovery_code WHERE used_at IS NULL AND id IN (SELECT code_id FROM factor_reset WHERE account_id = $1)",
        "DELETE FROM factor_reset WHERE account_id = $1",
        "DELETE FROM reveal WHERE session_id IN
         (SELECT s.id FROM session AS s JOIN member AS m ON m.id = s.member_id WHERE m.account_id = $1)",
        "UPDATE api_key SET shown = NULL, shown_in = NULL, shown_until = NULL
         WHERE shown_until IS NOT NULL AND member_id IN (SELECT id FROM member WHERE account_id = $1)",
        "DELETE FROM machine_device WHERE confirmed_at IS NULL AND key_id IN
         (SELECT k.id FROM api_key AS k JOIN member AS m ON m.id = k.member_id WHERE m.account_id = $1)",
        "DELETE FROM approval WHERE member_id IN (SELECT id FROM member WHERE account_id = $1)",
        "DELETE FROM challenge WHERE member_id IN (SELECT id FROM member WHERE account_id = $1)",
        "DELETE FROM session WHERE member_id IN (SELECT id FROM member WHERE account_id = $1)",
        "DELETE FROM trusted_browser WHERE member_id IN (SELECT id FROM member WHERE account_id = $1)",
        "UPDATE oidc_grant SET offline = 0
         WHERE offline = 1 AND member_id IN (SELECT id FROM member WHERE account_id = $1)",
        "UPDATE oidc_client SET shown = NULL, shown_in = NULL, shown_until = NULL
         WHERE shown_until IS NOT NULL AND account_id = $1",
        "DELETE FROM access_token WHERE member_id IN (SELECT id FROM member WHERE account_id = $1)",
    );
    Ok(())
}

/// Erases what signs in and what is sealed, of all members of an account, who are locked.
async fn secrets(conn: &mut Conn, account: &AccountId) -> Result<(), sqlx::Error> {
    each!(
        conn,
        account,
        "UPDATE member SET password = '' WHERE account_id = $1",
        "DELETE FROM counter WHERE subject IN
         (SELECT 'passcode ' || id FROM member WHERE account_id = $1 UNION ALL
          SELECT 'recovery ' || id FROM member WHERE account_id = $1 UNION ALL
          SELECT 'key ' || k.id FROM api_key AS k JOIN member AS m ON m.id = k.member_id WHERE m.account_id = $1)",
    );
    end(conn, account).await?;
    each!(
        conn,
        account,
        "DELETE FROM link WHERE member_id IN (SELECT id FROM member WHERE account_id = $1)
         OR (kind = 'unfreeze' AND subject IN (SELECT id FROM member WHERE account_id = $1))",
        "DELETE FROM device WHERE member_id IN (SELECT id FROM member WHERE account_id = $1)",
        "DELETE FROM recovery_code WHERE member_id IN (SELECT id FROM member WHERE account_id = $1)",
        "DELETE FROM key_labels WHERE member_id IN (SELECT id FROM member WHERE account_id = $1)",
        "DELETE FROM machine_device WHERE key_id IN
         (SELECT k.id FROM api_key AS k JOIN member AS m ON m.id = k.member_id WHERE m.account_id = $1)",
        "DELETE FROM api_key WHERE member_id IN (SELECT id FROM member WHERE account_id = $1)",
        "DELETE FROM kept_change WHERE member_id IN (SELECT id FROM member WHERE account_id = $1)",
        "DELETE FROM known_browser WHERE member_id IN (SELECT id FROM member WHERE account_id = $1)",
        "DELETE FROM renewal WHERE member_id IN (SELECT id FROM member WHERE account_id = $1)",
    );
    Ok(())
}

/// Erases some of an account, which is locked and whose secrets are gone: events first, then members, then the account. False
/// once it is gone.
async fn erase_part(conn: &mut Conn, account: &AccountId) -> Result<bool, sqlx::Error> {
    let id = account.as_str();
    let events = query!(
        "DELETE FROM event WHERE account_id = $1 AND (at, id) IN
         (SELECT at, id FROM event WHERE account_id = $1 LIMIT $2)",
        id,
        BATCH
    );
    let days = query!(
        "DELETE FROM event_day WHERE account_id = $1 AND (member_id, day) IN
         (SELECT member_id, day FROM event_day WHERE account_id = $1 LIMIT $2)",
        id,
        BATCH
    );
    for erased in [
        events.execute(&mut *conn).await?.rows_affected(),
        days.execute(&mut *conn).await?.rows_affected(),
    ] {
        if erased > 0 {
            return Ok(true);
        }
    }
    let members = query!(
        "SELECT id, email_key FROM member WHERE account_id = $1 ORDER BY id LIMIT $2",
        id,
        MEMBERS
    );
    let members = members.fetch_all(&mut *conn).await?;
    for member in &members {
        profile::lock(conn, &MemberId::from_store(member.id.clone())).await?;
    }
    for member in &members {
        erase_traces(conn, &member.id).await?;
        erase_traces(conn, &member.email_key).await?;
        erase_member(conn, &MemberId::from_store(member.id.clone())).await?;
        query!("DELETE FROM mail_window WHERE member_id = $1", member.id)
            .execute(&mut *conn)
            .await?;
    }
    if !members.is_empty() {
        return Ok(true);
    }
    erase_traces(conn, id).await?;
    let done = query!("DELETE FROM account WHERE id = $1", id);
    exactly_one(done.execute(conn).await?.rows_affected())?;
    Ok(false)
}

/// Erases the windows whose subject ends with this.
async fn erase_traces(conn: &mut Conn, of: &str) -> Result<(), sqlx::Error> {
    query!(
        r"DELETE FROM try_window WHERE subject LIKE $1 ESCAPE '\'",
        format!("% {}", like(of))
    )
    .execute(conn)
    .await
    .map(drop)
}
