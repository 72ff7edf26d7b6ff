//! Apps: who keeps them, their names, their secrets, and for whom they are.

use crate::{contract::activity::all_events, fixtures};
use domain::{
    api_keys::key::ShownKey,
    kernel::{
        id::{AccountId, ClientId},
        label::Label,
        seal::Sealed,
        token::TokenDigest,
    },
    oidc::clients::{
        client::{Acr, Audience, Authentication, Client, SigningAlgorithm},
        redirect::{LogoutUri, RedirectUri},
        store::{ClientChange, NewClient, NewProof},
    },
    profile::member::Member,
    sessions::{
        change::{AccountChange, Changed},
        session::Session,
    },
    store::Effects,
};
use std::sync::Arc;
use terms::{EventKind, Role};
use testing::{Fixtures, T0, rounds};
use tokio::{sync::Barrier, task::JoinSet};

const MOST: i64 = 3;

/// An app of this account that proves itself with a new secret, which this session shows.
pub(in crate::contract) fn app(
    w: &Fixtures,
    account: Option<&AccountId>,
    name: &str,
    session: Option<&Session>,
) -> NewClient {
    NewClient {
        client: Client {
            id: ClientId::from_store(w.device_id().to_string()),
            account: account.cloned(),
            name: Label::from_store(name.to_owned()),
            authentication: Authentication::Secret(w.digest()),
            redirect_uris: ["https://app.example/cb", "http://127.0.0.1/cb"]
                .map(|uri| RedirectUri::from_store(uri.to_owned()))
                .to_vec(),
            logout_uris: vec![LogoutUri::from_store("https://app.example/bye".to_owned())],
            backchannel_uri: Some("https://app.example/ended".to_owned()),
            audience: Audience::Everyone,
            consent: true,
            least: Acr::Mfa,
            algorithm: SigningAlgorithm::Es256,
            created_at: T0,
        },
        members: Vec::new(),
        shown: session.map(shown),
    }
}

fn shown(session: &Session) -> ShownKey {
    ShownKey {
        session: session.id.clone(),
        text: Sealed(vec![7]),
        until: T0.plus(900),
    }
}

fn by(w: &Fixtures, member: &Member, session: &Session) -> ClientChange {
    ClientChange::Manager(w.account_change(&member.account, session))
}

async fn add(w: &Fixtures, change: &ClientChange, new: &NewClient) -> Changed {
    w.store.add_client(change, new, MOST).await.unwrap()
}

async fn names(w: &Fixtures, account: Option<&AccountId>) -> Vec<String> {
    let apps = w.store.clients(account).await.unwrap();
    apps.into_iter().map(|app| app.name.as_str().to_owned()).collect()
}

fn secret_of(client: &Client) -> Option<&TokenDigest> {
    match &client.authentication {
        Authentication::Secret(digest) => Some(digest),
        _ => None,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_app_is_read_as_it_was_stored() {
    let w = &fixtures().await;
    let (ana, session, _) = w.protected("ana@example.com").await;
    let change = by(w, &ana, &session);
    let mut wiki = app(w, Some(&ana.account), "Wiki", Some(&session));
    assert_eq!(add(w, &change, &wiki).await, Changed::Done);
    let read = async |new: &NewClient| w.store.client(&new.client.id).await.unwrap();
    assert_eq!(read(&wiki).await.as_ref(), Some(&wiki.client));

    wiki.client.name = Label::from_store("Handbook".to_owned());
    wiki.client.authentication = Authentication::Keys("{}".to_owned());
    wiki.client.redirect_uris.pop();
    wiki.client.logout_uris.clear();
    wiki.client.backchannel_uri = None;
    wiki.client.audience = Audience::Managers;
    wiki.client.consent = false;
    wiki.client.least = Acr::Password;
    wiki.client.algorithm = SigningAlgorithm::Rs256;
    assert_eq!(w.store.change_client(&change, &wiki).await.unwrap(), Changed::Done);
    assert_eq!(read(&wiki).await.as_ref(), Some(&wiki.client));
    wiki.client.authentication = Authentication::None;
    assert_eq!(w.store.change_client(&change, &wiki).await.unwrap(), Changed::Done);
    assert_eq!(read(&wiki).await.as_ref(), Some(&wiki.client));

    let id = wiki.client.id.clone();
    assert_eq!(w.store.remove_client(&change, &id).await.unwrap(), Changed::Done);
    assert_eq!(read(&wiki).await, None);
    assert_eq!(w.store.remove_client(&change, &id).await.unwrap(), Changed::NotFound);
    assert_eq!(w.store.change_client(&change, &wiki).await.unwrap(), Changed::NotFound);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn p8_an_account_keeps_its_own_apps_only() {
    let w = &fixtures().await;
    let (ana, session, _) = w.protected("ana@example.com").await;
    let (ben, bens, _) = w.protected("ben@example.com").await;
    let (anas, bens) = (by(w, &ana, &session), by(w, &ben, &bens));
    let operator = ClientChange::Operator(None, Effects::none());
    let wiki = app(w, Some(&ana.account), "Wiki", None);
    let mail = app(w, None, "Mail", None);
    assert_eq!(add(w, &anas, &wiki).await, Changed::Done);
    assert_eq!(add(w, &operator, &mail).await, Changed::Done);
    assert_eq!(names(w, Some(&ana.account)).await, ["Wiki", "Mail"]);
    assert_eq!(names(w, Some(&ben.account)).await, ["Mail"]);
    assert_eq!(names(w, None).await, ["Wiki", "Mail"]);

    let secret = NewProof {
        digest: w.digest(),
        shown: None,
    };
    for (change, of) in [(&bens, &wiki), (&anas, &mail), (&bens, &mail), (&operator, &wiki)] {
        let mut other = of.clone();
        other.client.name = Label::from_store("Other".to_owned());
        let id = &of.client.id;
        assert_eq!(w.store.change_client(change, &other).await.unwrap(), Changed::NotFound);
        assert_eq!(
            w.store.replace_client_secret(change, id, &secret).await.unwrap(),
            Changed::NotFound
        );
        assert_eq!(w.store.remove_client(change, id).await.unwrap(), Changed::NotFound);
        assert_eq!(w.store.client(id).await.unwrap().as_ref(), Some(&of.client));
    }
    let of_account = ClientChange::Operator(Some(ana.account.clone()), Effects::none());
    assert_eq!(
        w.store.remove_client(&of_account, &wiki.client.id).await.unwrap(),
        Changed::Done
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn apps_have_names_of_their_own_and_a_bound_in_each_account() {
    let w = &fixtures().await;
    let (ana, session, _) = w.protected("ana@example.com").await;
    let (ben, bens, _) = w.protected("ben@example.com").await;
    let (anas, bens) = (by(w, &ana, &session), by(w, &ben, &bens));
    let operator = ClientChange::Operator(None, Effects::none());
    let of = |account, name: &str| app(w, account, name, None);
    for (change, account) in [
        (&anas, Some(&ana.account)),
        (&operator, None),
        (&bens, Some(&ben.account)),
    ] {
        let first = of(account, "Wiki");
        assert_eq!(add(w, change, &first).await, Changed::Done);
        assert_eq!(add(w, change, &of(account, "WIKI")).await, Changed::AppNameTaken);
        let mut second = of(account, "Second");
        assert_eq!(add(w, change, &second).await, Changed::Done);
        second.client.name = Label::from_store("wiki".to_owned());
        assert_eq!(
            w.store.change_client(change, &second).await.unwrap(),
            Changed::AppNameTaken
        );
        let mut same = first.clone();
        same.client.name = Label::from_store("wiki".to_owned());
        assert_eq!(w.store.change_client(change, &same).await.unwrap(), Changed::Done);
        assert_eq!(add(w, change, &of(account, "Third")).await, Changed::Done);
        assert_eq!(add(w, change, &of(account, "Fourth")).await, Changed::ManyApps);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn b36_only_owners_and_admins_keep_apps_after_a_step_up() {
    let w = &fixtures().await;
    let (ana, session, _) = w.protected("ana@example.com").await;
    let wiki = app(w, Some(&ana.account), "Wiki", None);
    assert_eq!(add(w, &by(w, &ana, &session), &wiki).await, Changed::Done);
    let paul = w.colleague(&ana, "paul@example.com", Role::Member).await;
    let mona = w.colleague(&ana, "mona@example.com", Role::Admin).await;
    let pauls = by(w, &paul, &w.session(&paul, T0).await);
    let late = ClientChange::Manager(AccountChange {
        required: testing::required_since(T0.plus(1)),
        ..w.account_change(&ana.account, &session)
    });
    let secret = NewProof {
        digest: w.digest(),
        shown: None,
    };
    for (change, expected) in [(&pauls, Changed::NotFound), (&late, Changed::NotProved)] {
        let new = app(w, Some(&ana.account), "New", None);
        assert_eq!(add(w, change, &new).await, expected);
        assert_eq!(w.store.change_client(change, &wiki).await.unwrap(), expected);
        let id = &wiki.client.id;
        assert_eq!(
            w.store.replace_client_secret(change, id, &secret).await.unwrap(),
            expected
        );
        assert_eq!(w.store.remove_client(change, id).await.unwrap(), expected);
    }
    assert_eq!(names(w, Some(&ana.account)).await, ["Wiki"]);
    let monas = by(w, &mona, &w.session(&mona, T0).await);
    assert_eq!(
        w.store.remove_client(&monas, &wiki.client.id).await.unwrap(),
        Changed::Done
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_secret_stays_until_it_is_replaced_and_is_shown_in_one_session() {
    let w = &fixtures().await;
    let (ana, session, device) = w.protected("ana@example.com").await;
    let other = w.signed_in_with(&ana, &device, 101, T0).await;
    let change = by(w, &ana, &session);
    let wiki = app(w, Some(&ana.account), "Wiki", Some(&session));
    let id = &wiki.client.id;
    assert_eq!(add(w, &change, &wiki).await, Changed::Done);
    let is_shown = async |session: &Session, now| {
        let shown = w.store.shown_client_secret(id, &session.id, now).await.unwrap();
        shown.is_some()
    };
    assert!(is_shown(&session, T0.plus(899)).await && !is_shown(&other, T0).await);
    assert!(!is_shown(&session, T0.plus(900)).await && !is_shown(&session, T0.plus(-91)).await);
    w.store.forget_client_secret(id, &other.id).await.unwrap();
    assert!(is_shown(&session, T0).await, "another session hides nothing");
    w.store.forget_client_secret(id, &session.id).await.unwrap();
    assert!(!is_shown(&session, T0).await);

    let again = app(w, Some(&ana.account), "Wiki", Some(&session));
    let mut changed = wiki.clone();
    changed.client.authentication = again.client.authentication.clone();
    changed.shown = again.shown.clone();
    assert_eq!(w.store.change_client(&change, &changed).await.unwrap(), Changed::Done);
    let read = async || w.store.client(id).await.unwrap().unwrap();
    assert_eq!(secret_of(&read().await), secret_of(&wiki.client), "a change keeps it");
    assert!(!is_shown(&session, T0).await);

    let new = NewProof {
        digest: w.digest(),
        shown: Some(shown(&other)),
    };
    let replaced = w.store.replace_client_secret(&change, id, &new).await.unwrap();
    assert_eq!(replaced, Changed::Done);
    assert_eq!(secret_of(&read().await), Some(&new.digest));
    assert!(is_shown(&other, T0).await);
    w.store.sweep(T0.plus(900)).await.unwrap();
    assert!(!is_shown(&other, T0).await, "swept");

    changed.client.authentication = Authentication::None;
    changed.shown = None;
    assert_eq!(w.store.change_client(&change, &changed).await.unwrap(), Changed::Done);
    let replaced = w.store.replace_client_secret(&change, id, &new).await.unwrap();
    assert_eq!(replaced, Changed::NotFound, "a public app has none");
    changed.client.authentication = again.client.authentication.clone();
    changed.shown = again.shown.clone();
    assert_eq!(w.store.change_client(&change, &changed).await.unwrap(), Changed::Done);
    assert_eq!(secret_of(&read().await), secret_of(&again.client), "it had none");
    assert!(is_shown(&session, T0).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_app_is_chosen_for_members_of_its_account() {
    let w = &fixtures().await;
    let (ana, session, _) = w.protected("ana@example.com").await;
    let paul = w.colleague(&ana, "paul@example.com", Role::Member).await;
    let other = w.member("ben@example.com").await;
    let change = by(w, &ana, &session);
    let mut wiki = app(w, Some(&ana.account), "Wiki", None);
    wiki.client.audience = Audience::Chosen;
    wiki.members = [&paul, &ana, &other, &w.stranger("zoe@example.com")]
        .map(|member| member.id.clone())
        .to_vec();
    assert_eq!(add(w, &change, &wiki).await, Changed::Done);
    let chosen = async || {
        let members = w.store.client_members(&wiki.client.id).await.unwrap();
        members
            .iter()
            .map(|email| email.as_str().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(chosen().await, ["ana@example.com", "paul@example.com"], "P8");
    let removal = w.account_change(&ana.account, &session);
    let keys = domain::team::store::KeysOfRemoved::End;
    let removed = w.store.remove_member(&removal, &paul.id, keys).await.unwrap();
    assert_eq!(removed, Changed::Done);
    assert_eq!(chosen().await, ["ana@example.com"]);
    let mut everyone = wiki.clone();
    everyone.members.clear();
    assert_eq!(w.store.change_client(&change, &everyone).await.unwrap(), Changed::Done);
    assert_eq!(chosen().await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_bound_and_the_name_hold_also_at_the_same_moment() {
    let w = fixtures().await;
    let (ana, session, _) = w.protected("ana@example.com").await;
    let operator = ClientChange::Operator(None, Effects::none());
    for round in 0..rounds(10) {
        for change in [by(&w, &ana, &session), operator.clone()] {
            let barrier = Arc::new(Barrier::new(4));
            let mut running = JoinSet::new();
            for n in 0..4 {
                let name = if n < 2 { "Same".to_owned() } else { format!("Other {n}") };
                let new = app(&w, change.account(), &name, None);
                let (w, change, barrier) = (w.clone(), change.clone(), Arc::clone(&barrier));
                running.spawn(async move {
                    barrier.wait().await;
                    add(&w, &change, &new).await
                });
            }
            let done = running.join_all().await;
            let added = done.iter().filter(|done| **done == Changed::Done).count();
            let apps = w.store.clients(None).await.unwrap();
            let same = apps.iter().filter(|app| app.name.as_str() == "Same").count();
            assert!(added <= 3 && same <= 1 && apps.len() == added, "{round}: {done:?}");
            for app in apps {
                w.store.remove_client(&change, &app.id).await.unwrap();
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn p10_each_change_is_committed_with_its_event() {
    let w = &fixtures().await;
    let (ana, session, _) = w.protected("ana@example.com").await;
    let with = |kind| {
        let mut change = w.account_change(&ana.account, &session);
        change.effects = Effects::events(vec![w.event(kind, &ana, T0)]);
        ClientChange::Manager(change)
    };
    let wiki = app(w, Some(&ana.account), "Wiki", None);
    let taken = app(w, Some(&ana.account), "Wiki", None);
    assert_eq!(add(w, &with(EventKind::AppAdded), &wiki).await, Changed::Done);
    assert_eq!(add(w, &with(EventKind::AppAdded), &taken).await, Changed::AppNameTaken);
    let id = &wiki.client.id;
    let secret = NewProof {
        digest: w.digest(),
        shown: None,
    };
    let changed = w.store.change_client(&with(EventKind::AppChanged), &wiki).await;
    assert_eq!(changed.unwrap(), Changed::Done);
    let replaced = w
        .store
        .replace_client_secret(&with(EventKind::AppSecretMade), id, &secret)
        .await;
    assert_eq!(replaced.unwrap(), Changed::Done);
    for expected in [Changed::Done, Changed::NotFound] {
        let removed = w.store.remove_client(&with(EventKind::AppRemoved), id).await.unwrap();
        assert_eq!(removed, expected);
    }
    let events = w.store.events(&all_events(&ana), 100).await.unwrap();
    for kind in [
        EventKind::AppAdded,
        EventKind::AppChanged,
        EventKind::AppSecretMade,
        EventKind::AppRemoved,
    ] {
        let count = events.iter().filter(|event| event.kind == kind).count();
        assert_eq!(count, 1, "{kind:?}");
    }
}
