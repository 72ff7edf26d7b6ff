//! Writes that concern apps.

use super::{
    super::oidc::{
        clients::app,
        grants::{grant, tokens},
    },
    Write,
};
use domain::{
    Store,
    kernel::id::DeviceId,
    oidc::{
        clients::{
            client::Client,
            store::{ClientChange, NewProof},
        },
        grants::grant::NewTokens,
    },
    profile::member::Member,
    sessions::session::Session,
    store::Effects,
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
    let used = sign_in(w, &there.client, member, &session).await;
    let (fresh, taken) = (
        grant(w, &there.client, member, &session),
        grant(w, &there.client, member, &session),
    );
    w.store.put_grant(&taken, &Effects::none()).await.expect("answered");
    let redeemed = tokens(w, &taken);
    let (old, next) = (used.refresh.1.clone(), tokens(w, &taken));
    let next = NewTokens {
        grant: used.grant.clone(),
        ..next
    };
    let (ended, mine, of) = (used.grant.clone(), member.id.clone(), there.client.id.clone());
    let secret = NewProof {
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
        write!(|store| store.put_grant(&fresh, &Effects::none())),
        write!(|store| store.redeem(&redeemed)),
        write!(|store| store.rotate(&old, &next)),
        write!(|store| store.end_grant(&ended, &Effects::none())),
        write!(|store| store.take_back(&mine, &of, &Effects::none())),
    ]
}

/// Signs in at an app and returns what the app got.
async fn sign_in(w: &Fixtures, client: &Client, member: &Member, session: &Session) -> NewTokens {
    let new = grant(w, client, member, session);
    w.store.put_grant(&new, &Effects::none()).await.expect("answered");
    let given = tokens(w, &new);
    w.store.redeem(&given).await.expect("answered");
    given
}
