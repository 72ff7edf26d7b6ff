//! Links, sign-ups and joining.

use crate::fixtures;
use domain::registration::store::MailAgain;
use domain::registration::{link::Link, store::Joined};
use domain::store::Effects;
use terms::LinkKind;
use testing::T0;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_is_exchanged_once() {
    let w = &fixtures().await;
    let (link, held) = (w.link(LinkKind::SetUp, ""), w.digest());
    w.store.put_link(&link).await.unwrap();
    assert_eq!(w.store.link(&link.digest, T0).await.unwrap(), Some(link.clone()));
    assert_eq!(
        w.store.held_link(&link.digest, LinkKind::SetUp, T0).await.unwrap(),
        None,
        "not exchanged yet"
    );
    let until = T0.plus(60);
    let expected = Link {
        digest: held.clone(),
        expires_at: until,
        ..link.clone()
    };
    assert_eq!(
        w.store.exchange_link(&link.digest, &held, T0, until).await.unwrap(),
        Some(expected.clone())
    );
    assert_eq!(
        w.store
            .exchange_link(&link.digest, &w.digest(), T0, until)
            .await
            .unwrap(),
        None
    );
    assert_eq!(
        w.store.exchange_link(&held, &w.digest(), T0, until).await.unwrap(),
        None,
        "a held link is no link"
    );
    assert_eq!(w.store.link(&link.digest, T0).await.unwrap(), None);
    assert_eq!(w.store.link(&held, T0).await.unwrap(), None);
    assert_eq!(
        w.store.held_link(&held, LinkKind::SetUp, T0.plus(59)).await.unwrap(),
        Some(expected)
    );
    assert_eq!(
        w.store.held_link(&held, LinkKind::ConfirmEmail, T0).await.unwrap(),
        None
    );
    assert_eq!(w.store.held_link(&held, LinkKind::SetUp, until).await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_expires_on_time() {
    let w = &fixtures().await;
    let link = w.link(LinkKind::SetUp, "");
    w.store.put_link(&link).await.unwrap();
    let (end, held) = (link.expires_at, w.digest());
    assert_eq!(w.store.link(&link.digest, end).await.unwrap(), None);
    assert_eq!(
        w.store
            .exchange_link(&link.digest, &held, end, end.plus(60))
            .await
            .unwrap(),
        None
    );
    let last = end.plus(-1);
    assert!(w.store.link(&link.digest, last).await.unwrap().is_some());
    assert!(
        w.store
            .exchange_link(&link.digest, &held, last, end.plus(60))
            .await
            .unwrap()
            .is_some()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_newest_link_ends_the_older_ones() {
    let w = &fixtures().await;
    let held = w.held(LinkKind::ConfirmEmail, "ana@example.com").await;
    let other = w.held(LinkKind::ConfirmEmail, "ben@example.com").await;
    let (older, newer) = (
        w.link(LinkKind::ConfirmEmail, "ana@example.com"),
        w.link(LinkKind::ConfirmEmail, "ana@example.com"),
    );
    w.store.put_link(&older).await.unwrap();
    assert_eq!(
        w.store
            .held_link(&held.digest, LinkKind::ConfirmEmail, T0)
            .await
            .unwrap(),
        None
    );
    w.store.put_link(&newer).await.unwrap();
    assert_eq!(w.store.link(&older.digest, T0).await.unwrap(), None);
    assert_eq!(
        w.store
            .exchange_link(&older.digest, &w.digest(), T0, T0.plus(60))
            .await
            .unwrap(),
        None
    );
    assert_eq!(w.store.link(&newer.digest, T0).await.unwrap(), Some(newer));
    assert!(
        w.store
            .held_link(&other.digest, LinkKind::ConfirmEmail, T0)
            .await
            .unwrap()
            .is_some(),
        "another subject's"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn joining_consumes_the_link() {
    let w = &fixtures().await;
    assert!(!w.store.has_member().await.unwrap());
    let member = w.stranger("Ana@Example.com");
    let (sign_up, strangers) = (w.sign_up("ana@example.com"), w.sign_up("ANA@example.com"));
    for sign_up in [&sign_up, &strangers] {
        let effects = Effects::mails(vec![w.mail()]);
        w.store.put_sign_up(sign_up, None, &effects).await.unwrap();
    }
    let held = w.held(LinkKind::ConfirmEmail, sign_up.waiting.as_str()).await;
    assert_eq!(
        w.store.join(&held, &member, T0, &Effects::none()).await.unwrap(),
        Joined::Done
    );
    assert!(w.store.has_member().await.unwrap());
    assert_eq!(w.member_by_key("ana@example.com").await, Some(member));
    assert_eq!(w.member_by_key("Ana@Example.com").await, None, "found by its key alone");
    for sign_up in [&sign_up, &strangers] {
        assert_eq!(w.store.sign_up(&sign_up.waiting, T0).await.unwrap(), None);
    }
    assert_eq!(
        w.store
            .join(&held, &w.stranger("ana@example.com"), T0, &Effects::none())
            .await
            .unwrap(),
        Joined::LinkGone
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn joining_needs_the_right_link() {
    let w = &fixtures().await;
    let ana = w.stranger("ana@example.com");
    let unopened = w.link(LinkKind::SetUp, "");
    w.store.put_link(&unopened).await.unwrap();
    assert_eq!(
        w.store.join(&unopened, &ana, T0, &Effects::none()).await.unwrap(),
        Joined::LinkGone
    );
    let anas = w.held(LinkKind::ConfirmEmail, "ana@example.com").await;
    assert_eq!(
        w.store
            .join(&anas, &ana, T0.plus(1800), &Effects::none())
            .await
            .unwrap(),
        Joined::LinkGone,
        "over at its time"
    );
    assert!(!w.store.has_member().await.unwrap());
    assert_eq!(
        w.store
            .join(&anas, &ana, T0.plus(1799), &Effects::none())
            .await
            .unwrap(),
        Joined::Done
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_set_up_link_makes_the_first_account_only() {
    let w = &fixtures().await;
    let held = w.held(LinkKind::SetUp, "").await;
    w.member("ana@example.com").await;
    let ben = w.stranger("ben@example.com");
    let gone = w.store.held_link(&held.digest, LinkKind::SetUp, T0).await.unwrap();
    assert_eq!(gone, None, "it ended with the sign-up");
    // A link that was made while the first account came into being.
    for held in [held, w.held(LinkKind::SetUp, "").await] {
        let joined = w.store.join(&held, &ben, T0, &Effects::none()).await.unwrap();
        assert_eq!(joined, Joined::LinkGone);
    }
    assert_eq!(w.member_by_key("ben@example.com").await, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_joins_once() {
    let w = &fixtures().await;
    let member = w.member("ana@example.com").await;
    let held = w.held(LinkKind::ConfirmEmail, "ana@example.com").await;
    assert_eq!(
        w.store
            .join(&held, &w.stranger("ANA@example.com"), T0, &Effects::none())
            .await
            .unwrap(),
        Joined::EmailTaken
    );
    assert_eq!(w.member_by_key("ana@example.com").await, Some(member));
    assert!(
        w.store
            .held_link(&held.digest, LinkKind::ConfirmEmail, T0)
            .await
            .unwrap()
            .is_some(),
        "nothing changed"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sign_up_ends_no_other_of_its_address() {
    let w = &fixtures().await;
    let (first, second) = (w.sign_up("ana@example.com"), w.sign_up("ANA@example.com"));
    let link = w.link(LinkKind::ConfirmEmail, first.waiting.as_str());
    let mail = || Effects::mails(vec![w.mail()]);
    w.store.put_sign_up(&first, Some(&link), &mail()).await.unwrap();
    w.store.put_sign_up(&second, None, &mail()).await.unwrap();
    for sign_up in [&first, &second] {
        let read = w.store.sign_up(&sign_up.waiting, T0).await.unwrap();
        assert_eq!(read.as_ref(), Some(sign_up));
        assert_eq!(
            w.store.sign_up(&sign_up.waiting, sign_up.expires_at).await.unwrap(),
            None
        );
    }
    assert_eq!(w.store.link(&link.digest, T0).await.unwrap(), Some(link));
    assert_eq!(w.mails().await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sign_up_is_mailed_again_after_a_while() {
    let w = &fixtures().await;
    let sign_up = w.sign_up("ana@example.com");
    let (old, new) = (
        w.link(LinkKind::ConfirmEmail, "ana@example.com"),
        w.link(LinkKind::ConfirmEmail, "ana@example.com"),
    );
    w.store
        .put_sign_up(&sign_up, Some(&old), &Effects::mails(vec![w.mail()]))
        .await
        .unwrap();
    let waiting = &sign_up.waiting;
    let remail = async |not_after: i64, now: i64| {
        w.store
            .remail_sign_up(
                MailAgain {
                    waiting,
                    not_after: T0.plus(not_after),
                    now: T0.plus(now),
                },
                Some(&new),
                &Effects::mails(vec![w.mail()]),
            )
            .await
            .unwrap()
    };
    assert!(!remail(-1, 59).await, "too early");
    assert!(
        w.store.link(&old.digest, T0).await.unwrap().is_some(),
        "nothing changed"
    );
    assert!(remail(0, 60).await);
    assert!(w.store.link(&old.digest, T0).await.unwrap().is_none());
    assert!(w.store.link(&new.digest, T0).await.unwrap().is_some());
    assert!(!remail(0, 60).await, "once");
    assert!(!remail(3600, 3600).await, "it is over");
    let without_sign_up = w
        .store
        .remail_sign_up(
            MailAgain {
                waiting: &w.digest(),
                not_after: T0,
                now: T0.plus(60),
            },
            None,
            &Effects::mails(vec![w.mail()]),
        )
        .await
        .unwrap();
    assert!(!without_sign_up);
    assert_eq!(w.mails().await, 2);
    let kept = w.store.sign_up(waiting, T0).await.unwrap().unwrap();
    assert_eq!(kept.mailed_at, T0.plus(60));
}
