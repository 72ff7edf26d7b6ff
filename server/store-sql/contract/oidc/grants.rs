//! Sign-ins at apps: codes, refresh tokens, and what ends them.

use super::clients::app;
use crate::fixtures;
use domain::{
    kernel::id::{GrantId, RefreshSeries},
    oidc::{
        clients::{client::Client, store::ClientChange},
        grants::{
            grant::{ACCESS_LIFE, CODE_LIFE, GRANTS_MAX, Grant, NewGrant, NewTokens, Proved, TOKENS_MAX},
            store::GrantKey,
        },
        pkce::CodeChallenge,
        scope::AppScopes,
    },
    profile::member::Member,
    sessions::session::Session,
    store::Effects,
};
use std::sync::Arc;
use testing::{Fixtures, T0, rounds};
use tokio::{sync::Barrier, task::JoinSet};

const EMAIL: AppScopes = AppScopes {
    profile: false,
    email: true,
    offline: false,
};

/// An app of the operator.
pub(in crate::contract) async fn added(w: &Fixtures, name: &str) -> Client {
    let new = app(w, None, name, None);
    let change = ClientChange::Operator(None, Effects::none());
    w.store.add_client(&change, &new, 50).await.unwrap();
    new.client
}

pub(in crate::contract) fn grant(w: &Fixtures, client: &Client, member: &Member, session: &Session) -> NewGrant {
    NewGrant {
        grant: Grant {
            id: GrantId::from_store(w.device_id().to_string()),
            client: client.id.clone(),
            redirect_uri: "https://app.example/cb".into(),
            challenge: CodeChallenge::from_store("challenge".into()),
            nonce: Some("nonce".into()),
            scopes: EMAIL,
            offline: false,
            proved: Proved { factor: true, at: T0 },
            created_at: T0,
            code_expires_at: T0.plus(CODE_LIFE),
            redeemed_at: None,
            refresh: None,
        },
        code: w.digest(),
        member: member.id.clone(),
        session: session.id.clone(),
        allowed: EMAIL,
    }
}

/// Tokens for the code of this sign-in.
pub(in crate::contract) fn tokens(w: &Fixtures, new: &NewGrant) -> NewTokens {
    NewTokens {
        grant: new.grant.id.clone(),
        session: (!new.grant.offline).then(|| new.session.clone()),
        access: w.digest(),
        scopes: EMAIL,
        refresh: (
            RefreshSeries::from_store(w.device_id().to_string()),
            w.digest(),
            T0.plus(1_000),
        ),
        expires_at: T0.plus(ACCESS_LIFE),
        now: T0,
    }
}

async fn is_there(w: &Fixtures, new: &NewGrant) -> bool {
    w.store
        .grant(&GrantKey::Id(new.grant.id.clone()))
        .await
        .unwrap()
        .is_some()
}

/// The ids of the sign-ins whose apps are to be told now.
async fn untold(w: &Fixtures) -> Vec<GrantId> {
    let claimed = w.store.claim_notices(T0, T0.plus(60), 100).await.unwrap();
    claimed.into_iter().map(|notice| notice.grant).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_gives_tokens_once_and_they_are_found() {
    let w = &fixtures().await;
    let ana = w.member("ana@example.com").await;
    let session = w.session(&ana, T0).await;
    let client = added(w, "Notes").await;
    assert_eq!(w.store.admission(&client.id, &ana.id).await.unwrap().allowed, None);
    let new = grant(w, &client, &ana, &session);
    assert!(w.store.put_grant(&new, &Effects::none()).await.unwrap());
    assert_eq!(
        w.store.admission(&client.id, &ana.id).await.unwrap().allowed,
        Some(EMAIL)
    );
    let found = w.store.grant(&GrantKey::Code(new.code.clone())).await.unwrap().unwrap();
    assert_eq!((&found.grant, found.member.id.clone()), (&new.grant, ana.id.clone()));
    assert_eq!(found.session.as_ref(), Some(&session));
    let first = tokens(w, &new);
    assert!(w.store.redeem(&first).await.unwrap());
    assert!(!w.store.redeem(&tokens(w, &new)).await.unwrap(), "once");
    let token = w.store.app_token(&first.access).await.unwrap().unwrap();
    assert_eq!(
        (token.scopes, token.expires_at, token.of.grant.id),
        (EMAIL, first.expires_at, new.grant.id.clone())
    );

    let next = NewTokens {
        refresh: (first.refresh.0.clone(), w.digest(), T0.plus(2_000)),
        access: w.digest(),
        now: T0.plus(9),
        ..first.clone()
    };
    assert!(!w.store.rotate(&w.digest(), &next).await.unwrap(), "another digest");
    assert!(w.store.rotate(&first.refresh.1, &next).await.unwrap());
    assert!(!w.store.rotate(&first.refresh.1, &next).await.unwrap(), "once");
    let found = w
        .store
        .grant(&GrantKey::Series(first.refresh.0.clone()))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(found.grant.refresh, Some((next.refresh.1.clone(), next.refresh.2)));
    assert_eq!(w.store.accesses(&ana.id).await.unwrap()[0].used_at, T0.plus(9));

    let other = added(w, "Other").await;
    w.store.end_app_token(&next.access, &other.id).await.unwrap();
    assert!(
        w.store.app_token(&next.access).await.unwrap().is_some(),
        "of another app"
    );
    w.store.end_app_token(&next.access, &client.id).await.unwrap();
    assert!(w.store.app_token(&next.access).await.unwrap().is_none());
    w.store.end_grant(&new.grant.id, &Effects::none()).await.unwrap();
    assert!(!is_there(w, &new).await && w.store.app_token(&first.access).await.unwrap().is_none());
}

/// The foreign key tells of the end, whatever ends the session.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_app_is_told_once_of_the_end_of_a_session() {
    let w = &fixtures().await;
    let ana = w.member("ana@example.com").await;
    let session = w.session(&ana, T0).await;
    let client = added(w, "Notes").await;
    let (used, unused, mut offline) = (
        grant(w, &client, &ana, &session),
        grant(w, &client, &ana, &session),
        grant(w, &client, &ana, &session),
    );
    offline.grant.offline = true;
    for new in [&used, &unused, &offline] {
        assert!(w.store.put_grant(new, &Effects::none()).await.unwrap());
    }
    let of_offline = tokens(w, &offline);
    assert!(w.store.redeem(&tokens(w, &used)).await.unwrap() && w.store.redeem(&of_offline).await.unwrap());
    assert_eq!(untold(w).await, Vec::<GrantId>::new());
    assert!(w.store.end_session(&session.id, &Effects::none()).await.unwrap());
    assert!(!is_there(w, &used).await && is_there(w, &offline).await);
    assert!(
        !w.store
            .put_grant(&grant(w, &client, &ana, &session), &Effects::none())
            .await
            .unwrap()
    );
    assert!(!w.store.redeem(&tokens(w, &unused)).await.unwrap());

    let mut claimed = untold(w).await;
    claimed.sort();
    let mut expected = vec![used.grant.id.clone(), offline.grant.id.clone()];
    expected.sort();
    assert_eq!(claimed, expected, "an app that never used its code knows of no session");
    assert_eq!(untold(w).await, Vec::<GrantId>::new(), "another node waits");
    let again = w.store.claim_notices(T0.plus(60), T0.plus(120), 1).await.unwrap();
    assert_eq!(again.iter().map(|notice| notice.tries).collect::<Vec<_>>(), [1]);
    for id in &claimed {
        w.store.settle_notice(id, T0).await.unwrap();
    }
    assert!(
        w.store
            .claim_notices(T0.plus(999), T0.plus(1_000), 9)
            .await
            .unwrap()
            .is_empty()
    );
    let next = NewTokens {
        refresh: (of_offline.refresh.0.clone(), w.digest(), T0.plus(2_000)),
        access: w.digest(),
        ..of_offline.clone()
    };
    assert!(
        w.store.rotate(&of_offline.refresh.1, &next).await.unwrap(),
        "it outlives its session"
    );
    // A change of security ends what outlives sessions.
    let change = w.change(&w.session(&ana, T0).await, T0);
    w.store.end_other_sessions(&change).await.unwrap();
    assert!(!is_there(w, &offline).await);
    assert!(!w.store.rotate(&next.refresh.1, &next).await.unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_taken_back_is_forgotten_and_the_app_is_told() {
    let w = &fixtures().await;
    let (ana, ben) = (w.member("ana@example.com").await, w.member("ben@example.com").await);
    let (here, there) = (w.session(&ana, T0).await, w.session(&ben, T0).await);
    let client = added(w, "Notes").await;
    let (mine, others) = (grant(w, &client, &ana, &here), grant(w, &client, &ben, &there));
    for new in [&mine, &others] {
        assert!(w.store.put_grant(new, &Effects::none()).await.unwrap());
        assert!(w.store.redeem(&tokens(w, new)).await.unwrap());
    }
    assert!(w.store.take_back(&ana.id, &client.id, &Effects::none()).await.unwrap());
    assert!(
        !w.store.take_back(&ana.id, &client.id, &Effects::none()).await.unwrap(),
        "once"
    );
    assert!(!is_there(w, &mine).await && is_there(w, &others).await);
    assert!(w.store.accesses(&ana.id).await.unwrap().is_empty());
    assert_eq!(untold(w).await, [mine.grant.id]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sign_ins_and_access_tokens_are_bounded_and_swept() {
    let w = &fixtures().await;
    let ana = w.member("ana@example.com").await;
    let session = w.session(&ana, T0).await;
    let client = added(w, "Notes").await;
    let mut all = Vec::new();
    for n in 0..=GRANTS_MAX {
        let mut new = grant(w, &client, &ana, &session);
        new.grant.created_at = T0.plus(n);
        assert!(w.store.put_grant(&new, &Effects::none()).await.unwrap());
        all.push(new);
    }
    assert!(
        !is_there(w, &all[0]).await && is_there(w, &all[1]).await,
        "the oldest has ended"
    );
    let last = all.last().unwrap();
    let first = tokens(w, last);
    assert!(w.store.redeem(&first).await.unwrap());
    let mut old = first.clone();
    for n in 1..=TOKENS_MAX {
        let next = NewTokens {
            refresh: (first.refresh.0.clone(), w.digest(), T0.plus(999)),
            access: w.digest(),
            now: T0.plus(n),
            ..first.clone()
        };
        assert!(w.store.rotate(&old.refresh.1, &next).await.unwrap());
        old = next;
    }
    assert!(
        w.store.app_token(&first.access).await.unwrap().is_none(),
        "the oldest has ended"
    );
    assert!(w.store.app_token(&old.access).await.unwrap().is_some());
    w.store.sweep(T0.plus(CODE_LIFE)).await.unwrap();
    assert!(
        !is_there(w, &all[1]).await && is_there(w, last).await,
        "codes that were not used"
    );
    w.store.sweep(T0.plus(ACCESS_LIFE)).await.unwrap();
    assert!(w.store.app_token(&old.access).await.unwrap().is_none());
}

/// A session that ends at the moment of a redemption leaves no token that is good.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_code_is_redeemed_after_the_end_of_its_session() {
    let w = Arc::new(fixtures().await);
    let client = added(&w, "Notes").await;
    let ana = w.member("ana@example.com").await;
    for _ in 0..rounds(20) {
        let session = w.session(&ana, T0).await;
        let new = grant(&w, &client, &ana, &session);
        assert!(w.store.put_grant(&new, &Effects::none()).await.unwrap());
        let given = tokens(&w, &new);
        let gate = Arc::new(Barrier::new(2));
        let mut tasks = JoinSet::new();
        let (store, start, tokens) = (w.store.clone(), gate.clone(), given.clone());
        tasks.spawn(async move {
            start.wait().await;
            store.redeem(&tokens).await.map(drop)
        });
        let (store, id) = (w.store.clone(), session.id.clone());
        tasks.spawn(async move {
            gate.wait().await;
            store.end_session(&id, &Effects::none()).await.map(drop)
        });
        while let Some(done) = tasks.join_next().await {
            done.unwrap().unwrap();
        }
        assert!(w.store.app_token(&given.access).await.unwrap().is_none());
    }
}
