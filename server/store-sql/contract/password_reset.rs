//! A new password for a mailed link: once, for the address that the link went to, and all that it ends.

use crate::fixtures;
use domain::{password_reset::store::PasswordReset, profile::member::Member, registration::link::Link, store::Effects};
use std::sync::Arc;
use terms::{LinkKind, SessionKind};
use testing::{Fixtures, T0, hash, rounds};
use tokio::{sync::Barrier, task::JoinSet};

async fn reset(w: &Fixtures, link: &Link, member: &Member, password: &str) -> bool {
    let reset = PasswordReset {
        link,
        member: &member.id,
        password: &hash(password),
        keeper: &w.keeper,
        now: T0,
    };
    let effects = Effects::mails(vec![w.mail()]);
    w.store.reset_password(reset, &effects).await.unwrap()
}

async fn now(w: &Fixtures, member: &Member) -> Member {
    w.member_by_key(&member.email.key()).await.unwrap()
}

#[tokio::test]
async fn a_reset_works_once_and_leaves_two_factor() {
    let w = &fixtures().await;
    let (member, session, device) = w.protected("ana@example.com").await;
    let challenge = w.challenge(&member, T0).await;
    let left = w.codes_left(&member.id).await;
    let link = w.held(LinkKind::ResetPassword, member.email.as_str()).await;
    assert!(reset(w, &link, &member, "new").await);
    let after = now(w, &member).await;
    assert_eq!((after.password, after.password_changed_at), (hash("new"), T0));
    assert_eq!(after.two_factor_since, member.two_factor_since);
    assert_eq!(w.codes_left(&member.id).await, left);
    let devices = w.store.devices(&member.id, T0).await.unwrap();
    assert!(devices.iter().any(|found| found.id == device));
    assert!(w.store.session(&session.digest).await.unwrap().is_none());
    assert!(w.challenged(&challenge, T0).await.is_none());
    assert!(!reset(w, &link, &member, "again").await);
    assert_eq!(now(w, &member).await.password, hash("new"));
}

#[tokio::test]
async fn a_link_for_another_address_or_kind_resets_nothing() {
    let w = &fixtures().await;
    let (ana, session, _) = w.protected("ana@example.com").await;
    let (ben, ..) = w.protected("ben@example.com").await;
    let bens = w.held(LinkKind::ResetPassword, ben.email.as_str()).await;
    let other = w.held(LinkKind::ConfirmEmail, ana.email.as_str()).await;
    let unopened = w.link(LinkKind::ResetPassword, ana.email.as_str());
    w.store.ask_password_reset(&unopened, &Effects::none()).await.unwrap();
    for link in [
        &bens,
        &Link {
            kind: LinkKind::ResetPassword,
            ..other
        },
        &unopened,
    ] {
        assert!(!reset(w, link, &ana, "new").await, "{link:?}");
    }
    assert_eq!(now(w, &ana).await.password, ana.password);
    assert!(w.store.session(&session.digest).await.unwrap().is_some());
    assert!(reset(w, &bens, &ben, "new").await, "the link is as it was");
}

#[tokio::test]
async fn another_link_or_password_ends_the_link() {
    let w = &fixtures().await;
    let (member, session, _) = w.protected("ana@example.com").await;
    let first = w.held(LinkKind::ResetPassword, member.email.as_str()).await;
    let newer = w.link(LinkKind::ResetPassword, member.email.as_str());
    w.store.ask_password_reset(&newer, &Effects::none()).await.unwrap();
    assert!(!reset(w, &first, &member, "new").await);
    let held = w.held(LinkKind::ResetPassword, member.email.as_str()).await;
    let change = w.change(&session, T0);
    let _ = w.store.change_password(&change, &hash("changed")).await.unwrap();
    assert!(!reset(w, &held, &member, "new").await);
    assert_eq!(now(w, &member).await.password, hash("changed"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reset_and_a_sign_in_at_the_same_moment_leave_no_session_of_the_old_password() {
    let w = Arc::new(fixtures().await);
    for round in 0..rounds(10) {
        let member = w.member(&format!("ana-{round}@example.com")).await;
        let link = w.held(LinkKind::ResetPassword, member.email.as_str()).await;
        let barrier = Arc::new(Barrier::new(2));
        let mut running = JoinSet::new();
        for resets in [true, false] {
            let (w, member, link, barrier) = (Arc::clone(&w), member.clone(), link.clone(), Arc::clone(&barrier));
            running.spawn(async move {
                barrier.wait().await;
                match resets {
                    true => assert!(reset(&w, &link, &member, "new").await),
                    false => {
                        let session = w.new_session(&member, SessionKind::Full, T0);
                        let password = domain::sign_in::store::Verified::of(&member.password);
                        let known = w.known(&member, T0);
                        let none = Effects::none();
                        let _ = w.store.open_session(&session, &password, &known, &none).await.unwrap();
                    }
                }
            });
        }
        running.join_all().await;
        let sessions = w.store.sessions(&member.id, T0).await.unwrap();
        assert!(sessions.is_empty(), "{sessions:?}");
    }
}
