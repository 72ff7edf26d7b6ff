//! Access tokens and machine devices: bought once per passcode, ended with what they came from.

use crate::fixtures;
use domain::{
    api_keys::{
        key::NewApiKey,
        machine::{ConfirmMachine, NewMachineDevice},
    },
    devices::store::IfLast,
    kernel::{counter::CounterKey, throttle::Window},
    profile::member::Member,
    sessions::{
        change::Changed,
        session::{ProofRequirement, Session},
    },
    sign_in::{
        attempt::{Decision, Evidence, FactorAttempt, Target},
        store::KeyCandidates,
    },
    store::Effects,
    tokens::token::{NewToken, TOKENS_MAX},
};
use terms::DAY;
use testing::{Fixtures, T0, hash};

/// A member with two-factor on, a session and an API key.
async fn with_key(w: &Fixtures, email: &str) -> (Member, Session, NewApiKey) {
    let (member, session, _) = w.protected(email).await;
    let key = made(w, &session, "Backup").await;
    (member, session, key)
}

async fn made(w: &Fixtures, session: &Session, name: &str) -> NewApiKey {
    let key = w.new_key(session, name, T0);
    let made = w
        .store
        .make_api_key(&key, &session.digest, None, &Effects::none())
        .await;
    made.unwrap().into_result().unwrap();
    key
}

fn purchase(w: &Fixtures, token: NewToken, evidence: Evidence) -> FactorAttempt {
    let member = token.token.member.clone();
    FactorAttempt {
        counters: token.token.key.iter().cloned().map(CounterKey::Key).collect(),
        ceiling: Some(Window::key_passcodes(&member)),
        ..w.attempt(&member, evidence, Target::Token(Box::new(token)), T0)
    }
}

async fn is_there(w: &Fixtures, token: &NewToken) -> bool {
    w.store.access_token(&token.digest).await.unwrap().is_some()
}

/// Adds and confirms a machine device with this first step.
async fn with_machine(w: &Fixtures, session: &Session, key: &NewApiKey, step: i64) -> NewMachineDevice {
    let machine = w.new_machine(session, &key.key.id, T0);
    let added = w
        .store
        .add_machine_device(&machine, &session.digest, None, &Effects::none())
        .await;
    assert_eq!(added.unwrap(), Changed::Done);
    let target = Target::ConfirmMachine(Box::new(ConfirmMachine {
        device: machine.id.clone(),
        key: key.key.id.clone(),
        session: session.digest.clone(),
    }));
    let evidence = Evidence::MachineStep {
        device: machine.id.clone(),
        step,
    };
    let mut attempt = w.attempt(&session.member, evidence, target, T0);
    attempt.counters = vec![CounterKey::Enrolment(machine.id.clone())];
    assert_eq!(w.decide(&attempt).await, Decision::Accepted);
    assert_eq!(w.decide(&attempt).await, Decision::Gone, "once");
    machine
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_step_buys_one_token_whatever_the_key() {
    let w = &fixtures().await;
    let (member, session, phone) = w.protected("ana@example.com").await;
    let (one, two) = (made(w, &session, "One").await, made(w, &session, "Two").await);
    let step = Evidence::Step {
        device: phone.clone(),
        step: 200,
    };
    let token = w.new_token(&one.key, Some(&phone), T0);
    let accepted = w.decide(&purchase(w, token.clone(), step.clone())).await;
    assert_eq!(accepted, Decision::Accepted);
    let found = w.store.access_token(&token.digest).await.unwrap().unwrap();
    assert_eq!((&found.token, &found.member.id), (&token.token, &member.id));
    let key = found.key.unwrap();
    assert_eq!((&key.id, &key.networks), (&one.key.id, &one.key.networks));
    let used = w.store.api_key_by(&one.digest).await.unwrap().unwrap();
    assert_eq!(used.key.last_use.map(|used| used.at), Some(T0));

    let again = w.new_token(&two.key, Some(&phone), T0);
    let refused = w.decide(&purchase(w, again.clone(), step)).await;
    assert!(matches!(refused, Decision::Wrong(_)), "{refused:?}");
    assert!(!is_there(w, &again).await);
    let counted = w.store.counter(&CounterKey::Key(two.key.id)).await.unwrap();
    let members = w.store.counter(&CounterKey::Passcode(member.id)).await.unwrap();
    assert_eq!(
        (counted.consecutive, members.consecutive),
        (1, 0),
        "the key's, not the member's"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_second_factor_only_while_two_factor_is_off() {
    let w = &fixtures().await;
    let (_, _, key) = with_key(w, "ana@example.com").await;
    let token = w.new_token(&key.key, None, T0);
    assert!(!w.store.open_token(&token, &Effects::none()).await.unwrap());

    let ben = w.member("ben@example.com").await;
    let session = w.session(&ben, T0).await;
    let key = made(w, &session, "Backup").await;
    let token = w.new_token(&key.key, None, T0);
    assert!(w.store.open_token(&token, &Effects::none()).await.unwrap());
    let by_password = |password| NewToken {
        password: Some(hash(password)),
        ..w.without_key(&ben, T0)
    };
    let (right, wrong) = (by_password("phc"), by_password("another"));
    assert!(w.store.open_token(&right, &Effects::none()).await.unwrap());
    assert!(
        !w.store.open_token(&wrong, &Effects::none()).await.unwrap(),
        "the password was changed"
    );
    assert!(w.store.end_api_key(&key.key.id, &Effects::none()).await.unwrap());
    assert!(!is_there(w, &token).await, "it ended with its key");
    let late = w.new_token(&key.key, None, T0);
    assert!(
        !w.store.open_token(&late, &Effects::none()).await.unwrap(),
        "nor bought by it"
    );
    assert!(is_there(w, &right).await);
    w.enrol(&mut session.clone(), "phone", 100, T0).await;
    assert!(!is_there(w, &right).await, "B38: two-factor was switched on");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tokens_end_with_their_device_and_with_changes_of_rights() {
    let w = &fixtures().await;
    let (_, mut session, phone) = w.protected("ana@example.com").await;
    let key = made(w, &session, "Backup").await;
    let tablet = w.enrol(&mut session, "tablet", 100, T0).await;
    let mut bought = Vec::new();
    for device in [&phone, &tablet] {
        let step = Evidence::Step {
            device: device.clone(),
            step: 200,
        };
        let token = w.new_token(&key.key, Some(device), T0);
        assert_eq!(w.decide(&purchase(w, token.clone(), step)).await, Decision::Accepted);
        bought.push(token);
    }
    let change = w.change(&session, T0);
    let removed = w.store.remove_device(&phone, IfLast::StayOn, &change).await.unwrap();
    assert_eq!(removed, Changed::Done);
    assert!(!is_there(w, &bought[0]).await && is_there(w, &bought[1]).await);
    session.digest = change.new_digest.clone().unwrap();
    let change = w.change(&session, T0);
    assert_eq!(
        w.store.change_password(&change, &hash("new")).await.unwrap(),
        Changed::Done
    );
    assert!(!is_there(w, &bought[1]).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_oldest_tokens_of_a_key_go_and_expired_ones_are_swept() {
    let w = &fixtures().await;
    let ben = w.member("ben@example.com").await;
    let session = w.session(&ben, T0).await;
    let (key, other) = (made(w, &session, "One").await, made(w, &session, "Two").await);
    let kept = w.new_token(&other.key, None, T0.plus(-100));
    assert!(w.store.open_token(&kept, &Effects::none()).await.unwrap());
    let mut tokens = Vec::new();
    for n in 0..=TOKENS_MAX {
        let token = w.new_token(&key.key, None, T0.plus(n));
        assert!(w.store.open_token(&token, &Effects::none()).await.unwrap());
        tokens.push(token);
    }
    assert!(!is_there(w, &tokens[0]).await && is_there(w, &tokens[1]).await);
    assert!(is_there(w, &kept).await, "another key's");
    w.store.sweep(T0.plus(800)).await.unwrap();
    assert!(!is_there(w, &kept).await && is_there(w, &tokens[1]).await);
    let id = &tokens[1].token.id;
    assert!(w.store.end_token(id, &Effects::none()).await.unwrap());
    assert!(!w.store.end_token(id, &Effects::none()).await.unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_keys_of_a_member_share_a_ceiling() {
    let w = &fixtures().await;
    let (member, session, phone) = w.protected("ana@example.com").await;
    for n in 0..20 {
        let key = made(w, &session, &format!("Key {n}")).await;
        for _ in 0..5 {
            let wrong = purchase(w, w.new_token(&key.key, None, T0), Evidence::Wrong);
            assert!(matches!(w.decide(&wrong).await, Decision::Wrong(_)));
        }
    }
    let key = made(w, &session, "Last").await;
    let step = Evidence::Step {
        device: phone,
        step: 300,
    };
    let mut right = purchase(w, w.new_token(&key.key, None, T0), step);
    for evidence in [Evidence::Wrong, right.evidence.clone()] {
        let attempt = FactorAttempt {
            evidence,
            ..right.clone()
        };
        assert!(matches!(w.decide(&attempt).await, Decision::Closed(_)));
    }
    right.now = T0.plus(DAY);
    assert_eq!(w.decide(&right).await, Decision::Accepted, "a day later");
    assert!(w.signed_in(&session).await.member.id == member.id);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_machine_device_replaces_all_others_of_its_key() {
    let w = &fixtures().await;
    let (member, session, key) = with_key(w, "ana@example.com").await;
    let candidates = async || w.store.key_candidates(&key.key.id, &member.id).await.unwrap();
    assert!(matches!(candidates().await, KeyCandidates::Personal(devices) if devices.len() == 1));
    let first = with_machine(w, &session, &key, 100).await;
    let KeyCandidates::Machine(found) = candidates().await else {
        panic!("the machine device");
    };
    assert_eq!((found.device, found.last_step), (first.id.clone(), 100));
    let step = |step| Evidence::MachineStep {
        device: first.id.clone(),
        step,
    };
    let token = w.new_token(&key.key, Some(&first.id), T0);
    assert!(matches!(
        w.decide(&purchase(w, token.clone(), step(100))).await,
        Decision::Wrong(_)
    ));
    assert_eq!(
        w.decide(&purchase(w, token.clone(), step(101))).await,
        Decision::Accepted
    );
    let other = made(w, &session, "Other").await;
    let foreign = w.new_token(&other.key, Some(&first.id), T0);
    assert!(
        matches!(w.decide(&purchase(w, foreign, step(102))).await, Decision::Wrong(_)),
        "another key's"
    );

    let second = with_machine(w, &session, &key, 100).await;
    assert!(!is_there(w, &token).await, "bought with the one before");
    let found = w.store.machine_device(&key.key.id).await.unwrap().unwrap();
    assert_eq!((found.id, found.last_use), (second.id, None));
    let removed = w
        .store
        .remove_machine_device(&key.key.id, &w.change(&session, T0))
        .await;
    assert_eq!(removed.unwrap(), Changed::Done);
    assert!(w.store.machine_device(&key.key.id).await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_the_session_that_added_a_machine_device_sees_it() {
    let w = &fixtures().await;
    let (_, session, key) = with_key(w, "ana@example.com").await;
    let (_, bens, bens_key) = with_key(w, "ben@example.com").await;
    let machine = w.new_machine(&session, &key.key.id, T0);
    let add = async |new: &NewMachineDevice, digest, required| {
        let effects = Effects::none();
        w.store
            .add_machine_device(new, digest, required, &effects)
            .await
            .unwrap()
    };
    let fresh = |now| Some(ProofRequirement { now, factor: true });
    let stale = w.new_machine(&session, &key.key.id, T0.plus(601));
    assert_eq!(
        add(&stale, &session.digest, fresh(T0.plus(601))).await,
        Changed::NotProved
    );
    let foreign = w.new_machine(&session, &bens_key.key.id, T0);
    assert_eq!(
        add(&foreign, &session.digest, None).await,
        Changed::NotFound,
        "another member's key"
    );
    assert_eq!(add(&machine, &session.digest, fresh(T0)).await, Changed::Done);
    let seen = async |session: &Session, now| {
        let found = w.store.machine_enrolment(&key.key.id, &session.id, now).await.unwrap();
        found.map(|found| found.id)
    };
    assert_eq!(seen(&session, T0.plus(899)).await, Some(machine.id));
    assert_eq!(seen(&session, T0.plus(900)).await, None);
    assert_eq!(seen(&bens, T0).await, None);
    w.store.sweep(T0.plus(900)).await.unwrap();
    assert_eq!(seen(&session, T0).await, None, "erased");
}
