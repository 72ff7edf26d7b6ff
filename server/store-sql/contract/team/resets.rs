//! Verified resets.

use super::Stage;
use domain::{
    Timestamp,
    profile::member::Member,
    sessions::{
        change::{AccountChange, Changed},
        session::Session,
    },
    store::Effects,
};
use terms::{DAY, Role};
use testing::T0;

/// Ana's account, with Paul, whose two-factor is on.
async fn stage() -> (Stage, Member) {
    let s = Stage::new().await;
    let paul = s.w.colleague(&s.ana, "paul@example.com", Role::Member).await;
    let mut session = s.w.session(&paul, T0).await;
    s.w.enrol(&mut session, "phone", 100, T0).await;
    (s, paul)
}

/// A change by this session's member at this moment.
fn at(s: &Stage, session: &Session, now: Timestamp) -> AccountChange {
    AccountChange {
        required: None,
        now,
        ..s.w.account_change(&s.ana.account, session)
    }
}

async fn start(s: &Stage, of: &Member, session: &Session, now: Timestamp) -> Changed {
    let (reset, link) = s.w.new_reset(of, Some(&session.member), now);
    s.w.store
        .start_reset(&at(s, session, now), &reset, &link)
        .await
        .unwrap()
}

/// Reads the code in a session of this moment.
async fn read(s: &Stage, of: &Member, by: &Member, now: Timestamp) -> Changed {
    let session = s.w.session(by, now).await;
    let code = s.w.code_of_reset(&session);
    s.w.store
        .read_reset_code(&at(s, &session, now), &of.id, &code)
        .await
        .unwrap()
}

async fn works(s: &Stage, of: &Member, now: Timestamp) -> bool {
    s.w.store.recovery_code(&of.id, "RESET", now).await.unwrap().is_some()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reset_runs_alone_and_its_code_is_read_once_after_the_wait() {
    let (s, paul) = stage().await;
    assert_eq!(start(&s, &paul, &s.session, T0).await, Changed::Done);
    assert_eq!(start(&s, &paul, &s.session, T0.plus(60)).await, Changed::ResetRuns);
    let ready = T0.plus(DAY);
    assert_eq!(read(&s, &paul, &s.ana, ready.plus(-1)).await, Changed::NotFound);
    let mona = s.w.colleague(&s.ana, "mona@example.com", Role::Admin).await;
    assert_eq!(
        read(&s, &paul, &mona, ready).await,
        Changed::NotFound,
        "who did not start it"
    );
    let before = s.w.codes_left(&paul.id).await;
    assert_eq!(read(&s, &paul, &s.ana, ready).await, Changed::Done);
    assert_eq!(read(&s, &paul, &s.ana, ready).await, Changed::NotFound, "once");
    assert!(works(&s, &paul, ready.plus(DAY - 1)).await && !works(&s, &paul, ready.plus(DAY)).await);
    assert_eq!(s.w.codes_left(&paul.id).await, before, "it is none of the set");
    let stored = s.w.store.reset_of(&paul.id).await.unwrap().unwrap();
    assert!(stored.shown.is_some() && stored.reset.read_at == Some(ready));
    assert_eq!(
        start(&s, &paul, &s.w.session(&s.ana, ready.plus(DAY)).await, ready.plus(DAY)).await,
        Changed::Done
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_used_code_ends_the_reset_and_is_never_right_again() {
    let (s, paul) = stage().await;
    assert_eq!(start(&s, &paul, &s.session, T0).await, Changed::Done);
    let ready = T0.plus(DAY);
    assert_eq!(read(&s, &paul, &s.ana, ready).await, Changed::Done);
    let session = s.w.repair(&paul, "RESET", ready).await;
    assert!(s.w.is_there(&session.digest).await);
    assert!(s.w.store.reset_of(&paul.id).await.unwrap().is_none());
    assert!(!works(&s, &paul, ready).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn that_of_an_owner_is_read_after_another_manager_approved() {
    let s = Stage::new().await;
    let mut session = s.session.clone();
    s.w.enrol(&mut session, "phone", 100, T0).await;
    let mona = s.w.colleague(&s.ana, "mona@example.com", Role::Admin).await;
    let vera = s.w.colleague(&s.ana, "vera@example.com", Role::Admin).await;
    let monas = s.w.session(&mona, T0).await;
    assert_eq!(start(&s, &s.ana, &monas, T0).await, Changed::Done);
    let ready = T0.plus(DAY);
    assert_eq!(read(&s, &s.ana, &mona, ready).await, Changed::NotFound);
    let veras = s.w.session(&vera, T0).await;
    let approve = async |session: &Session| {
        let change = at(&s, session, T0.plus(60));
        s.w.store.approve_reset(&change, &s.ana.id).await.unwrap()
    };
    assert_eq!(approve(&monas).await, Changed::NotFound, "who started it");
    assert_eq!(approve(&session).await, Changed::NotFound, "whom it is about");
    assert_eq!(approve(&veras).await, Changed::Done);
    assert_eq!(approve(&veras).await, Changed::NotFound, "it is approved");
    assert_eq!(read(&s, &s.ana, &mona, ready).await, Changed::Done);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_ends_takes_code_and_link_along() {
    for ending in 0..4 {
        let (s, paul) = stage().await;
        let mona = s.w.colleague(&s.ana, "mona@example.com", Role::Admin).await;
        let monas = s.w.session(&mona, T0).await;
        let (reset, link) = s.w.new_reset(&paul, Some(&mona.id), T0);
        let started = s.w.store.start_reset(&at(&s, &monas, T0), &reset, &link).await.unwrap();
        assert_eq!(started, Changed::Done);
        let ready = T0.plus(DAY);
        assert_eq!(read(&s, &paul, &mona, ready).await, Changed::Done);
        let owner = s.w.session(&s.ana, ready).await;
        let change = at(&s, &owner, ready);
        let end = domain::team::store::KeysOfRemoved::End;
        let none = Effects::none();
        match ending {
            0 => assert!(s.w.store.stop_reset(&paul.id, &none).await.unwrap()),
            1 => {
                let lower = s.w.store.change_role(&change, &mona.id, Role::Member).await;
                assert_eq!(lower.unwrap(), Changed::Done);
            }
            2 => {
                let removed = s.w.store.remove_member(&change, &mona.id, end).await;
                assert_eq!(removed.unwrap(), Changed::Done);
            }
            _ => {
                let removed = s.w.store.remove_member(&change, &paul.id, end).await;
                assert_eq!(removed.unwrap(), Changed::Done);
            }
        }
        assert!(s.w.store.reset_of(&paul.id).await.unwrap().is_none(), "{ending}");
        assert!(!works(&s, &paul, ready).await, "{ending}");
        assert!(s.w.store.link(&link.digest, ready).await.unwrap().is_none(), "{ending}");
        assert!(!s.w.store.stop_reset(&paul.id, &none).await.unwrap(), "{ending}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_operator_starts_and_reads_without_a_session() {
    let (s, paul) = stage().await;
    let none = Effects::none();
    let (reset, link) = s.w.new_reset(&paul, None, T0);
    let begun = s.w.store.start_reset_by_operator(&reset, &link, &none).await.unwrap();
    assert_eq!(begun, Changed::Done);
    let code = s.w.code_of_reset(&s.session);
    let early = s.w.store.read_operators_code(&paul.id, &code, T0, &none).await.unwrap();
    assert_eq!(early, Changed::NotFound);
    assert_eq!(
        read(&s, &paul, &s.ana, T0.plus(DAY)).await,
        Changed::NotFound,
        "it is not hers"
    );
    let read =
        s.w.store
            .read_operators_code(&paul.id, &code, T0.plus(DAY), &none)
            .await
            .unwrap();
    assert_eq!(read, Changed::Done);
    let off = s.w.colleague(&s.ana, "off@example.com", Role::Member).await;
    let (reset, link) = s.w.new_reset(&off, None, T0);
    let refused = s.w.store.start_reset_by_operator(&reset, &link, &none).await.unwrap();
    assert_eq!(refused, Changed::TwoFactorOff);
}
