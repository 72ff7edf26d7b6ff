//! The account's switch *every API call needs a second factor*.

use crate::fixtures;
use domain::{
    Timestamp,
    api_keys::{every_call::FirstDecision, key::NewApiKey},
    profile::member::{Member, REPAIR_QUARANTINE},
    sessions::{
        change::{AccountChange, Changed},
        session::{ProofRequirement, Session},
    },
    sign_in::attempt::{Decision, FactorAttempt, Target},
    store::Effects,
};
use std::sync::Arc;
use terms::Role;
use testing::{Fixtures, Repaired, T0};
use tokio::{sync::Barrier, task::JoinSet};

fn decision(w: &Fixtures, member: &Member, session: &Session, now: Timestamp) -> AccountChange {
    AccountChange {
        required: Some(ProofRequirement { now, factor: true }),
        now,
        effects: Effects::mails(vec![w.mail()]),
        ..w.account_change(&member.account, session)
    }
}

async fn decide(w: &Fixtures, decision: &AccountChange, on: bool) -> Changed {
    w.store.decide_every_call(decision, on).await.unwrap()
}

async fn key(w: &Fixtures, session: &Session) -> NewApiKey {
    let key = w.new_key(session, "Backup", T0);
    let made = w
        .store
        .make_api_key(&key, &session.digest, None, &Effects::none())
        .await;
    made.unwrap().into_result().unwrap();
    key
}

/// What is read with the member of a key and of a session.
async fn state(w: &Fixtures, key: &NewApiKey, session: &Session) -> Option<bool> {
    let by_key = w.store.api_key_by(&key.digest).await.unwrap().unwrap().member;
    let by_session = w.signed_in(session).await.member;
    assert_eq!(by_key, by_session);
    by_key.every_call
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_is_read_with_every_credential_and_holds_for_tokens_that_prove_nothing() {
    let w = &fixtures().await;
    let member = w.member("ana@example.com").await;
    let session = w.session(&member, T0).await;
    let key = key(w, &session).await;
    assert_eq!(state(w, &key, &session).await, None);
    let before = w.new_token(&key.key, None, T0);
    assert!(w.store.open_token(&before, &Effects::none()).await.unwrap());

    let change = decision(w, &member, &session, T0);
    assert_eq!(decide(w, &change, true).await, Changed::Done);
    assert_eq!(state(w, &key, &session).await, Some(true));
    let read = w.store.access_token(&before.digest).await.unwrap().unwrap();
    assert!(
        read.member.calls_need_factor(T0) && read.token.device.is_none(),
        "refused when it is presented"
    );
    for token in [w.new_token(&key.key, None, T0), w.without_key(&member, T0)] {
        assert!(!w.store.open_token(&token, &Effects::none()).await.unwrap());
    }
    assert_eq!(
        (decide(w, &change, true).await, w.mails().await),
        (Changed::Done, 1),
        "nothing changed again"
    );

    assert_eq!(
        (
            decide(w, &decision(w, &member, &session, T0), false).await,
            w.mails().await
        ),
        (Changed::Done, 2)
    );
    assert_eq!(state(w, &key, &session).await, Some(false));
    let after = w.new_token(&key.key, None, T0);
    assert!(w.store.open_token(&after, &Effects::none()).await.unwrap());
    let ben = w.member("ben@example.com").await;
    assert_eq!(ben.every_call, None, "P8: another account has its own");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_a_proved_owner_or_admin_decides() {
    let w = &fixtures().await;
    let member = w.member("ana@example.com").await;
    let session = w.session(&member, T0).await;
    let late = T0.plus(3_000);
    assert_eq!(
        decide(w, &decision(w, &member, &session, late), true).await,
        Changed::NotProved
    );
    let ben = w.member("ben@example.com").await;
    let foreign = AccountChange {
        account: ben.account.clone(),
        ..decision(w, &member, &session, T0)
    };
    assert_eq!(decide(w, &foreign, true).await, Changed::NotFound);
    let mut plain = w.stranger("carl@example.com");
    plain.role = Role::Member;
    w.join(&plain).await;
    let his = w.session(&plain, T0).await;
    assert_eq!(decide(w, &decision(w, &plain, &his, T0), true).await, Changed::NotFound);
    assert_eq!(w.mails().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn for_a_day_after_a_repair_only_an_older_device_decides() {
    let w = &fixtures().await;
    let Repaired {
        member,
        older,
        newer,
        at,
        ..
    } = w.repaired("ana@example.com").await;
    let refused = Changed::RecentRepair(at.plus(REPAIR_QUARANTINE));
    assert_eq!(decide(w, &decision(w, &member, &newer, at), false).await, refused);
    assert_eq!(decide(w, &decision(w, &member, &older, at), false).await, Changed::Done);
}

/// Returns the attempt that confirms a first device, which decides about the switch.
async fn first_device(w: &Fixtures, session: &Session, on: bool) -> FactorAttempt {
    let device = w.pending(session, "phone", T0).await;
    let (attempt, mut confirm) = w.confirm(&device, session, 100, T0);
    confirm.every_call = Some(FirstDecision {
        account: w.signed_in(session).await.member.account,
        on,
        effects: Effects::mails(vec![w.mail()]),
    });
    FactorAttempt {
        target: Target::Confirm(Box::new(confirm)),
        ..attempt
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_first_device_decides_unless_somebody_has() {
    for (by_hand, on, then, mails) in [
        (None, true, Some(true), 1),
        (None, false, Some(false), 1),
        (Some(false), true, Some(false), 1),
        (Some(true), false, Some(true), 1),
    ] {
        let w = &fixtures().await;
        let member = w.member("ana@example.com").await;
        let session = w.session(&member, T0).await;
        let key = key(w, &session).await;
        if let Some(by_hand) = by_hand {
            assert_eq!(
                decide(w, &decision(w, &member, &session, T0), by_hand).await,
                Changed::Done
            );
        }
        let attempt = first_device(w, &session, on).await;
        assert_eq!(w.decide(&attempt).await, Decision::Accepted);
        let found = w.store.api_key_by(&key.digest).await.unwrap().unwrap().member;
        assert_eq!(found.every_call, then, "{by_hand:?} {on}");
        assert!(found.two_factor_since.is_some());
        assert_eq!(
            w.mails().await,
            mails,
            "what it adds is committed if it decides: {by_hand:?} {on}"
        );
    }
}

/// After the answer that it is on, nothing opens a token without a second factor, and what was opened before is refused
/// when it is presented.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn switching_it_on_while_tokens_are_bought() {
    let w = Arc::new(fixtures().await);
    let member = w.member("ana@example.com").await;
    let session = w.session(&member, T0).await;
    let key = key(&w, &session).await;
    let gate = Arc::new(Barrier::new(9));
    let mut running = JoinSet::new();
    for _ in 0..8 {
        let (w, gate, token) = (w.clone(), gate.clone(), w.new_token(&key.key, None, T0));
        running.spawn(async move {
            gate.wait().await;
            w.store.open_token(&token, &Effects::none()).await.unwrap()
        });
    }
    gate.wait().await;
    assert_eq!(
        decide(&w, &decision(&w, &member, &session, T0), true).await,
        Changed::Done
    );
    let late = w.new_token(&key.key, None, T0);
    assert!(!w.store.open_token(&late, &Effects::none()).await.unwrap());
    running.join_all().await;
}
