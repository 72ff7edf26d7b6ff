//! Storage of the members of an account, and of changes of them. Invitations are in [`super::invitations`].

use super::{
    change, every_call, invitations,
    members::{erase_member, keep_keys},
    policy, profile, resets,
    rows::{member, query_member},
    transaction::{Outcome, commit_effects, exactly_one, internal, transaction},
};
use crate::{Conn, SqlStore};
use async_trait::async_trait;
use domain::{
    InternalError, Timestamp,
    kernel::{
        id::{AccountId, InvitationId, MemberId},
        token::TokenDigest,
    },
    profile::member::Member,
    registration::{link::Link, store::Joined},
    sessions::{
        change::{AccountChange, Changed},
        store::SessionOfMember,
    },
    store::Effects,
    team::{
        invitation::{Invitation, InvitationView},
        member::{TeamCounts, TeamMember, TeamQuery},
        store::{KeysOfRemoved, SendAgain, TeamStore},
    },
};
use sqlx::query;
use terms::Role;

/// Selects members with what the team page shows; the argument is what follows `WHERE`.
macro_rules! query_team {
    ($condition:tt, $($argument:expr),+ $(,)?) => {
        query_member!(
            r#"SELECT (SELECT COUNT(*) FROM device AS d WHERE d.member_id = m.id AND d.confirmed_at IS NOT NULL
                       AND d.holder_name IS NULL) AS "devices!: i64",
                      (SELECT COUNT(*) FROM device AS d WHERE d.member_id = m.id AND d.confirmed_at IS NOT NULL
                       AND d.holder_name IS NOT NULL) AS "colleagues!: i64",
                      (SELECT MAX(d.used_at) FROM device AS d WHERE d.member_id = m.id) AS "used_at: i64",
                      (SELECT COUNT(*) FROM recovery_code AS r WHERE r.member_id = m.id AND r.used_at IS NULL
                       AND r.expires_at IS NULL) AS "codes!: i64",
                      (SELECT COUNT(*) FROM api_key AS k WHERE k.member_id = m.id) AS "keys!: i64",
                      (SELECT MAX(s.last_seen_at) FROM session AS s WHERE s.member_id = m.id) AS "seen_at: i64", "#,
            "FROM member AS m JOIN account AS p ON p.id = m.account_id WHERE " + $condition,
            $($argument),+
        )
    };
}

/// Converts a row of [`query_team`].
macro_rules! team_member {
    ($row:expr) => {{
        let row = $row;
        Ok(TeamMember {
            devices: count(row.devices),
            colleagues: count(row.colleagues),
            used_at: row.used_at.map(Timestamp),
            codes_left: count(row.codes),
            keys: count(row.keys),
            seen_at: row.seen_at.map(Timestamp),
            member: member!(row),
        })
    }};
}

#[async_trait]
impl TeamStore for SqlStore {
    async fn team(&self, wanted: &TeamQuery, limit: i64) -> Result<Vec<TeamMember>, InternalError> {
        let rows = query_team!(
            r"m.account_id = $1
              AND (CAST($2 AS TEXT) IS NULL
                   OR (m.name_key, m.id) > (SELECT a.name_key, a.id FROM member AS a WHERE a.id = $2))
              AND (m.name_key LIKE $3 ESCAPE '\' OR (CAST($4 AS BIGINT) = 1 AND m.email_key LIKE $3 ESCAPE '\'))
              AND (CAST($5 AS TEXT) IS NULL OR m.role = $5)
              AND (CAST($6 AS BIGINT) IS NULL OR $6 = CASE WHEN m.two_factor_since IS NULL THEN 0 ELSE 1 END)
              ORDER BY m.name_key, m.id LIMIT $7",
            wanted.account.as_str(),
            wanted.after.as_ref().map(MemberId::as_str),
            contains(&wanted.filter.text),
            i64::from(wanted.addresses),
            wanted.filter.role.map(Role::as_str),
            wanted.filter.two_factor.map(i64::from),
            limit
        )
        .fetch_all(self.read())
        .await;
        let members = rows.and_then(|rows| rows.into_iter().map(|row| team_member!(row)).collect());
        members.map_err(internal("reading the members of an account"))
    }

    async fn team_counts(&self, account: &AccountId, now: Timestamp) -> Result<TeamCounts, InternalError> {
        let row = query!(
            r#"SELECT COUNT(*) AS "members!: i64", COUNT(two_factor_since) AS "protected!: i64",
                      COUNT(CASE WHEN two_factor_since IS NOT NULL AND codes_saved_at IS NULL THEN 1 END) AS "unsaved!: i64",
                      COUNT(CASE WHEN two_factor_since IS NULL AND reminder_hidden_until > $2 THEN 1 END) AS "not_now!: i64"
               FROM member WHERE account_id = $1"#,
            account.as_str(),
            now.0
        )
        .fetch_one(self.read())
        .await;
        let row = row.map_err(internal("counting the members of an account"))?;
        Ok(TeamCounts {
            members: count(row.members),
            protected: count(row.protected),
            unsaved: count(row.unsaved),
            not_now: count(row.not_now),
        })
    }

    async fn team_member(&self, id: &MemberId, account: &AccountId) -> Result<Option<TeamMember>, InternalError> {
        let row = query_team!("m.id = $1 AND m.account_id = $2", id.as_str(), account.as_str())
            .fetch_optional(self.read())
            .await;
        let member = row.and_then(|row| row.map(|row| team_member!(row)).transpose());
        member.map_err(internal("reading a member"))
    }

    async fn invitations(&self, account: &AccountId, since: Timestamp) -> Result<Vec<InvitationView>, InternalError> {
        let list = invitations::list(self, account, since).await;
        list.map_err(internal("reading invitations"))
    }

    async fn invitation(&self, id: &InvitationId) -> Result<Option<InvitationView>, InternalError> {
        let found = invitations::read(self, id).await;
        found.map_err(internal("reading an invitation"))
    }

    async fn invite(
        &self,
        c: &AccountChange,
        invitation: &Invitation,
        link: Option<&Link>,
    ) -> Result<Changed, InternalError> {
        transaction!(self, "inviting", |conn| {
            invitations::invite(conn, c, invitation, link).await
        })
    }

    async fn invite_again(&self, c: &AccountChange, again: SendAgain<'_>) -> Result<Changed, InternalError> {
        transaction!(self, "inviting again", |conn| {
            invitations::send_again(conn, c, again).await
        })
    }

    async fn revoke_invitation(&self, c: &AccountChange, id: &InvitationId) -> Result<Changed, InternalError> {
        transaction!(self, "revoking an invitation", |conn| {
            invitations::revoke(conn, c, id).await
        })
    }

    async fn join_team(
        &self,
        link: &Link,
        member: &Member,
        now: Timestamp,
        effects: &Effects,
    ) -> Result<Joined, InternalError> {
        transaction!(self, "joining by invitation", |conn| {
            invitations::join(conn, link, member, now, effects).await
        })
    }

    async fn change_role(&self, c: &AccountChange, of: &MemberId, to: Role) -> Result<Changed, InternalError> {
        transaction!(self, "changing a role", |conn| {
            let (asking, found) = match authorize(conn, c, of).await? {
                Ok(found) => found,
                Err(refused) => return Ok(Outcome::Rollback(refused)),
            };
            if !asking.member.may_decide_about(&found) || !asking.member.may_give(to) {
                return Ok(Outcome::Rollback(Changed::NotFound));
            }
            set_role(conn, of, to).await?;
            policy::give_grace(conn, &c.account, &asking.member.policy, c.now).await?;
            change::end_all_sessions(conn, of).await?;
            commit_effects(conn, &c.effects).await?;
            Ok(Outcome::Commit(Changed::Done))
        })
    }

    async fn hand_over(
        &self,
        c: &AccountChange,
        to: &MemberId,
        new_digest: &TokenDigest,
    ) -> Result<Changed, InternalError> {
        transaction!(self, "handing an account over", |conn| {
            let (asking, found) = match authorize(conn, c, to).await? {
                Ok(found) => found,
                Err(refused) => return Ok(Outcome::Rollback(refused)),
            };
            if !asking.member.may_hand_over_to(&found) {
                return Ok(Outcome::Rollback(Changed::NotFound));
            }
            set_role(conn, to, Role::Owner).await?;
            set_role(conn, &c.member, Role::Admin).await?;
            policy::give_grace(conn, &c.account, &asking.member.policy, c.now).await?;
            change::end_all_sessions(conn, to).await?;
            let own = &asking.session.id;
            change::end_other_sessions(conn, &c.member, own, change::Ending::SessionsAndChallenges).await?;
            if !change::rotate(conn, own, &c.session, new_digest).await? {
                return Ok(Outcome::Rollback(Changed::NotProved));
            }
            commit_effects(conn, &c.effects).await?;
            Ok(Outcome::Commit(Changed::Done))
        })
    }

    async fn remove_member(
        &self,
        c: &AccountChange,
        of: &MemberId,
        keys: KeysOfRemoved,
    ) -> Result<Changed, InternalError> {
        transaction!(self, "removing a member", |conn| {
            let (asking, found) = match authorize(conn, c, of).await? {
                Ok(found) => found,
                Err(refused) => return Ok(Outcome::Rollback(refused)),
            };
            if !asking.member.may_decide_about(&found) {
                return Ok(Outcome::Rollback(Changed::NotFound));
            }
            if keys == KeysOfRemoved::Move {
                // Otherwise the text of such a key would be enough to use it.
                if !asking.member.calls_need_factor(c.now) {
                    return Ok(Outcome::Rollback(Changed::TwoFactorOff));
                }
                if !keep_keys(conn, of, &c.member).await? {
                    return Ok(Outcome::Rollback(Changed::ManyKeys));
                }
            }
            erase_member(conn, of).await?;
            commit_effects(conn, &c.effects).await?;
            Ok(Outcome::Commit(Changed::Done))
        })
    }

    async fn leave_team(&self, c: &AccountChange) -> Result<Changed, InternalError> {
        transaction!(self, "leaving an account", |conn| {
            let asking = match change::authorize_member(conn, c).await? {
                Ok(asking) => asking,
                Err(refused) => return Ok(Outcome::Rollback(refused)),
            };
            if asking.member.role == Role::Owner && owners(conn, &c.account).await? < 2 {
                return Ok(Outcome::Rollback(Changed::LastOwner));
            }
            erase_member(conn, &c.member).await?;
            commit_effects(conn, &c.effects).await?;
            Ok(Outcome::Commit(Changed::Done))
        })
    }
}

/// Locks the account and both members, and returns the session that asks and the other member, or why it may not.
pub(super) async fn authorize(
    conn: &mut Conn,
    c: &AccountChange,
    other: &MemberId,
) -> Result<Result<(SessionOfMember, Member), Changed>, sqlx::Error> {
    every_call::lock(conn, &c.account).await?;
    if *other < c.member {
        profile::lock(conn, other).await?;
    }
    let asking = match change::authorize_manager(conn, c).await? {
        Ok(asking) => asking,
        Err(refused) => return Ok(Err(refused)),
    };
    profile::lock(conn, other).await?;
    let found = profile::read(conn, other).await?;
    Ok(found.map(|found| (asking, found)).ok_or(Changed::NotFound))
}

/// Sets a member's role, and erases what they invited and started beyond it.
async fn set_role(conn: &mut Conn, member: &MemberId, role: Role) -> Result<(), sqlx::Error> {
    let done = query!(
        "UPDATE member SET role = $2 WHERE id = $1",
        member.as_str(),
        role.as_str()
    );
    exactly_one(done.execute(&mut *conn).await?.rows_affected())?;
    if !role.includes(Role::Admin) {
        resets::erase_started_by(conn, member).await?;
    }
    invitations::erase_beyond(conn, member, role).await
}

async fn owners(conn: &mut Conn, account: &AccountId) -> Result<i64, sqlx::Error> {
    let row = query!(
        r#"SELECT COUNT(*) AS "owners!: i64" FROM member WHERE account_id = $1 AND role = 'owner'"#,
        account.as_str()
    );
    Ok(row.fetch_one(conn).await?.owners)
}

pub(super) fn count(rows: i64) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX)
}

/// A pattern for `LIKE … ESCAPE '\'` that finds this text anywhere.
fn contains(text: &str) -> String {
    format!("%{}%", like(text))
}

/// A pattern for `LIKE … ESCAPE '\'` that is this text.
pub(super) fn like(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern
}
