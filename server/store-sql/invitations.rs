//! The statements about invitations, for [`super::team`].

use super::{
    change, every_call, policy, profile, registration,
    rows::known_value,
    transaction::{Outcome, at_most_one, commit_effects},
};
use crate::{Conn, SqlStore};
use domain::{
    Timestamp,
    kernel::{
        email::Email,
        id::{AccountId, InvitationId, MemberId},
    },
    profile::member::Member,
    registration::{link::Link, store::Joined},
    sessions::change::{AccountChange, Changed},
    store::Effects,
    team::{
        invitation::{INVITATION_KEPT, INVITATIONS_MAX, Invitation, InvitationView},
        rules::gives,
        store::SendAgain,
    },
};
use sqlx::query;
use terms::{LinkKind, Role};

/// Selects invitations; the argument is what follows `WHERE`.
macro_rules! query_invitations {
    ($condition:tt, $($argument:expr),+ $(,)?) => {
        sqlx::query_as!(
            InvitationRow,
            "SELECT i.id, i.account_id, i.email, i.role, i.made_by, i.created_at, i.sent_at, m.name
             FROM invitation AS i JOIN member AS m ON m.id = i.made_by WHERE " + $condition,
            $($argument),+
        )
    };
}

/// A row of `invitation` with the name of who invited.
struct InvitationRow {
    id: String,
    account_id: String,
    email: String,
    role: String,
    made_by: String,
    created_at: i64,
    sent_at: i64,
    name: String,
}

impl InvitationRow {
    fn view(self) -> Result<InvitationView, sqlx::Error> {
        Ok(InvitationView {
            invitation: Invitation {
                id: InvitationId::from_store(self.id),
                account: AccountId::from_store(self.account_id),
                email: Email::from_store(self.email),
                role: known_value("invitation.role", Role::parse(&self.role))?,
                by: MemberId::from_store(self.made_by),
                created_at: Timestamp(self.created_at),
                sent_at: Timestamp(self.sent_at),
            },
            by: self.name,
        })
    }
}

pub(super) async fn list(
    store: &SqlStore,
    account: &AccountId,
    since: Timestamp,
) -> Result<Vec<InvitationView>, sqlx::Error> {
    let rows = query_invitations!(
        "i.account_id = $1 AND i.sent_at > $2 ORDER BY i.created_at DESC, i.id",
        account.as_str(),
        since.0
    );
    let rows = rows.fetch_all(store.read()).await?;
    rows.into_iter().map(InvitationRow::view).collect()
}

pub(super) async fn read(store: &SqlStore, id: &InvitationId) -> Result<Option<InvitationView>, sqlx::Error> {
    let row = query_invitations!("i.id = $1", id.as_str())
        .fetch_optional(store.read())
        .await?;
    row.map(InvitationRow::view).transpose()
}

pub(super) async fn invite(
    conn: &mut Conn,
    c: &AccountChange,
    invitation: &Invitation,
    link: Option<&Link>,
) -> Result<Outcome<Changed>, sqlx::Error> {
    let asking = match change::authorize_manager(conn, c).await? {
        Ok(asking) => asking,
        Err(refused) => return Ok(Outcome::Rollback(refused)),
    };
    if !asking.member.may_give(invitation.role) {
        return Ok(Outcome::Rollback(Changed::NotFound));
    }
    let key = invitation.email.key();
    if is_member(conn, &c.account, &key).await? {
        return Ok(Outcome::Rollback(Changed::AlreadyMember));
    }
    let Some(room) = room(conn, &asking.member, &key, c.now).await? else {
        return Ok(Outcome::Rollback(Changed::MissingRole));
    };
    if !room {
        return Ok(Outcome::Rollback(Changed::ManyInvitations));
    }
    let id = upsert(conn, invitation, link.is_some()).await?;
    if let Some(link) = link {
        let link = Link {
            subject: id,
            ..link.clone()
        };
        registration::upsert_link(conn, &link).await?;
    }
    commit_effects(conn, &c.effects).await?;
    Ok(Outcome::Commit(Changed::Done))
}

pub(super) async fn send_again(
    conn: &mut Conn,
    c: &AccountChange,
    again: SendAgain<'_>,
) -> Result<Outcome<Changed>, sqlx::Error> {
    if let Err(refused) = change::authorize_manager(conn, c).await? {
        return Ok(Outcome::Rollback(refused));
    }
    let done = query!(
        "UPDATE invitation SET sent_at = $3 WHERE id = $1 AND account_id = $2 AND sent_at <= $4",
        again.id.as_str(),
        c.account.as_str(),
        // Without a mail the link before stays, with its end.
        if again.link.is_some() {
            c.now.0
        } else {
            again.not_after.0
        },
        again.not_after.0
    );
    if !at_most_one(done.execute(&mut *conn).await?.rows_affected())? {
        return Ok(Outcome::Rollback(Changed::NotFound));
    }
    if let Some(link) = again.link {
        registration::upsert_link(conn, link).await?;
    }
    commit_effects(conn, &c.effects).await?;
    Ok(Outcome::Commit(Changed::Done))
}

pub(super) async fn revoke(
    conn: &mut Conn,
    c: &AccountChange,
    id: &InvitationId,
) -> Result<Outcome<Changed>, sqlx::Error> {
    if let Err(refused) = change::authorize_revoking(conn, c).await? {
        return Ok(Outcome::Rollback(refused));
    }
    let done = query!(
        "DELETE FROM invitation WHERE id = $1 AND account_id = $2",
        id.as_str(),
        c.account.as_str()
    );
    if !at_most_one(done.execute(&mut *conn).await?.rows_affected())? {
        return Ok(Outcome::Rollback(Changed::NotFound));
    }
    registration::delete_link(conn, LinkKind::Invitation, id.as_str()).await?;
    commit_effects(conn, &c.effects).await?;
    Ok(Outcome::Commit(Changed::Done))
}

pub(super) async fn join(
    conn: &mut Conn,
    link: &Link,
    member: &Member,
    now: Timestamp,
    effects: &Effects,
) -> Result<Outcome<Joined>, sqlx::Error> {
    every_call::lock(conn, &member.account).await?;
    if !registration::consume_link(conn, link, now).await? {
        return Ok(Outcome::Rollback(Joined::LinkGone));
    }
    if !registration::insert_member(conn, member).await? {
        return Ok(Outcome::Rollback(Joined::EmailTaken));
    }
    // Role and address may have changed since the invitation was read.
    let done = query!(
        "DELETE FROM invitation WHERE id = $1 AND account_id = $2 AND email = $3 AND role = $4",
        link.subject,
        member.account.as_str(),
        member.email.as_str(),
        member.role.as_str()
    );
    if !at_most_one(done.execute(&mut *conn).await?.rows_affected())? {
        return Ok(Outcome::Rollback(Joined::LinkGone));
    }
    if let Some(joined) = profile::read(conn, &member.id).await? {
        policy::give_grace(conn, &joined.account, &joined.policy, now).await?;
    }
    registration::erase_sign_ups(conn, member).await?;
    commit_effects(conn, effects).await?;
    Ok(Outcome::Commit(Joined::Done))
}

/// Erases what a member has invited to roles that their new role does not give.
pub(super) async fn erase_beyond(conn: &mut Conn, by: &MemberId, role: Role) -> Result<(), sqlx::Error> {
    for of in Role::ALL.iter().filter(|of| !gives(role, **of)) {
        erase(conn, by, *of).await?;
    }
    Ok(())
}

/// Erases all that a member has invited.
pub(super) async fn erase_of(conn: &mut Conn, by: &MemberId) -> Result<(), sqlx::Error> {
    for role in Role::ALL {
        erase(conn, by, *role).await?;
    }
    Ok(())
}

/// Erases what a member has invited to a role. A link goes with its invitation.
async fn erase(conn: &mut Conn, by: &MemberId, role: Role) -> Result<(), sqlx::Error> {
    let rows = query!(
        r#"DELETE FROM invitation WHERE made_by = $1 AND role = $2 RETURNING id AS "id!""#,
        by.as_str(),
        role.as_str()
    );
    for row in rows.fetch_all(&mut *conn).await? {
        registration::delete_link(conn, LinkKind::Invitation, &row.id).await?;
    }
    Ok(())
}

/// Whether the account may have an invitation to this address: one that is there, or one more. `None` if the member may not
/// decide about the one that is there, because it is to a role beyond theirs.
async fn room(conn: &mut Conn, by: &Member, email_key: &str, now: Timestamp) -> Result<Option<bool>, sqlx::Error> {
    let row = query!(
        "SELECT role FROM invitation WHERE account_id = $1 AND email_key = $2",
        by.account.as_str(),
        email_key
    );
    match row.fetch_optional(&mut *conn).await? {
        Some(row) => {
            let role = known_value("invitation.role", Role::parse(&row.role))?;
            Ok(by.may_give(role).then_some(true))
        }
        None => Ok(Some(!is_full(conn, &by.account, now).await?)),
    }
}

async fn is_member(conn: &mut Conn, account: &AccountId, email_key: &str) -> Result<bool, sqlx::Error> {
    let row = query!(
        "SELECT id FROM member WHERE account_id = $1 AND email_key = $2",
        account.as_str(),
        email_key
    );
    Ok(row.fetch_optional(conn).await?.is_some())
}

/// Whether the account has as many invitations as it may.
async fn is_full(conn: &mut Conn, account: &AccountId, now: Timestamp) -> Result<bool, sqlx::Error> {
    let row = query!(
        r#"SELECT COUNT(*) AS "invitations!: i64" FROM invitation WHERE account_id = $1 AND sent_at > $2"#,
        account.as_str(),
        now.plus(-INVITATION_KEPT).0
    );
    Ok(row.fetch_one(conn).await?.invitations >= INVITATIONS_MAX)
}

/// Stores an invitation in place of another one to the same address, whose id it takes, and returns the id. One that is not
/// `sent` leaves the moment of the last mail, whose link is still good.
async fn upsert(conn: &mut Conn, i: &Invitation, sent: bool) -> Result<String, sqlx::Error> {
    let row = query!(
        r#"INSERT INTO invitation (id, account_id, email, email_key, role, made_by, created_at, sent_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
           ON CONFLICT (account_id, email_key) DO UPDATE
           SET email = excluded.email, role = excluded.role, made_by = excluded.made_by,
               sent_at = CASE WHEN CAST($9 AS BIGINT) = 1 THEN excluded.sent_at ELSE invitation.sent_at END
           RETURNING id AS "id!""#,
        i.id.as_str(),
        i.account.as_str(),
        i.email.as_str(),
        i.email.key(),
        i.role.as_str(),
        i.by.as_str(),
        i.created_at.0,
        i.sent_at.0,
        i64::from(sent)
    );
    Ok(row.fetch_one(conn).await?.id)
}
