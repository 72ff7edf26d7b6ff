//! Writes that concern a frozen account.

use super::{
    super::freeze::{link_to, opened},
    Write, proved_session, reports,
};
use domain::{
    InternalError, Store,
    freeze::{
        kept::{Keeper, Kept},
        store::{Freeze, HeldNotMe, NotMeLink, Undo, Unfreeze},
    },
    kernel::{
        email::Email,
        id::{DeviceId, KeptChangeId, MailId},
    },
    profile::member::Member,
    registration::link::Link,
    store::Effects,
};
use std::sync::Arc;
use terms::LinkKind;
use testing::{Fixtures, T0, hash};

/// Returns what the owner of an account does with the links of mails: freezes it twice, undoes a change, and ends the freeze,
/// which it is in already.
pub(super) async fn writes(w: &Fixtures, member: &Member, device: &DeviceId) -> Vec<Write> {
    let session = proved_session(w, member, device, 201).await;
    let codes = w.codes(&member.id, T0);
    let replaced = w.store.replace_codes(&codes, &w.change(&session, T0)).await;
    let _ = replaced.expect("answered");
    let email = member.email.as_str();
    let [first, second, third] = [
        opened(w, member, email).await,
        opened(w, member, email).await,
        opened(w, member, email).await,
    ];
    let kept = w.store.kept_changes(&member.id).await.expect("answered");
    let newest = w.keeper.opened(kept, &member.id).pop().expect("the codes");
    let unfreeze = w.held(LinkKind::Unfreeze, member.id.as_str()).await;
    let asked = w.link(LinkKind::Unfreeze, member.id.as_str());
    let to = member.email.clone();
    let [k1, k2, k3, k4] = [0; 4].map(|_| w.keeper.clone());
    let [m1, m2, m3, m4, m5] = [0; 5].map(|_| Effects::mails(reports(w, member)));
    let ((next, _), at_end) = (link_to(w, member, email), member.clone());
    let mail = w.mail().id;
    vec![
        write!(|store| freeze(store, &first, &k1, &m1)),
        write!(|store| freeze(store, &second, &k2, &m2)),
        write!(|store| undo(store, &third, (&newest.id, &newest.kept), (&k3, &m3))),
        write!(|store| store.ask_unfreeze(&to, &asked, &m4)),
        write!(|store| end(store, (&unfreeze, &at_end), (&next, &mail), (&k4, &m5))),
    ]
}

async fn freeze(
    store: Arc<dyn Store>,
    held: &HeldNotMe,
    keeper: &Keeper,
    effects: &Effects,
) -> Result<(), InternalError> {
    let freeze = Freeze { held, keeper, now: T0 };
    store.freeze(freeze, effects).await.map(drop)
}

async fn undo(
    store: Arc<dyn Store>,
    held: &HeldNotMe,
    (id, kept): (&KeptChangeId, &Kept),
    (keeper, effects): (&Keeper, &Effects),
) -> Result<(), InternalError> {
    let undo = Undo {
        held,
        id,
        kept,
        keeper,
        step: 0,
        now: T0,
    };
    store.undo(undo, effects).await.map(drop)
}

async fn end(
    store: Arc<dyn Store>,
    (link, member): (&Link, &Member),
    next: (&NotMeLink, &MailId),
    (keeper, effects): (&Keeper, &Effects),
) -> Result<(), InternalError> {
    let to: &Email = &member.email;
    let unfreeze = Unfreeze {
        link,
        member: &member.id,
        to,
        password: &hash("phc"),
        next,
        keeper,
        now: T0,
    };
    store.unfreeze(unfreeze, effects).await.map(drop)
}
