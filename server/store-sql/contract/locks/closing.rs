//! Writes that concern a closed account.

use super::{Write, proved_session, reports};
use domain::{
    InternalError, Store,
    closing::{rules::Closed, store::Keep},
    kernel::id::DeviceId,
    profile::member::Member,
    registration::link::Link,
    store::Effects,
};
use std::sync::Arc;
use testing::{Fixtures, T0};

/// Returns what an owner and the sweep do with an account: close it, ask for another link, keep it, and begin to erase it.
pub(super) async fn writes(w: &Fixtures, member: &Member, device: &DeviceId) -> Vec<Write> {
    let session = proved_session(w, member, device, 202).await;
    let mut close = w.account_change(&member.account, &session);
    close.effects = Effects::mails(reports(w, member));
    let (link, asked, opened) = (w.keep_link(member), w.keep_link(member), w.keep_link(member));
    w.store.ask_keep(&opened, &Effects::none()).await.expect("answered");
    let held = w.opened(&opened.link).await.expect("it lives");
    let (owner, account) = (member.clone(), member.account.clone());
    let [asking, keeping, erasing] = [0; 3].map(|_| Effects::mails(reports(w, member)));
    vec![
        write!(|store| store.close_account(&close, &[link])),
        write!(|store| store.ask_keep(&asked, &asking)),
        write!(|store| keep(store, &held, &owner, &keeping)),
        write!(|store| store.erase_secrets(&account, Closed { at: T0 }, T0, &erasing)),
    ]
}

async fn keep(store: Arc<dyn Store>, link: &Link, owner: &Member, effects: &Effects) -> Result<(), InternalError> {
    let keep = Keep {
        link,
        account: &owner.account,
        member: &owner.id,
        now: T0,
    };
    store.keep_account(keep, effects).await.map(drop)
}

/// Erases what is left of the account, if it was closed.
pub(super) async fn rest(w: &Fixtures, member: &Member) {
    let closed = w.store.closed(&member.account).await.expect("answered");
    if let Some(closed) = closed {
        let none = Effects::none();
        let erased = w.store.erase_secrets(&member.account, closed, T0, &none);
        erased.await.expect("answered");
    }
    while w.store.erase_rest(&member.account).await.expect("answered") {}
}
