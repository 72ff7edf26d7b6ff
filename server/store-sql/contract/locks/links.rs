//! Writes that concern a forgotten password and another address.

use super::{Write, proved_session};
use domain::{
    InternalError, Store,
    email_change::store::{ConfirmedEmail, EmailChange},
    freeze::kept::Keeper,
    kernel::{
        email::Email,
        id::{DeviceId, MemberId},
    },
    password_reset::store::PasswordReset,
    profile::member::Member,
    registration::link::Link,
    store::Effects,
};
use std::sync::Arc;
use terms::{DAY, LinkKind};
use testing::{Fixtures, T0, hash};

/// Returns what a member does who has forgotten the password and changes the address, in several tabs.
pub(super) async fn writes(w: &Fixtures, member: &Member, device: &DeviceId) -> Vec<Write> {
    let session = proved_session(w, member, device, 186).await;
    let to = Email::parse(&format!("new-{}", member.email.as_str())).expect("an address");
    let asked = EmailChange {
        email: to.clone(),
        mailed_at: T0,
        expires_at: T0.plus(DAY),
    };
    let change = w.account_change(&member.account, &session);
    let first = w.store.ask_email_change(&change, &asked, None).await;
    let _ = first.expect("answered");
    let held = w.held(LinkKind::ChangeEmail, member.id.as_str()).await;
    let reset = w.held(LinkKind::ResetPassword, member.email.as_str()).await;
    let again = w.link(LinkKind::ChangeEmail, member.id.as_str());
    let asking = w.link(LinkKind::ResetPassword, member.email.as_str());
    let ids = [0; 3].map(|_| member.id.clone());
    let [of_reset, of_again, of_keep] = ids;
    let changing = member.clone();
    let [keeper, kept] = [w.keeper.clone(), w.keeper.clone()];
    vec![
        write!(|store| store.ask_password_reset(&asking, &Effects::none())),
        write!(|store| reset_password(store, &reset, &of_reset, &keeper)),
        write!(|store| store.ask_email_change(&change, &asked, None)),
        write!(|store| store.email_change_again(&of_again, (T0, T0.plus(60)), Some(&again), &Effects::none())),
        write!(|store| store.discard_email_change(&of_keep, &Effects::none())),
        write!(|store| change_email(store, (&held, &changing), &to, &kept)),
    ]
}

async fn reset_password(
    store: Arc<dyn Store>,
    link: &Link,
    member: &MemberId,
    keeper: &Keeper,
) -> Result<(), InternalError> {
    let reset = PasswordReset {
        link,
        member,
        password: &hash("phc"),
        keeper,
        now: T0,
    };
    store.reset_password(reset, &Effects::none()).await.map(drop)
}

async fn change_email(
    store: Arc<dyn Store>,
    (link, member): (&Link, &Member),
    email: &Email,
    keeper: &Keeper,
) -> Result<(), InternalError> {
    let confirmed = ConfirmedEmail {
        link,
        member,
        email,
        keeper,
        now: T0,
    };
    store.change_email(confirmed, &Effects::none()).await.map(drop)
}
