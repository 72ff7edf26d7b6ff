//! Writes that concern apps.

use super::{super::oidc::clients::app, Write};
use domain::{
    Store,
    kernel::id::DeviceId,
    oidc::clients::store::{ClientChange, NewSecret},
    profile::member::Member,
};
use std::sync::Arc;
use testing::Fixtures;

/// Returns what an owner does with apps.
pub(super) async fn writes(w: &Fixtures, member: &Member, device: &DeviceId) -> Vec<Write> {
    let session = super::proved_session(w, member, device, 192).await;
    let change = ClientChange::Manager(w.account_change(&member.account, &session));
    let of = |name: &str| {
        let mut new = app(w, Some(&member.account), name, Some(&session));
        new.members = vec![member.id.clone()];
        new
    };
    let (there, removed, new) = (of("There"), of("Removed"), of("New"));
    for app in [&there, &removed] {
        w.store.add_client(&change, app, 50).await.expect("answered");
    }
    let secret = NewSecret {
        digest: w.digest(),
        shown: None,
    };
    let (id, gone) = (there.client.id.clone(), removed.client.id);
    let [first, second, third, fourth] = [0; 4].map(|_| change.clone());
    vec![
        write!(|store| store.add_client(&first, &new, 50)),
        write!(|store| store.change_client(&second, &there)),
        write!(|store| store.replace_client_secret(&third, &id, &secret)),
        write!(|store| store.remove_client(&fourth, &gone)),
    ]
}
