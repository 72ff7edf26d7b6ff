//! The cap on mails of one kind to one member.

use crate::fixtures;
use domain::{
    InternalError, Timestamp,
    kernel::{
        clock::{DAY, HOUR},
        id::MemberId,
    },
    mail::{
        About, NewMail, OutboxMail,
        cap::{MAILS_PER_HOUR, Summary},
    },
    sessions::change::Changed,
    store::Effects,
};
use testing::{Fixtures, T0, rounds};
use tokio::task::JoinSet;

const KIND: About = About::PasswordChanged;

/// Stores these mails with a change that locks nothing of their members.
async fn put(w: &Fixtures, mails: Vec<NewMail>) {
    let sign_up = w.sign_up("someone@example.net");
    w.store
        .put_sign_up(&sign_up, None, &Effects::mails(mails))
        .await
        .unwrap();
}

/// Stores `count` mails of one kind, each in a transaction of its own.
async fn put_many(w: &Fixtures, member: &MemberId, count: usize, now: Timestamp) {
    for _ in 0..count {
        put(w, vec![w.mail_to(member, &KIND, now)]).await;
    }
}

/// Claims what is due; the lease ends after a minute.
async fn due(w: &Fixtures, now: Timestamp) -> Vec<OutboxMail> {
    w.store.take_mail(now, now.plus(60), 1_000).await.unwrap()
}

/// Delivers what is due, and returns the number of mails sent as they are and what the summaries say.
async fn delivered(w: &Fixtures, now: Timestamp) -> (usize, Vec<Summary>) {
    let mails = due(w, now).await;
    for mail in &mails {
        assert!(w.store.end_mail(&mail.id, mail.due_at).await.unwrap());
    }
    let summaries: Vec<_> = mails.iter().filter_map(|mail| mail.summary).collect();
    (mails.len() - summaries.len(), summaries)
}

const fn summary(more: u32, since: Timestamp) -> Summary {
    Summary { more, since }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_mails_of_a_kind_are_sent_and_one_says_how_many_more() {
    let w = &fixtures().await;
    let (ana, ben) = (
        w.member("ana@example.com").await.id,
        w.member("ben@example.com").await.id,
    );
    put_many(w, &ana, 9, T0).await;
    let late = T0.plus(HOUR - 1);
    put_many(w, &ana, 6, late).await;
    put(w, vec![w.mail_to(&ana, &About::TwoFactorOn, late)]).await;
    put(w, vec![w.mail_to(&ben, &KIND, late)]).await;
    // Mails about sign-ups are not counted here.
    put(w, (0..20).map(|_| w.mail()).collect()).await;
    assert_eq!(delivered(w, late).await, (10 + 1 + 1 + 20, vec![]));
    let end = T0.plus(HOUR);
    assert_eq!(delivered(w, end).await, (0, vec![summary(5, T0)]));
    put_many(w, &ana, 12, end).await;
    assert_eq!(delivered(w, end).await, (10, vec![]), "another hour");
    assert_eq!(delivered(w, end.plus(HOUR)).await, (0, vec![summary(2, end)]));
    assert_eq!(delivered(w, end.plus(DAY)).await, (0, vec![]), "once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mails_of_one_change_are_counted_like_those_of_several() {
    let w = &fixtures().await;
    let ana = w.member("ana@example.com").await.id;
    let kinds = [KIND, About::TwoFactorOff];
    let mails = kinds.iter().cycle().take(26);
    put(w, mails.map(|about| w.mail_to(&ana, about, T0)).collect()).await;
    assert_eq!(delivered(w, T0).await, (20, vec![]));
    let each = summary(3, T0);
    assert_eq!(delivered(w, T0.plus(HOUR)).await, (0, vec![each, each]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_not_changed_is_not_counted() {
    let w = &fixtures().await;
    let member = w.member("ana@example.com").await;
    let session = w.session(&member, T0).await;
    let mut change = w.change(&session, T0);
    change.session = w.digest();
    for _ in 0..15 {
        let changed = w.store.change_password(&change, &testing::hash("new")).await.unwrap();
        assert_eq!(changed, Changed::NotProved);
    }
    put_many(w, &member.id, 10, T0).await;
    assert_eq!(delivered(w, T0.plus(HOUR)).await, (10, vec![]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_summary_that_a_node_has_claimed_is_not_raised_any_more() {
    let w = &fixtures().await;
    let ana = w.member("ana@example.com").await.id;
    put_many(w, &ana, 12, T0).await;
    assert_eq!(delivered(w, T0).await, (10, vec![]));
    // A node whose clock is ahead by a minute takes the summary at the end of the hour, and its delivery fails.
    let end = T0.plus(HOUR);
    let taken = due(w, end).await;
    assert_eq!((taken.len(), taken[0].summary), (1, Some(summary(2, T0))));
    put_many(w, &ana, 1, T0.plus(HOUR - 30)).await;
    assert_eq!(delivered(w, end).await, (1, vec![]), "the first of another hour");
    let failed = w.store.mail_failed(&taken[0].id, taken[0].due_at, end.plus(90)).await;
    assert!(failed.unwrap());
    put_many(w, &ana, 1, T0.plus(HOUR - 20)).await;
    assert_eq!(delivered(w, end).await, (1, vec![]));
    let again = due(w, end.plus(90)).await;
    assert_eq!((again.len(), again[0].tries), (1, 1));
    assert_eq!(again[0].summary, Some(summary(2, T0)), "it says the same");
    assert_eq!(again[0].body, taken[0].body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_hour_that_began_in_the_future_counts_for_nothing() {
    let w = &fixtures().await;
    let ana = w.member("ana@example.com").await.id;
    let ahead = T0.plus(400 * DAY);
    put_many(w, &ana, 12, ahead).await;
    put_many(w, &ana, 12, T0).await;
    // The twelve from the future wait for their time, but their summary does not.
    assert_eq!(delivered(w, T0).await, (10, vec![summary(2, ahead)]));
    assert_eq!(delivered(w, T0.plus(HOUR)).await, (0, vec![summary(2, T0)]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_mails_are_counted_one_after_the_other() {
    let w = &fixtures().await;
    for round in 0..rounds(5) {
        let now = T0.plus(i64::try_from(round).unwrap() * DAY);
        let ana = w.member(&format!("ana-{round}@example.com")).await.id;
        let mut running = JoinSet::new();
        for n in 0..30 {
            let (store, sign_up) = (w.store.clone(), w.sign_up(&format!("x{n}@example.net")));
            let effects = Effects::mails(vec![w.mail_to(&ana, &KIND, now)]);
            running.spawn(async move { store.put_sign_up(&sign_up, None, &effects).await });
        }
        let done: Result<Vec<()>, InternalError> = running.join_all().await.into_iter().collect();
        done.unwrap();
        assert_eq!(delivered(w, now).await, (MAILS_PER_HOUR as usize, vec![]));
        assert_eq!(delivered(w, now.plus(HOUR)).await, (0, vec![summary(20, now)]));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_hour_is_swept_when_it_is_over_and_its_summary_stays() {
    let w = &fixtures().await;
    let ana = w.member("ana@example.com").await.id;
    put_many(w, &ana, 12, T0).await;
    let late = T0.plus(HOUR - 1);
    w.store.sweep(late).await.unwrap();
    put_many(w, &ana, 1, late).await;
    assert_eq!(delivered(w, late).await, (10, vec![]), "the hour is still counted");
    w.store.sweep(T0.plus(HOUR)).await.unwrap();
    put_many(w, &ana, 1, late).await;
    assert_eq!(delivered(w, late).await, (1, vec![]), "it is forgotten");
    assert_eq!(delivered(w, T0.plus(HOUR)).await, (0, vec![summary(3, T0)]));
}
