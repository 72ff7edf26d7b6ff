//! Storage of frozen accounts and of what may come back.

use super::{
    change, devices, email_change, kept, profile,
    registration::{consume_link, delete_link, upsert_link},
    remote,
    rows::{member, query_member},
    transaction::{Outcome, commit_effects, exactly_one, internal, latest_end, seconds, transaction},
};
use crate::{Conn, SqlStore};
use async_trait::async_trait;
use domain::{
    InternalError, Timestamp,
    email_change::store::EmailChanged,
    freeze::{
        kept::{Keeper, Kept, KeptChange},
        rules::{OpenChange, later_addresses},
        store::{Freeze, FreezeStore, HeldNotMe, NotMeLink, Undo, Undone, Unfreeze},
    },
    kernel::{
        email::Email,
        id::{DeviceId, MailId, MemberId},
        token::TokenDigest,
    },
    profile::member::Member,
    registration::link::{HELD_LIFE, Link},
    store::Effects,
};
use sqlx::query;
use terms::LinkKind;

#[async_trait]
impl FreezeStore for SqlStore {
    async fn not_me_held(&self, held: &TokenDigest, now: Timestamp) -> Result<Option<HeldNotMe>, InternalError> {
        let found = async { read_held(&mut *self.read().acquire().await?, held, now).await };
        found.await.map_err(internal("reading the link of a mail"))
    }

    async fn member_of_link(&self, subject: &str) -> Result<Option<Member>, InternalError> {
        let member = MemberId::from_store(subject.to_owned());
        let found = async { profile::read(&mut *self.read().acquire().await?, &member).await };
        found.await.map_err(internal("reading the member of a link"))
    }

    async fn kept_changes(&self, member: &MemberId) -> Result<Vec<KeptChange>, InternalError> {
        let found = async { kept::of_member(&mut *self.read().acquire().await?, member).await };
        found.await.map_err(internal("reading what can be undone"))
    }

    async fn freeze(&self, f: Freeze<'_>, effects: &Effects) -> Result<bool, InternalError> {
        transaction!(self, "freezing an account", |conn| {
            let Some((member, changes)) = lock(conn, f.held, f.keeper, f.now).await? else {
                return Ok(Outcome::Rollback(false));
            };
            let Some(later) = later_addresses(&f.held.address, &member, &changes, f.now) else {
                return Ok(Outcome::Rollback(false));
            };
            if member.frozen.as_ref().is_some_and(|frozen| frozen.to == f.held.address) {
                // The form was posted again, or that of another mail.
                return Ok(Outcome::Rollback(true));
            }
            let done = query!(
                "UPDATE member SET frozen_at = $2, frozen_to = $3 WHERE id = $1",
                member.id.as_str(),
                f.now.0,
                f.held.address.as_str()
            );
            exactly_one(done.execute(&mut *conn).await?.rows_affected())?;
            let done = query!(
                "UPDATE link SET froze_at = $2 WHERE digest = $1",
                f.held.link.digest.as_str(),
                f.now.0
            );
            exactly_one(done.execute(&mut *conn).await?.rows_affected())?;
            end_links(conn, &member, &later).await?;
            delete_link(conn, LinkKind::Unfreeze, member.id.as_str()).await?;
            email_change::discard(conn, &member.id).await?;
            remote::erase_all(conn, &member.id).await?;
            change::end_all_sessions(conn, &member.id).await?;
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(true))
        })
    }

    async fn ask_unfreeze(&self, to: &Email, link: &Link, effects: &Effects) -> Result<bool, InternalError> {
        transaction!(self, "keeping the link that ends a freeze", |conn| {
            let id = MemberId::from_store(link.subject.clone());
            profile::lock(conn, &id).await?;
            let member = profile::read(conn, &id).await?;
            let frozen = member.and_then(|member| member.frozen);
            if frozen.is_none_or(|frozen| frozen.to != *to) {
                return Ok(Outcome::Rollback(false));
            }
            upsert_link(conn, link).await?;
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(true))
        })
    }

    async fn unfreeze(&self, u: Unfreeze<'_>, effects: &Effects) -> Result<EmailChanged, InternalError> {
        transaction!(self, "ending a freeze", |conn| {
            profile::lock(conn, u.member).await?;
            let member = profile::read(conn, u.member).await?;
            let frozen_for = |member: &Member| member.frozen.as_ref().is_some_and(|frozen| frozen.to == *u.to);
            let Some(member) = member.filter(frozen_for) else {
                return Ok(Outcome::Rollback(EmailChanged::LinkGone));
            };
            email_change::lock_counters(conn, &member.id, u.now).await?;
            if !consume_link(conn, u.link, u.now).await? {
                return Ok(Outcome::Rollback(EmailChanged::LinkGone));
            }
            let changes = kept::opened(conn, u.member, u.keeper).await?;
            if member.email != *u.to && !restore_address(conn, &member, u.to, (&changes, u.now)).await? {
                return Ok(Outcome::Rollback(EmailChanged::EmailTaken));
            }
            profile::set_password(conn, &member, u.password, (u.keeper, true, u.now)).await?;
            let done = query!(
                "UPDATE member SET frozen_at = NULL, frozen_to = NULL WHERE id = $1",
                member.id.as_str()
            );
            exactly_one(done.execute(&mut *conn).await?.rows_affected())?;
            insert_link(conn, u.next.0, u.next.1, Some(u.now)).await?;
            change::end_all_sessions(conn, &member.id).await?;
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(EmailChanged::Done))
        })
    }

    async fn undo(&self, u: Undo<'_>, effects: &Effects) -> Result<Undone, InternalError> {
        transaction!(self, "undoing a change", |conn| {
            let Some((member, changes)) = lock(conn, u.held, u.keeper, u.now).await? else {
                return Ok(Outcome::Rollback(Undone::LinkGone));
            };
            if later_addresses(&u.held.address, &member, &changes, u.now).is_none() {
                return Ok(Outcome::Rollback(Undone::LinkGone));
            }
            if !kept::forget(conn, u.id).await? {
                return Ok(Outcome::Rollback(Undone::NotFound));
            }
            let undone = put_back(conn, &u, &member, &changes).await?;
            if undone != Undone::Done {
                return Ok(Outcome::Rollback(undone));
            }
            change::end_all_sessions(conn, &member.id).await?;
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(Undone::Done))
        })
    }
}

/// Stores the link of a mail. After a freeze it stands for one that was exchanged and has frozen the account at this moment.
pub(super) async fn insert_link(
    conn: &mut Conn,
    link: &NotMeLink,
    mail: &MailId,
    froze_at: Option<Timestamp>,
) -> Result<(), sqlx::Error> {
    let done = query!(
        "INSERT INTO link (digest, kind, subject, expires_at, member_id, address, exchanged_at, froze_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7)",
        link.digest.as_str(),
        LinkKind::NotMe.as_str(),
        mail.as_str(),
        link.expires_at.0,
        link.member.as_str(),
        link.address.as_str(),
        seconds(froze_at)
    );
    exactly_one(done.execute(conn).await?.rows_affected())
}

async fn read_held(conn: &mut Conn, held: &TokenDigest, now: Timestamp) -> Result<Option<HeldNotMe>, sqlx::Error> {
    let row = query_member!(
        r#"SELECT l.subject, l.expires_at AS held_until, l.address AS "address!", l.froze_at,
                  EXISTS (SELECT 1 FROM link AS u WHERE u.kind = $5 AND u.subject = m.id AND u.expires_at > $3) AS "mailed!: bool", "#,
        "FROM link AS l JOIN member AS m ON m.id = l.member_id JOIN account AS p ON p.id = m.account_id
         WHERE l.digest = $1 AND l.kind = $2 AND l.exchanged_at IS NOT NULL AND l.address IS NOT NULL
         AND l.expires_at > $3 AND l.expires_at <= $4",
        held.as_str(),
        LinkKind::NotMe.as_str(),
        now.0,
        latest_end(now, HELD_LIFE),
        LinkKind::Unfreeze.as_str()
    );
    let Some(row) = row.fetch_optional(conn).await? else {
        return Ok(None);
    };
    Ok(Some(HeldNotMe {
        link: Link {
            digest: held.clone(),
            kind: LinkKind::NotMe,
            subject: row.subject.clone(),
            expires_at: Timestamp(row.held_until),
        },
        address: Email::from_store(row.address.clone()),
        froze_at: row.froze_at.map(Timestamp),
        mailed: row.mailed,
        member: member!(row),
    }))
}

/// Locks the member of an opened link with everything that refers to them, and reads what is kept; `None` if the link is over.
async fn lock(
    conn: &mut Conn,
    held: &HeldNotMe,
    keeper: &Keeper,
    now: Timestamp,
) -> Result<Option<(Member, Vec<OpenChange>)>, sqlx::Error> {
    profile::lock(conn, &held.member.id).await?;
    email_change::lock_counters(conn, &held.member.id, now).await?;
    let Some(found) = read_held(conn, &held.link.digest, now).await? else {
        return Ok(None);
    };
    let changes = kept::opened(conn, &found.member.id, keeper).await?;
    Ok(Some((found.member, changes)))
}

/// Puts back what was before a change. The change itself is forgotten already.
async fn put_back(
    conn: &mut Conn,
    u: &Undo<'_>,
    member: &Member,
    changes: &[OpenChange],
) -> Result<Undone, sqlx::Error> {
    let (id, on) = (&member.id, member.two_factor_since);
    match u.kept {
        Kept::Email { old } if *old != u.held.address.as_str() => return Ok(Undone::NotFound),
        Kept::Email { .. } => {
            if !restore_address(conn, member, &u.held.address, (changes, u.now)).await? {
                return Ok(Undone::EmailTaken);
            }
        }
        Kept::Password { .. } => return Ok(Undone::NotFound),
        Kept::DeviceAdded { device } => {
            if !remove_device(conn, device, id).await? {
                return Ok(Undone::NotFound);
            }
        }
        Kept::DeviceRemoved(_) | Kept::CodesReplaced(_) if on.is_none() => return Ok(Undone::TwoFactorOff),
        Kept::DeviceRemoved(device) => {
            if !kept::put_device(conn, device, id, u.step).await? {
                return Ok(Undone::TenDevices);
            }
        }
        Kept::TwoFactorOn { since } => {
            if on != Some(*since) {
                return Ok(Undone::NotFound);
            }
            devices::erase_factors(conn, id).await?;
        }
        Kept::TwoFactorOff { devices, codes } => {
            kept::put_factors(conn, (devices, codes), id, (u.step, u.now)).await?;
            forget_after(conn, u, changes, |_| true).await?;
        }
        Kept::CodesReplaced(codes) => {
            kept::put_codes(conn, codes, id).await?;
            forget_after(conn, u, changes, |kept| matches!(kept, Kept::CodesReplaced(_))).await?;
        }
    }
    Ok(Undone::Done)
}

/// Forgets changes of the second factor that were made after the one that is undone, because they are moot.
async fn forget_after(
    conn: &mut Conn,
    u: &Undo<'_>,
    changes: &[OpenChange],
    moot: impl Fn(&Kept) -> bool,
) -> Result<(), sqlx::Error> {
    let after = changes.iter().skip_while(|change| change.id != *u.id).skip(1);
    for change in after {
        let of_factor = !matches!(change.kept, Kept::Email { .. } | Kept::Password { .. });
        if of_factor && moot(&change.kept) {
            kept::forget(conn, &change.id).await?;
        }
    }
    Ok(())
}

/// Removes a confirmed device; false if it is gone. Two-factor stays on.
async fn remove_device(conn: &mut Conn, device: &DeviceId, member: &MemberId) -> Result<bool, sqlx::Error> {
    if devices::confirmed_at(conn, device, member).await?.is_none() {
        return Ok(false);
    }
    devices::erase(conn, device, member).await?;
    Ok(true)
}

/// Gives a member, who is locked with the counters, an earlier address back, and ends what was mailed to the later ones;
/// false if another member has it.
async fn restore_address(
    conn: &mut Conn,
    member: &Member,
    to: &Email,
    (changes, now): (&[OpenChange], Timestamp),
) -> Result<bool, sqlx::Error> {
    if !email_change::set(conn, &member.id, to).await? {
        return Ok(false);
    }
    let later = later_addresses(to, member, changes, now).unwrap_or_default();
    end_links(conn, member, &later).await?;
    email_change::discard(conn, &member.id).await?;
    let first = changes
        .iter()
        .position(|change| matches!(&change.kept, Kept::Email { old } if *old == to.as_str()));
    for change in changes.iter().skip(first.unwrap_or(changes.len())) {
        if matches!(change.kept, Kept::Email { .. }) {
            kept::forget(conn, &change.id).await?;
        }
    }
    Ok(true)
}

/// Ends the links that went to these addresses of a member, and those that reset the password.
async fn end_links(conn: &mut Conn, member: &Member, addresses: &[Email]) -> Result<(), sqlx::Error> {
    for address in addresses {
        query!(
            "DELETE FROM link WHERE member_id = $1 AND address = $2",
            member.id.as_str(),
            address.as_str()
        )
        .execute(&mut *conn)
        .await?;
        delete_link(conn, LinkKind::ResetPassword, address.as_str()).await?;
    }
    delete_link(conn, LinkKind::ResetPassword, member.email.as_str()).await
}
