//! Policies: who may change them, the grace they give, what they forbid, and the codes of overdue members.

use crate::fixtures;
use domain::{
    Timestamp,
    kernel::mailed_code::{CODE_LIFE, CODE_TRIES, MailedCode, Proved},
    policy::{
        rules::{Policy, Requirement},
        store::{MailboxTry, Past},
    },
    profile::member::Member,
    sessions::{change::Changed, session::Session},
    store::Effects,
};
use std::sync::Arc;
use terms::{DAY, HOUR, Role, SessionKind};
use testing::{Fixtures, T0, rounds};
use tokio::{sync::Barrier, task::JoinSet};

fn requiring(least: Role, from: Timestamp, grace_days: i64) -> Policy {
    Policy {
        two_factor: Some(Requirement {
            least,
            from,
            grace_days,
        }),
        ..Policy::NONE
    }
}

async fn change(w: &Fixtures, by: &Member, session: &Session, policy: Policy, now: Timestamp) -> Changed {
    let mut change = w.account_change(&by.account, session);
    change.now = now;
    w.store.change_policy(&change, &policy).await.unwrap()
}

async fn read(w: &Fixtures, email: &str) -> Member {
    w.member_by_key(email).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_policy_is_read_with_every_member_of_its_account() {
    let w = &fixtures().await;
    let (ana, session, _) = w.protected("ana@example.com").await;
    w.colleague(&ana, "paul@example.com", Role::Member).await;
    let other = w.member("ben@example.com").await;
    let policy = Policy {
        session_hours: Some(4),
        key_days: Some(30),
        trusts_browsers: false,
        reset_hours: 48,
        ..requiring(Role::Admin, T0.plus(DAY), 3)
    };
    assert_eq!(change(w, &ana, &session, policy, T0).await, Changed::Done);
    assert_eq!(read(w, "paul@example.com").await.policy, policy);
    assert_eq!(w.signed_in(&session).await.member.policy, policy);
    assert_eq!(read(w, other.email.as_str()).await.policy, Policy::NONE, "P8");
    assert_eq!(change(w, &ana, &session, Policy::NONE, T0).await, Changed::Done);
    assert_eq!(read(w, "paul@example.com").await.policy, Policy::NONE);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_managers_who_meet_it_change_a_policy() {
    let w = &fixtures().await;
    let (ana, session, _) = w.protected("ana@example.com").await;
    let paul = w.colleague(&ana, "paul@example.com", Role::Member).await;
    let mona = w.colleague(&ana, "mona@example.com", Role::Admin).await;
    let of = async |member: &Member, policy| change(w, member, &w.session(member, T0).await, policy, T0).await;
    assert_eq!(of(&paul, Policy::NONE).await, Changed::NotFound);
    let required = requiring(Role::Owner, T0, 0);
    assert_eq!(of(&mona, required).await, Changed::TwoFactorOff, "her own is off");
    let shorter = Policy {
        session_hours: Some(1),
        ..Policy::NONE
    };
    assert_eq!(of(&mona, shorter).await, Changed::Done);
    assert_eq!(change(w, &ana, &session, required, T0).await, Changed::Done);
    let stale = w.account_change(&ana.account, &session);
    let late = domain::sessions::change::AccountChange {
        required: testing::required_since(T0.plus(1)),
        ..stale
    };
    assert_eq!(
        w.store.change_policy(&late, &Policy::NONE).await.unwrap(),
        Changed::NotProved
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn grace_is_given_once_when_a_requirement_first_applies() {
    let w = &fixtures().await;
    let (ana, session, _) = w.protected("ana@example.com").await;
    let paul = w.colleague(&ana, "paul@example.com", Role::Member).await;
    let grace = async || read(w, "paul@example.com").await.grace_until;
    assert_eq!(
        change(w, &ana, &session, requiring(Role::Admin, T0, 7), T0).await,
        Changed::Done
    );
    assert_eq!(grace().await, None, "it does not apply to him");
    let change_role = async |to, now| {
        let mut change = w.account_change(&ana.account, &session);
        change.now = now;
        w.store.change_role(&change, &paul.id, to).await.unwrap()
    };
    assert_eq!(change_role(Role::Admin, T0.plus(60)).await, Changed::Done);
    assert_eq!(grace().await, Some(T0.plus(60 + 7 * DAY)));
    // Neither another policy nor another role renews it.
    for later in [120, 180] {
        let now = T0.plus(later);
        assert_eq!(change_role(Role::Member, now).await, Changed::Done);
        assert_eq!(change(w, &ana, &session, Policy::NONE, now).await, Changed::Done);
        assert_eq!(
            change(w, &ana, &session, requiring(Role::Member, now, 30), now).await,
            Changed::Done
        );
        assert_eq!(grace().await, Some(T0.plus(60 + 7 * DAY)));
    }
    let invited = {
        let (invitation, link) = w.invitation(&ana, &session, "new@example.com", Role::Member);
        let change = w.account_change(&ana.account, &session);
        w.store.invite(&change, &invitation, Some(&link)).await.unwrap();
        let held = w.opened(&link).await.unwrap();
        let member = Member {
            account: ana.account.clone(),
            role: Role::Member,
            ..w.stranger("new@example.com")
        };
        w.store
            .join_team(&held, &member, T0.plus(240), &Effects::none())
            .await
            .unwrap();
        read(w, "new@example.com").await
    };
    assert_eq!(invited.grace_until, Some(T0.plus(240 + 30 * DAY)), "from joining on");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn b22_who_must_keep_two_factor_cannot_switch_it_off() {
    let w = &fixtures().await;
    let (ana, session, device) = w.protected("ana@example.com").await;
    assert_eq!(
        change(w, &ana, &session, requiring(Role::Member, T0.plus(DAY), 0), T0).await,
        Changed::Done
    );
    let off = w.store.switch_off(&w.change(&session, T0)).await.unwrap();
    assert_eq!(off, Changed::TwoFactorRequired);
    let last = domain::devices::store::IfLast::SwitchOff;
    let removed = w
        .store
        .remove_device(&device, last, &w.change(&session, T0))
        .await
        .unwrap();
    assert_eq!(removed, Changed::TwoFactorRequired);
    assert!(read(w, "ana@example.com").await.two_factor_since.is_some());
    assert_eq!(w.devices(&ana.id, T0).await.len(), 1);
    assert_eq!(change(w, &ana, &session, Policy::NONE, T0).await, Changed::Done);
    assert_eq!(
        w.store.switch_off(&w.change(&session, T0)).await.unwrap(),
        Changed::Done
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn b22_sessions_keys_and_purchases_follow_the_policy_at_once() {
    let w = &fixtures().await;
    let (ana, session, _) = w.protected("ana@example.com").await;
    let paul = w.colleague(&ana, "paul@example.com", Role::Member).await;
    let pauls = w.session(&paul, T0).await;
    let key = w.new_key(&pauls, "Backup", T0);
    let none = Effects::none();
    w.store
        .make_api_key(&key, &pauls.digest, None, &none)
        .await
        .unwrap()
        .into_result()
        .unwrap();
    assert!(
        w.store
            .open_token(&w.new_token(&key.key, None, T0), &none)
            .await
            .unwrap()
    );
    let bought = w.new_token(&key.key, None, T0);
    assert!(w.store.open_token(&bought, &none).await.unwrap());

    let policy = Policy {
        session_hours: Some(1),
        key_days: Some(7),
        ..requiring(Role::Member, T0, 0)
    };
    assert_eq!(change(w, &ana, &session, policy, T0).await, Changed::Done);
    let found = w.signed_in(&pauls).await;
    assert_eq!(found.session.expires_at, T0.plus(HOUR));
    assert_eq!(found.at(T0).session.kind, SessionKind::Restricted);
    assert_eq!(
        w.signed_in(&session).await.at(T0).session.kind,
        SessionKind::Full,
        "her two-factor is on"
    );
    assert!(w.store.sessions(&paul.id, T0.plus(HOUR)).await.unwrap().is_empty());
    let read = w.store.api_key_by(&key.digest).await.unwrap().unwrap();
    assert_eq!(read.key.expires_at, Some(T0.plus(7 * DAY)));
    let token = w.store.access_token(&bought.digest).await.unwrap().unwrap();
    assert_eq!(token.key.unwrap().expires_at, Some(T0.plus(7 * DAY)));
    assert!(
        token.member.calls_need_factor(T0) && token.token.device.is_none(),
        "refused when it is presented"
    );
    assert!(
        !w.store
            .open_token(&w.new_token(&key.key, None, T0), &none)
            .await
            .unwrap()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_preview_counts_who_would_be_concerned() {
    let w = &fixtures().await;
    let (ana, _, _) = w.protected("ana@example.com").await;
    let paul = w.colleague(&ana, "paul@example.com", Role::Member).await;
    w.colleague(&ana, "mona@example.com", Role::Admin).await;
    let other = w.member("ben@example.com").await;
    for member in [&paul, &other] {
        w.session(member, T0.plus(-5 * HOUR)).await;
    }
    let effect = async |policy: Policy| w.store.policy_effect(&ana.account, &policy, T0).await.unwrap();
    assert_eq!(effect(Policy::NONE).await, Default::default());
    for (least, expected) in [(Role::Owner, 0), (Role::Admin, 1), (Role::Member, 2)] {
        assert_eq!(
            effect(requiring(least, T0, 0)).await.without_factor,
            expected,
            "{least:?}"
        );
    }
    for (hours, expected) in [(4, 1), (8, 0)] {
        let policy = Policy {
            session_hours: Some(hours),
            ..Policy::NONE
        };
        assert_eq!(effect(policy).await.sessions, expected, "{hours}: P8");
    }
    assert_eq!(effect(requiring(Role::Member, T0, 0)).await.tokens, Past::default());
}

/// A code of a session, as it was mailed.
async fn mailed(w: &Fixtures, session: &Session, digits: &str) -> MailedCode {
    let code = MailedCode::parse(digits).unwrap();
    let kept = code.kept(session.id.as_str(), T0);
    assert!(
        w.store
            .put_mailbox_code(&session.id, &kept, &Effects::none())
            .await
            .unwrap()
    );
    code
}

async fn tries(w: &Fixtures, session: &Session, digits: &str, now: Timestamp) -> Proved {
    let code = MailedCode::parse(digits).unwrap();
    let tried = MailboxTry {
        session: &session.id,
        digest: &session.digest,
        new_digest: &w.digest(),
        typed: &code.digest(session.id.as_str()),
        now,
    };
    w.store.prove_mailbox(tried, &Effects::none()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mailed_code_proves_the_mailbox_in_its_session_once() {
    let w = &fixtures().await;
    let ana = w.member("ana@example.com").await;
    let (session, other) = (w.session(&ana, T0).await, w.session(&ana, T0).await);
    mailed(w, &session, "12345678").await;
    assert_eq!(
        tries(w, &other, "12345678", T0).await,
        Proved::NoCode,
        "another session"
    );
    for _ in 0..CODE_TRIES {
        assert_eq!(tries(w, &session, "00000000", T0).await, Proved::Wrong);
    }
    assert_eq!(
        tries(w, &session, "12345678", T0).await,
        Proved::NoCode,
        "the sixth try"
    );
    mailed(w, &session, "87654321").await;
    let end = T0.plus(CODE_LIFE);
    assert_eq!(tries(w, &session, "87654321", end).await, Proved::NoCode, "too late");
    assert_eq!(
        tries(w, &session, "12345678", T0).await,
        Proved::Wrong,
        "the one before"
    );
    assert_eq!(w.signed_in(&session).await.session.mailbox_at, None);
    assert_eq!(tries(w, &session, "87654321", end.plus(-1)).await, Proved::Done);
    assert!(!w.is_there(&session.digest).await, "the session has a new token");
    assert_eq!(tries(w, &session, "87654321", T0).await, Proved::NoCode, "once");
    w.store.end_session(&other.id, &Effects::none()).await.unwrap();
    let kept = MailedCode::parse("12345678").unwrap().kept(other.id.as_str(), T0);
    assert!(
        !w.store
            .put_mailbox_code(&other.id, &kept, &Effects::none())
            .await
            .unwrap()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mailed_code_proves_once_also_at_the_same_moment() {
    let w = fixtures().await;
    let ana = w.member("ana@example.com").await;
    for _ in 0..rounds(20) {
        let session = w.session(&ana, T0).await;
        mailed(&w, &session, "12345678").await;
        let barrier = Arc::new(Barrier::new(4));
        let mut running = JoinSet::new();
        for _ in 0..4 {
            let (w, session, barrier) = (w.clone(), session.clone(), Arc::clone(&barrier));
            running.spawn(async move {
                barrier.wait().await;
                tries(&w, &session, "12345678", T0).await
            });
        }
        let proved = running.join_all().await;
        assert_eq!(
            proved.iter().filter(|proved| **proved == Proved::Done).count(),
            1,
            "{proved:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn members_with_a_deadline_are_found_and_reminded_once() {
    let w = &fixtures().await;
    let (ana, session, _) = w.protected("ana@example.com").await;
    let mut expected = Vec::new();
    for n in 0..3 {
        let member = w.colleague(&ana, &format!("{n}@example.com"), Role::Member).await;
        expected.push(member.id);
    }
    w.member("ben@example.com").await;
    expected.sort();
    assert!(w.store.without_factor(None, 10).await.unwrap().is_empty());
    assert_eq!(
        change(w, &ana, &session, requiring(Role::Member, T0.plus(DAY), 0), T0).await,
        Changed::Done
    );
    let first = w.store.without_factor(None, 2).await.unwrap();
    let rest = w.store.without_factor(Some(&first[1].member.id), 2).await.unwrap();
    let found: Vec<_> = first.iter().chain(&rest).map(|found| found.member.id.clone()).collect();
    assert_eq!(found, expected);
    assert!(
        first.iter().all(|found| found.at == Some(T0)),
        "told when the policy was changed"
    );
    let reminded = async |before, now| {
        w.store
            .reminded(&expected[0], before, now, &Effects::none())
            .await
            .unwrap()
    };
    assert!(reminded(Some(T0), T0.plus(60)).await);
    assert!(!reminded(Some(T0), T0.plus(60)).await, "another node was quicker");
    assert!(!reminded(None, T0.plus(60)).await);
}
