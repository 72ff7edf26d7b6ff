//! Storage of policies, of codes mailed to overdue members, and of reminders.

use super::{
    change,
    rows::{member, query_member},
    transaction::{Outcome, at_most_one, commit_effects, exactly_one, internal, latest_end, transaction},
    trusted_browsers,
};
use crate::{Conn, SqlStore};
use async_trait::async_trait;
use domain::{
    InternalError, Timestamp,
    kernel::{
        clock::{DAY, HOUR},
        id::{AccountId, MemberId, SessionId},
        mailed_code::{CODE_LIFE, CODE_TRIES, NewCode, Proved, same},
        token::TokenDigest,
    },
    policy::{
        LOOKED_BACK,
        rules::Policy,
        store::{MailboxTry, Past, PolicyEffect, PolicyStore, Reminded},
    },
    sessions::{
        change::{AccountChange, Changed},
        session::ABSOLUTE_LIFE,
    },
    store::Effects,
};
use sqlx::query;
use terms::{EventKind, Role};

#[async_trait]
impl PolicyStore for SqlStore {
    async fn change_policy(&self, c: &AccountChange, policy: &Policy) -> Result<Changed, InternalError> {
        transaction!(self, "changing a policy", |conn| {
            let asking = match change::authorize_manager(conn, c).await? {
                Ok(asking) => asking,
                Err(refused) => return Ok(Outcome::Rollback(refused)),
            };
            if !asking.member.meets(policy) {
                return Ok(Outcome::Rollback(Changed::TwoFactorOff));
            }
            let required = policy.two_factor;
            let done = query!(
                "UPDATE account SET two_factor_of = $2, forbids_trust = $8, two_factor_from = $3, grace_days = $4, session_hours = $5,
                        key_days = $6, reset_hours = $7
                 WHERE id = $1",
                c.account.as_str(),
                required.map(|required| required.least.as_str()),
                required.map(|required| required.from.0),
                required.map_or(0, |required| required.grace_days),
                policy.session_hours,
                policy.key_days,
                policy.reset_hours,
                i64::from(!policy.trusts_browsers)
            );
            exactly_one(done.execute(&mut *conn).await?.rows_affected())?;
            if !policy.trusts_browsers {
                trusted_browsers::end_in_account(conn, &c.account).await?;
            }
            give_grace(conn, &c.account, policy, c.now).await?;
            if policy.two_factor != asking.member.policy.two_factor {
                told(conn, &c.account, c.now).await?;
            }
            commit_effects(conn, &c.effects).await?;
            Ok(Outcome::Commit(Changed::Done))
        })
    }

    async fn policy_effect(
        &self,
        account: &AccountId,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<PolicyEffect, InternalError> {
        let effect = async {
            let mut conn = self.read().acquire().await?;
            effect(&mut conn, account, policy, now).await
        };
        effect.await.map_err(internal("counting what a policy changes"))
    }

    async fn put_mailbox_code(
        &self,
        session: &SessionId,
        code: &NewCode,
        effects: &Effects,
    ) -> Result<bool, InternalError> {
        transaction!(self, "keeping a mailed code", |conn| {
            if !lock_session(conn, session).await? {
                return Ok(Outcome::Rollback(false));
            }
            let done = query!(
                "INSERT INTO mailbox_code (session_id, digest, expires_at, tries) VALUES ($1, $2, $3, 0)
                 ON CONFLICT (session_id) DO UPDATE
                 SET digest = excluded.digest, expires_at = excluded.expires_at, tries = 0",
                session.as_str(),
                code.digest.as_str(),
                code.expires_at.0
            );
            exactly_one(done.execute(&mut *conn).await?.rows_affected())?;
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(true))
        })
    }

    async fn mailbox_code_until(&self, session: &SessionId) -> Result<Option<Timestamp>, InternalError> {
        let row = query!(
            "SELECT expires_at FROM mailbox_code WHERE session_id = $1",
            session.as_str()
        )
        .fetch_optional(self.read())
        .await;
        let row = row.map_err(internal("reading when a mailed code ends"))?;
        Ok(row.map(|row| Timestamp(row.expires_at)))
    }

    async fn prove_mailbox(&self, tried: MailboxTry<'_>, effects: &Effects) -> Result<Proved, InternalError> {
        transaction!(self, "checking a code mailed to a member", |conn| {
            if !lock_session(conn, tried.session).await? {
                return Ok(Outcome::Rollback(Proved::NoCode));
            }
            // Counted before it is compared, and committed whatever comes out.
            let row = query!(
                r#"UPDATE mailbox_code SET tries = tries + 1
                   WHERE session_id = $1 AND tries < $2 AND expires_at > $3 AND expires_at <= $4
                   RETURNING digest AS "digest!""#,
                tried.session.as_str(),
                CODE_TRIES,
                tried.now.0,
                latest_end(tried.now, CODE_LIFE)
            );
            let Some(row) = row.fetch_optional(&mut *conn).await? else {
                return Ok(Outcome::Rollback(Proved::NoCode));
            };
            if !same(&TokenDigest::from_store(row.digest), tried.typed) {
                return Ok(Outcome::Commit(Proved::Wrong));
            }
            let proved = query!(
                "UPDATE session SET mailbox_at = $3, digest = $4 WHERE id = $1 AND digest = $2",
                tried.session.as_str(),
                tried.digest.as_str(),
                tried.now.0,
                tried.new_digest.as_str()
            );
            if !at_most_one(proved.execute(&mut *conn).await?.rows_affected())? {
                return Ok(Outcome::Commit(Proved::NoCode));
            }
            let used = query!("DELETE FROM mailbox_code WHERE session_id = $1", tried.session.as_str());
            exactly_one(used.execute(&mut *conn).await?.rows_affected())?;
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(Proved::Done))
        })
    }

    async fn without_factor(&self, after: Option<&MemberId>, limit: i64) -> Result<Vec<Reminded>, InternalError> {
        let rows = query_member!(
            "SELECT m.deadline_told_at, ",
            "FROM member AS m JOIN account AS p ON p.id = m.account_id
             WHERE m.two_factor_since IS NULL AND p.two_factor_of IS NOT NULL
             AND (CAST($1 AS TEXT) IS NULL OR m.id > $1) ORDER BY m.id LIMIT $2",
            after.map(MemberId::as_str),
            limit
        )
        .fetch_all(self.read())
        .await;
        let members: Result<_, sqlx::Error> = rows.and_then(|rows| {
            let reminded = rows.into_iter().map(|row| {
                Ok(Reminded {
                    at: row.deadline_told_at.map(Timestamp),
                    member: member!(row),
                })
            });
            reminded.collect()
        });
        members.map_err(internal("reading members with a deadline"))
    }

    async fn reminded(
        &self,
        member: &MemberId,
        before: Option<Timestamp>,
        now: Timestamp,
        effects: &Effects,
    ) -> Result<bool, InternalError> {
        transaction!(self, "reminding of a deadline", |conn| {
            let done = query!(
                "UPDATE member SET deadline_told_at = $3
                 WHERE id = $1 AND COALESCE(deadline_told_at, -1) = $2 AND two_factor_since IS NULL",
                member.as_str(),
                before.map_or(-1, |before| before.0),
                now.0
            );
            if !at_most_one(done.execute(&mut *conn).await?.rows_affected())? {
                return Ok(Outcome::Rollback(false));
            }
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(true))
        })
    }
}

/// Gives members of an account, which is locked, the grace of its policy, if that applies to them for the first time.
pub(super) async fn give_grace(
    conn: &mut Conn,
    account: &AccountId,
    policy: &Policy,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    let Some(required) = policy.two_factor else {
        return Ok(());
    };
    let until = now.plus(required.grace_days * DAY).0;
    for role in Role::ALL.iter().filter(|role| policy.requires_of(**role)) {
        query!(
            "UPDATE member SET grace_until = $3 WHERE account_id = $1 AND role = $2 AND grace_until IS NULL",
            account.as_str(),
            role.as_str(),
            until
        )
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

/// Records that the mails about another requirement say until when two-factor has to be on.
async fn told(conn: &mut Conn, account: &AccountId, now: Timestamp) -> Result<(), sqlx::Error> {
    query!(
        "UPDATE member SET deadline_told_at = $2 WHERE account_id = $1 AND two_factor_since IS NULL",
        account.as_str(),
        now.0
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Locks a session, so that it does not end meanwhile. False if it has ended.
async fn lock_session(conn: &mut Conn, session: &SessionId) -> Result<bool, sqlx::Error> {
    let done = query!("UPDATE session SET agent = agent WHERE id = $1", session.as_str())
        .execute(conn)
        .await?;
    at_most_one(done.rows_affected())
}

async fn effect(
    conn: &mut Conn,
    account: &AccountId,
    policy: &Policy,
    now: Timestamp,
) -> Result<PolicyEffect, sqlx::Error> {
    let mut effect = PolicyEffect::default();
    if let Some(hours) = policy.session_hours {
        let row = query!(
            r#"SELECT COUNT(*) AS "sessions!: i64" FROM session AS s JOIN member AS m ON m.id = s.member_id
               WHERE m.account_id = $1 AND s.expires_at > $2 AND s.created_at <= $3 AND s.created_at > $4"#,
            account.as_str(),
            now.0,
            now.plus(-hours * HOUR).0,
            now.plus(-ABSOLUTE_LIFE).0
        );
        effect.sessions = count(row.fetch_one(&mut *conn).await?.sessions);
    }
    if !policy.trusts_browsers {
        let row = query!(
            r#"SELECT COUNT(*) AS "browsers!: i64" FROM trusted_browser AS t JOIN member AS m ON m.id = t.member_id
               WHERE m.account_id = $1 AND t.expires_at > $2"#,
            account.as_str(),
            now.0
        );
        effect.trusted_browsers = count(row.fetch_one(&mut *conn).await?.browsers);
    }
    for role in Role::ALL.iter().filter(|role| policy.requires_of(**role)) {
        let row = query!(
            r#"SELECT COUNT(*) AS "members!: i64" FROM member
               WHERE account_id = $1 AND role = $2 AND two_factor_since IS NULL"#,
            account.as_str(),
            role.as_str()
        );
        effect.without_factor += count(row.fetch_one(&mut *conn).await?.members);
        let since = now.plus(-LOOKED_BACK * DAY);
        effect
            .sign_ins
            .add(past(conn, (account, *role), EventKind::SignIn, since).await?);
        effect
            .tokens
            .add(past(conn, (account, *role), EventKind::TokenBought, since).await?);
    }
    Ok(effect)
}

/// Counts what members with this role have done.
async fn past(
    conn: &mut Conn,
    (account, role): (&AccountId, Role),
    kind: EventKind,
    since: Timestamp,
) -> Result<Past, sqlx::Error> {
    let row = query!(
        r#"SELECT COUNT(*) AS "all!: i64", COUNT(CASE WHEN device_id IS NULL THEN 1 END) AS "without!: i64" FROM event
           WHERE account_id = $1 AND at >= $2 AND kind = $3 AND refused IS NULL
           AND member_id IN (SELECT id FROM member WHERE account_id = $1 AND role = $4)"#,
        account.as_str(),
        since.0,
        kind.as_str(),
        role.as_str()
    );
    let row = row.fetch_one(conn).await?;
    Ok(Past {
        all: count(row.all),
        without_factor: count(row.without),
    })
}

fn count(rows: i64) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX)
}
