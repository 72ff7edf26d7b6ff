//! Trusted browsers: when they skip the second factor, how a copied token is noticed, and what ends the trust.

use crate::fixtures;
use domain::{
    Timestamp,
    devices::store::IfLast,
    kernel::{
        browser::Browser,
        counter::{CounterKey, STOP_AT},
        id::{DeviceId, TrustedBrowserId},
        token::TokenDigest,
    },
    password_reset::store::PasswordReset,
    policy::rules::Policy,
    profile::member::Member,
    sessions::{
        change::Changed,
        session::Session,
        trusted::{
            NewTrust, TRUSTED_BROWSERS,
            rules::{PREVIOUS_LIFE, TRUST_LIFE, TrustedBrowser},
            store::{FactorSkip, Skipped},
        },
    },
    sign_in::{
        attempt::{Decision, Evidence, Target},
        store::Verified,
    },
    store::Effects,
};
use std::sync::Arc;
use terms::{LinkKind, SessionKind};
use testing::{Fixtures, T0, hash, rounds};
use tokio::{sync::Barrier, task::JoinSet};

/// What a browser holds.
#[derive(Clone)]
pub(super) struct Held {
    pub(super) id: TrustedBrowserId,
    pub(super) digest: TokenDigest,
}

pub(super) fn browser() -> Browser {
    Browser {
        address: "192.0.2.7".parse().unwrap(),
        agent: "Firefox on Linux".into(),
    }
}

/// Signs in with this time step and trusts the browser.
pub(super) async fn trust(w: &Fixtures, member: &Member, device: &DeviceId, step: i64, now: Timestamp) -> Held {
    let challenge = w.challenge(member, now).await;
    let evidence = Evidence::Step {
        device: device.clone(),
        step,
    };
    let (mut attempt, _) = w.sign_in(member, &challenge, evidence, now);
    let held = Held {
        id: TrustedBrowserId::from_store(w.device_id().to_string()),
        digest: w.digest(),
    };
    let browser = TrustedBrowser {
        id: held.id.clone(),
        member: member.id.clone(),
        device: device.clone(),
        digest: held.digest.clone(),
        previous: None,
        rotated_at: now,
        created_at: now,
        expires_at: now.plus(TRUST_LIFE),
        address: browser().address.to_string(),
        agent: browser().agent,
    };
    let Target::SignIn { trust, .. } = &mut attempt.target else {
        panic!("a sign-in")
    };
    *trust = Some(Box::new(NewTrust {
        browser,
        replaced: Vec::new(),
    }));
    assert_eq!(w.decide(&attempt).await, Decision::Accepted);
    held
}

/// The outcome of a sign-in in a trusted browser, the session, and what the browser would hold afterwards.
async fn skip(w: &Fixtures, member: &Member, held: &Held, now: Timestamp) -> (Skipped, Session, Held) {
    let next = Held {
        digest: w.digest(),
        ..held.clone()
    };
    let session = w.new_session(member, SessionKind::Full, now);
    let presented = [(held.id.clone(), held.digest.clone())];
    let effects = Effects::mails(vec![w.mail()]);
    let skip = FactorSkip {
        session: &session,
        password: &Verified::of(&member.password),
        known: &w.known(member, now),
        presented: &presented,
        next: &next.digest,
        browser: &browser(),
        now,
        effects: &Effects::none(),
        theft: &effects,
    };
    let skipped = w.store.skip_factor(&skip).await.unwrap();
    (skipped, session, next)
}

/// The member as they are now.
async fn now(w: &Fixtures, member: &Member) -> Member {
    w.member_by_key(&member.email.key()).await.unwrap()
}

pub(super) async fn trusted(w: &Fixtures, member: &Member) -> usize {
    w.store.trusted_browsers(&member.id, T0).await.unwrap().len()
}

fn opened(held: &Held) -> Skipped {
    Skipped::Opened {
        rotated: Some(held.id.clone()),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_use_gives_the_next_token_and_a_session_without_a_second_factor() {
    let w = &fixtures().await;
    let (member, _, phone) = w.protected("ana@example.com").await;
    let first = trust(w, &member, &phone, 101, T0).await;
    let later = T0.plus(3600);
    let (skipped, session, second) = skip(w, &member, &first, later).await;
    assert_eq!(skipped, opened(&first));
    let read = w.signed_in(&session).await.session;
    assert_eq!((read.trusted, read.opened_by), (Some(first.id.clone()), Some(phone)));
    assert_eq!((read.factor_at, read.device), (None, None), "never enough for step-up");
    let found = w.store.trusted_browsers(&member.id, later).await.unwrap();
    assert_eq!((&found[0].digest, found[0].rotated_at), (&second.digest, later));
    let (again, session, _) = skip(w, &member, &first, later.plus(PREVIOUS_LIFE - 1)).await;
    assert_eq!(again, Skipped::Opened { rotated: None }, "two tabs, or a lost answer");
    assert!(w.is_there(&session.digest).await);
    let (third, ..) = skip(w, &member, &second, later.plus(PREVIOUS_LIFE)).await;
    assert_eq!(third, opened(&first));
    assert_eq!(w.mails().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copied_token_ends_the_series_and_what_it_opened() {
    let w = &fixtures().await;
    let (member, _, phone) = w.protected("ana@example.com").await;
    let copied = trust(w, &member, &phone, 101, T0).await;
    let other = trust(w, &member, &phone, 102, T0).await;
    let by_code = w.signed_in_with(&member, &phone, 103, T0).await;
    let (_, thiefs, next) = skip(w, &member, &copied, T0.plus(9)).await;
    assert!(w.is_there(&thiefs.digest).await);
    let (noticed, ..) = skip(w, &member, &copied, T0.plus(9 + PREVIOUS_LIFE)).await;
    assert_eq!(noticed, Skipped::No);
    assert_eq!(w.mails().await, 1);
    assert!(!w.is_there(&thiefs.digest).await);
    assert!(w.is_there(&by_code.digest).await);
    let (after, ..) = skip(w, &member, &next, T0.plus(99)).await;
    assert_eq!(after, Skipped::No, "nor does the newest token skip any more");
    assert_eq!(w.mails().await, 1, "a series that has ended is not stolen again");
    assert_eq!(trusted(w, &member).await, 1);
    let (untouched, ..) = skip(w, &member, &other, T0.plus(99)).await;
    assert_eq!(untouched, opened(&other));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_skips_for_another_member_another_password_or_stopped_passcodes() {
    let w = &fixtures().await;
    let (member, _, phone) = w.protected("ana@example.com").await;
    let (ben, ..) = w.protected("ben@example.com").await;
    let held = trust(w, &member, &phone, 101, T0).await;
    assert_eq!(skip(w, &ben, &held, T0).await.0, Skipped::No);
    let wrong = Member {
        password: hash("another"),
        ..member.clone()
    };
    assert_eq!(skip(w, &wrong, &held, T0).await.0, Skipped::No);
    assert_eq!(skip(w, &member, &held, T0.plus(TRUST_LIFE)).await.0, Skipped::No);
    assert_eq!(trusted(w, &member).await, 0, "it is over");
    let held = trust(w, &member, &phone, 102, T0).await;
    // Only a recovery code is a second factor while passcodes are stopped, so a browser is none either.
    let mut at = T0;
    let key = CounterKey::Passcode(member.id.clone());
    for _ in 0..STOP_AT {
        at = at.plus(3600);
        let challenge = w.challenge(&member, at).await;
        let (attempt, _) = w.sign_in(&member, &challenge, Evidence::Wrong, at);
        w.decide(&attempt).await;
    }
    assert!(w.store.counter(&key).await.unwrap().stopped_at.is_some());
    assert_eq!(skip(w, &member, &held, at).await.0, Skipped::No);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_security_change_ends_the_trust() {
    let w = &fixtures().await;
    let (member, mut session, phone) = w.protected("ana@example.com").await;
    let mut step = 101;
    let mut again = async || {
        step += 1;
        let held = trust(w, &now(w, &member).await, &phone, step, T0).await;
        assert_eq!(trusted(w, &member).await, 1);
        held
    };
    let tablet = w.enrol(&mut session, "tablet", 100, T0).await;
    let held = again().await;
    let change = w.change(&session, T0);
    let changed = w.store.change_password(&change, &hash("new")).await.unwrap();
    assert_eq!((changed, trusted(w, &member).await), (Changed::Done, 0), "password");
    session.digest = change.new_digest.unwrap();
    assert_eq!(skip(w, &now(w, &member).await, &held, T0).await.0, Skipped::No);
    again().await;
    let change = w.change(&session, T0);
    let codes = w.codes(&member.id, T0);
    let replaced = w.store.replace_codes(&codes, &change).await.unwrap();
    assert_eq!(
        (replaced, trusted(w, &member).await),
        (Changed::Done, 0),
        "recovery codes"
    );
    session.digest = change.new_digest.unwrap();
    again().await;
    let change = w.change(&session, T0);
    assert_eq!(w.store.end_other_sessions(&change).await.unwrap(), Changed::Done);
    assert_eq!(trusted(w, &member).await, 0, "sign out all others");
    session.digest = change.new_digest.unwrap();
    again().await;
    let change = w.change(&session, T0);
    let removed = w.store.remove_device(&tablet, IfLast::StayOn, &change).await.unwrap();
    assert_eq!((removed, trusted(w, &member).await), (Changed::Done, 0), "any device");
    session.digest = change.new_digest.unwrap();
    again().await;
    let change = w.change(&session, T0);
    assert_eq!(w.store.switch_off(&change).await.unwrap(), Changed::Done);
    assert_eq!(trusted(w, &member).await, 0, "two-factor off");
    let (ben, ..) = w.protected("ben@example.com").await;
    let bens = w.store.devices(&ben.id, T0).await.unwrap().remove(0).id;
    trust(w, &ben, &bens, 101, T0).await;
    let link = w.held(LinkKind::ResetPassword, ben.email.as_str()).await;
    let reset = PasswordReset {
        link: &link,
        member: &ben.id,
        password: &hash("new"),
        keeper: &w.keeper,
        now: T0,
    };
    assert!(w.store.reset_password(reset, &Effects::none()).await.unwrap());
    assert_eq!(trusted(w, &ben).await, 0, "a forgotten password");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_policy_that_forbids_it_ends_the_trust_in_its_account() {
    let w = &fixtures().await;
    let (member, session, phone) = w.protected("ana@example.com").await;
    let (ben, _, bens) = w.protected("ben@example.com").await;
    let held = trust(w, &member, &phone, 101, T0).await;
    trust(w, &ben, &bens, 101, T0).await;
    let forbids = Policy {
        trusts_browsers: false,
        ..Policy::NONE
    };
    let effect = w.store.policy_effect(&member.account, &forbids, T0).await.unwrap();
    assert_eq!(effect.trusted_browsers, 1);
    let change = w.account_change(&member.account, &session);
    assert_eq!(w.store.change_policy(&change, &forbids).await.unwrap(), Changed::Done);
    assert_eq!((trusted(w, &member).await, trusted(w, &ben).await), (0, 1));
    // A sign-in that had begun before trusts the browser still, but it skips nothing.
    trust(w, &member, &phone, 102, T0).await;
    assert_eq!(skip(w, &member, &held, T0).await.0, Skipped::No);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_trusts_so_many_browsers_and_ends_each() {
    let w = &fixtures().await;
    let (member, _, phone) = w.protected("ana@example.com").await;
    let (ben, ..) = w.protected("ben@example.com").await;
    let first = trust(w, &member, &phone, 101, T0).await;
    let mut last = first.clone();
    for n in 1..=TRUSTED_BROWSERS {
        last = trust(w, &member, &phone, 101 + n, T0.plus(n)).await;
    }
    assert_eq!(trusted(w, &member).await, 20, "the oldest went");
    let end = async |of: &Member, held: &Held| w.store.end_trust(&of.id, &held.id, &Effects::none()).await.unwrap();
    assert!(!end(&member, &first).await);
    assert!(!end(&ben, &last).await, "of another member");
    assert!(end(&member, &last).await && !end(&member, &last).await);
    assert_eq!(skip(w, &member, &last, T0.plus(99)).await.0, Skipped::No);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_sign_ins_at_once_one_gets_the_next_token() {
    let w = Arc::new(fixtures().await);
    let (member, _, phone) = w.protected("ana@example.com").await;
    let mut held = trust(&w, &member, &phone, 101, T0).await;
    for round in 0..rounds(20) {
        let at = T0.plus(120 * i64::try_from(round).unwrap());
        let barrier = Arc::new(Barrier::new(8));
        let mut calls = JoinSet::new();
        for _ in 0..8 {
            let (w, member, held, barrier) = (Arc::clone(&w), member.clone(), held.clone(), Arc::clone(&barrier));
            calls.spawn(async move {
                barrier.wait().await;
                skip(&w, &member, &held, at).await
            });
        }
        let answers = calls.join_all().await;
        let rotated: Vec<_> = answers
            .iter()
            .filter(|(skipped, ..)| *skipped == opened(&held))
            .collect();
        let kept = answers
            .iter()
            .filter(|(skipped, ..)| *skipped == Skipped::Opened { rotated: None });
        assert_eq!((rotated.len(), kept.count()), (1, 7), "round {round}");
        held = rotated[0].2.clone();
    }
}
