//! Links, sign-ups and new members.

use super::state::{LinkRow, State};
use crate::{
    Timestamp,
    kernel::token::TokenDigest,
    mail::OutboxMail,
    profile::member::Member,
    registration::link::{Link, SignUp},
    store::Joined,
};
use terms::LinkKind;

/// Keeps a link; the newest of its kind and subject is the only one.
pub(super) fn put_link(state: &mut State, link: &Link) {
    end_links(state, link.kind, &link.subject);
    state.links.insert(
        link.digest.clone(),
        LinkRow {
            link: link.clone(),
            exchanged_at: None,
        },
    );
}

fn end_links(state: &mut State, kind: LinkKind, subject: &str) {
    state
        .links
        .retain(|_, row| row.link.kind != kind || row.link.subject != subject);
}

/// A link that was not exchanged.
pub(super) fn link(state: &State, digest: &TokenDigest, now: Timestamp) -> Option<Link> {
    let row = state
        .links
        .get(digest)
        .filter(|row| row.exchanged_at.is_none() && now < row.link.expires_at)?;
    Some(row.link.clone())
}

/// Exchanges a link, once.
pub(super) fn exchange(
    state: &mut State,
    digest: &TokenDigest,
    held: &TokenDigest,
    now: Timestamp,
    until: Timestamp,
) -> Option<Link> {
    let link = Link {
        digest: held.clone(),
        expires_at: until,
        ..link(state, digest, now)?
    };
    state.links.remove(digest);
    state.links.insert(
        held.clone(),
        LinkRow {
            link: link.clone(),
            exchanged_at: Some(now),
        },
    );
    Some(link)
}

/// A link that a browser holds.
pub(super) fn held_link(state: &State, held: &TokenDigest, now: Timestamp) -> Option<Link> {
    let row = state
        .links
        .get(held)
        .filter(|row| row.exchanged_at.is_some() && now < row.link.expires_at)?;
    Some(row.link.clone())
}

/// Consumes the held link and makes an account with this member.
pub(super) fn join(state: &mut State, held: &TokenDigest, member: &Member, now: Timestamp) -> Result<Joined, Joined> {
    let key = member.email.key();
    let link = held_link(state, held, now).ok_or(Joined::LinkGone)?;
    if link.kind == LinkKind::ConfirmEmail && link.subject != key {
        return Err(Joined::LinkGone);
    }
    if state.members.values().any(|other| other.email.key() == key) {
        return Err(Joined::EmailTaken);
    }
    state.links.remove(held);
    state.sign_ups.remove(&key);
    state.members.insert(member.id.clone(), member.clone());
    Ok(Joined::Done)
}

/// Keeps a sign-up with its link and mail.
pub(super) fn put_sign_up(state: &mut State, sign_up: &SignUp, new: Option<&Link>, mail: &OutboxMail) {
    let key = sign_up.email.key();
    match new {
        Some(link) => put_link(state, link),
        None => end_links(state, LinkKind::ConfirmEmail, &key),
    }
    state.sign_ups.insert(key, sign_up.clone());
    state.post(std::slice::from_ref(mail));
}

/// The sign-up this browser waits for.
pub(super) fn waiting<'a>(state: &'a State, waiting: &TokenDigest, now: Timestamp) -> Option<&'a SignUp> {
    state
        .sign_ups
        .values()
        .find(|sign_up| sign_up.waiting == *waiting && now < sign_up.expires_at)
}

/// Mails a sign-up again, unless it was mailed after `not_after`.
pub(super) fn remail(
    state: &mut State,
    digest: &TokenDigest,
    (not_after, now): (Timestamp, Timestamp),
    new: Option<&Link>,
    mail: &OutboxMail,
) -> bool {
    let Some(key) = waiting(state, digest, now)
        .filter(|s| s.mailed_at <= not_after)
        .map(|s| s.email.key())
    else {
        return false;
    };
    state.sign_ups.entry(key).and_modify(|sign_up| sign_up.mailed_at = now);
    if let Some(link) = new {
        put_link(state, link);
    }
    state.post(std::slice::from_ref(mail));
    true
}
