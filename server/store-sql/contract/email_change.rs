//! Changes of an address: one waits, the newest; its link and the password it was asked with make it count.

use crate::fixtures;
use domain::{
    email_change::store::{ConfirmedEmail, EmailChange, EmailChanged},
    kernel::email::Email,
    profile::member::Member,
    registration::link::{CONFIRM_LIFE, Link},
    sessions::{change::Changed, session::Session},
    store::Effects,
};
use terms::{DAY, LinkKind};
use testing::{Fixtures, T0, hash};

fn to(email: &str) -> EmailChange {
    EmailChange {
        email: Email::parse(email).unwrap(),
        mailed_at: T0,
        expires_at: T0.plus(CONFIRM_LIFE),
    }
}

/// Asks for the address and returns the opened link.
async fn ask(w: &Fixtures, member: &Member, session: &Session, email: &str) -> Link {
    let link = w.link(LinkKind::ChangeEmail, member.id.as_str());
    let change = w.account_change(&member.account, session);
    let asked = w.store.ask_email_change(&change, &to(email), Some(&link)).await;
    assert_eq!(asked.unwrap(), Changed::Done);
    w.held(LinkKind::ChangeEmail, member.id.as_str()).await
}

async fn confirm(w: &Fixtures, member: &Member, link: &Link, email: &str) -> EmailChanged {
    let confirmed = ConfirmedEmail {
        link,
        member,
        email: &Email::parse(email).unwrap(),
        keeper: &w.keeper,
        now: T0,
    };
    let effects = Effects::mails(vec![w.mail()]);
    w.store.change_email(confirmed, &effects).await.unwrap()
}

#[tokio::test]
async fn a_confirmed_change_counts_once() {
    let w = &fixtures().await;
    let (member, session, _) = w.protected("ana@example.com").await;
    let link = ask(w, &member, &session, "new@example.com").await;
    let found = w.store.member_changing_email(&link.subject, T0).await.unwrap();
    assert_eq!(found.unwrap().1, to("new@example.com"));
    let reset = w.held(LinkKind::ResetPassword, "ana@example.com").await;
    assert_eq!(confirm(w, &member, &link, "new@example.com").await, EmailChanged::Done);
    let after = w.member_by_key("new@example.com").await.unwrap();
    assert_eq!((after.id, after.email.as_str()), (member.id.clone(), "new@example.com"));
    assert!(w.member_by_key("ana@example.com").await.is_none());
    assert!(w.store.email_change(&member.id, T0).await.unwrap().is_none());
    assert!(
        w.store
            .held_link(&reset.digest, LinkKind::ResetPassword, T0)
            .await
            .unwrap()
            .is_none()
    );
    assert_eq!(
        confirm(w, &member, &link, "new@example.com").await,
        EmailChanged::LinkGone
    );
}

#[tokio::test]
async fn another_address_password_or_link_confirms_nothing() {
    let w = &fixtures().await;
    let (member, session, _) = w.protected("ana@example.com").await;
    let link = ask(w, &member, &session, "new@example.com").await;
    let other = Member {
        password: hash("other"),
        ..member.clone()
    };
    assert_eq!(
        confirm(w, &other, &link, "new@example.com").await,
        EmailChanged::LinkGone
    );
    assert_eq!(
        confirm(w, &member, &link, "x@example.com").await,
        EmailChanged::LinkGone
    );
    let (ben, ..) = w.protected("ben@example.com").await;
    assert_eq!(confirm(w, &ben, &link, "new@example.com").await, EmailChanged::LinkGone);
    assert_eq!(confirm(w, &member, &link, "new@example.com").await, EmailChanged::Done);
}

#[tokio::test]
async fn an_address_belongs_to_one_member() {
    let w = &fixtures().await;
    let (member, session, _) = w.protected("ana@example.com").await;
    let link = ask(w, &member, &session, "ben@example.com").await;
    w.protected("ben@example.com").await;
    assert_eq!(
        confirm(w, &member, &link, "ben@example.com").await,
        EmailChanged::EmailTaken
    );
    assert!(w.member_by_key("ana@example.com").await.is_some());
    let waits = w.store.email_change(&member.id, T0).await.unwrap();
    assert!(waits.is_some(), "nothing was done");
}

#[tokio::test]
async fn it_takes_a_live_session_and_ends_with_a_day_a_password_or_a_newer_one() {
    let w = &fixtures().await;
    let (member, session, _) = w.protected("ana@example.com").await;
    let mut ended = session.clone();
    ended.digest = w.digest();
    let change = w.account_change(&member.account, &ended);
    let asked = w.store.ask_email_change(&change, &to("x@example.com"), None).await;
    assert_eq!(asked.unwrap(), Changed::NotProved);
    let first = ask(w, &member, &session, "first@example.com").await;
    let second = ask(w, &member, &session, "second@example.com").await;
    assert_eq!(
        confirm(w, &member, &first, "first@example.com").await,
        EmailChanged::LinkGone
    );
    let over = w.store.email_change(&member.id, T0.plus(DAY)).await.unwrap();
    assert!(over.is_none());
    let again = async |at| {
        let times = (at, T0.plus(60));
        w.store
            .email_change_again(&member.id, times, None, &Effects::none())
            .await
            .unwrap()
    };
    assert!(!again(T0.plus(-1)).await, "mailed a moment ago");
    assert!(again(T0).await);
    let _ = w
        .store
        .change_password(&w.change(&session, T0), &hash("new"))
        .await
        .unwrap();
    assert!(w.store.email_change(&member.id, T0).await.unwrap().is_none());
    assert_eq!(
        confirm(w, &member, &second, "second@example.com").await,
        EmailChanged::LinkGone
    );
    let none = w.store.discard_email_change(&member.id, &Effects::none()).await;
    assert!(!none.unwrap());
}
