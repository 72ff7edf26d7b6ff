//! Which mailbox may freeze an account, and where an address goes back to.

use super::{again, freeze, keeps, moved, now, opened, undo, unfreeze, unfreeze_link};
use crate::fixtures;
use domain::freeze::store::Undone;
use terms::ChangeKind;

#[tokio::test]
async fn the_earlier_mailbox_wins_over_the_later_one() {
    let w = &fixtures().await;
    let (member, session, _) = w.protected("ana@example.com").await;
    let first = opened(w, &member, "ana@example.com").await;
    moved(w, &session, "thief@example.net").await;
    let (thiefs, unopened) = (
        opened(w, &member, "thief@example.net").await,
        opened(w, &member, "thief@example.net").await,
    );
    let stranger = opened(w, &member, "stranger@example.net").await;
    assert!(!freeze(w, &stranger).await, "never the member's");
    assert!(freeze(w, &thiefs).await);
    let to_thief = unfreeze_link(w, &member, "thief@example.net").await.expect("mailed");
    assert!(freeze(w, &first).await, "the owner's counts more");
    assert!(again(w, &thiefs).await.is_none() && again(w, &unopened).await.is_none());
    assert!(unfreeze(w, &to_thief, &member, "thief@example.net").await.is_none());
    let later = opened(w, &member, "thief@example.net").await;
    assert!(!freeze(w, &later).await);
    assert_eq!(undo(w, &later, ChangeKind::Email).await, Undone::LinkGone);
    // The password that ends the freeze gives the address back as well.
    let link = unfreeze_link(w, &member, "ana@example.com").await.unwrap();
    assert!(unfreeze(w, &link, &member, "ana@example.com").await.is_some());
    assert_eq!(now(w, &member).await.email.as_str(), "ana@example.com");
    assert!(again(w, &later).await.is_none());
    assert!(!keeps(w, &member, ChangeKind::Email).await);
}

#[tokio::test]
async fn an_address_goes_back_over_several_changes_unless_another_member_has_it() {
    let w = &fixtures().await;
    let (member, session, _) = w.protected("ana@example.com").await;
    let held = opened(w, &member, "ana@example.com").await;
    moved(w, &session, "b@example.net").await;
    let at_b = opened(w, &member, "b@example.net").await;
    w.protected("ana@example.com").await;
    assert!(freeze(w, &held).await);
    assert_eq!(undo(w, &held, ChangeKind::Email).await, Undone::EmailTaken);
    assert_eq!(now(w, &member).await.email.as_str(), "b@example.net");
    assert!(again(w, &at_b).await.is_none(), "its links ended with the freeze");
    let (ben, session, _) = w.protected("ben@example.com").await;
    let held = opened(w, &ben, "ben@example.com").await;
    moved(w, &session, "c@example.net").await;
    assert!(freeze(w, &held).await);
    assert_eq!(undo(w, &held, ChangeKind::Email).await, Undone::Done);
    assert_eq!(now(w, &ben).await.email.as_str(), "ben@example.com");
    assert!(now(w, &ben).await.frozen.is_some(), "it stays frozen");
}

#[tokio::test]
async fn a_mailbox_that_the_member_has_left_again_may_do_nothing() {
    let w = &fixtures().await;
    let (member, session, _) = w.protected("ana@example.com").await;
    moved(w, &session, "thief@example.net").await;
    moved(w, &session, "ana@example.com").await;
    let thiefs = opened(w, &member, "thief@example.net").await;
    assert!(!freeze(w, &thiefs).await);
    let owners = opened(w, &member, "ana@example.com").await;
    assert!(freeze(w, &owners).await);
    assert!(again(w, &thiefs).await.is_none());
}

#[tokio::test]
async fn an_account_stays_frozen_while_another_member_has_the_address() {
    let w = &fixtures().await;
    let (member, session, _) = w.protected("ana@example.com").await;
    let held = opened(w, &member, "ana@example.com").await;
    moved(w, &session, "thief@example.net").await;
    assert!(freeze(w, &held).await);
    w.protected("ana@example.com").await;
    let link = unfreeze_link(w, &member, "ana@example.com").await.expect("mailed");
    assert!(unfreeze(w, &link, &member, "ana@example.com").await.is_none());
    let still = now(w, &member).await;
    assert!(still.frozen.is_some() && still.email.as_str() == "thief@example.net");
    assert_eq!(still.password, member.password, "nothing is half done");
}

#[tokio::test]
async fn the_link_that_ends_a_freeze_survives_the_undo_of_the_address() {
    let w = &fixtures().await;
    let (member, session, _) = w.protected("ana@example.com").await;
    let held = opened(w, &member, "ana@example.com").await;
    moved(w, &session, "thief@example.net").await;
    assert!(freeze(w, &held).await);
    let link = unfreeze_link(w, &member, "ana@example.com").await.expect("mailed");
    assert_eq!(undo(w, &held, ChangeKind::Email).await, Undone::Done);
    assert!(
        freeze(w, &opened(w, &member, "ana@example.com").await).await,
        "frozen already"
    );
    assert!(unfreeze(w, &link, &member, "ana@example.com").await.is_some());
    assert!(!keeps(w, &member, ChangeKind::Email).await);
}
