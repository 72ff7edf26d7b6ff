//! Nothing is left of an erased account, and secrets go first.

use super::Stage;
use domain::{
    activity::{Day, Event},
    closing::{rules::Closed, store::KeepOutcome},
    kernel::throttle::Window,
    registration::store::Joined,
    store::Effects,
};
use terms::{EventKind, LinkKind, Refused, Role};
use testing::{Fixtures, T0};

const CLOSED: Closed = Closed { at: T0 };

impl Stage {
    /// Gives the account something in every table that can name it or its members.
    async fn filled(&mut self) {
        let w = &self.w;
        let codes = w.codes(&self.ana.id, T0);
        let change = w.change(&self.session, T0);
        let digest = change.new_digest.clone().expect("another token");
        w.store
            .replace_codes(&codes, &change)
            .await
            .unwrap()
            .into_result()
            .unwrap();
        let key = w.new_key(&self.bens, "Backup", T0);
        let none = Effects::none();
        let made = w.store.make_api_key(&key, &self.bens.digest, None, &none);
        made.await.unwrap().into_result().unwrap();
        let machine = w.new_machine(&self.bens, &key.key.id, T0);
        let added = w.store.add_machine_device(&machine, &self.bens.digest, None, &none);
        added.await.unwrap();
        let windows = [Window::reminders(&self.ben.id), Window::invitations(&self.ana.account)];
        assert!(w.reserves(&windows, T0).await);
        let mailed = Window::mails_asked_for(&self.olga.email.key());
        assert!(w.reserves(&mailed, T0).await);
        let unfreeze = w.link(LinkKind::Unfreeze, self.olga.id.as_str());
        w.store.put_link(&unfreeze).await.unwrap();
        let day = Day {
            day: 1,
            sign_ins: 1,
            refusals: 0,
        };
        w.store
            .keep_days(&self.ana.account, Some(&self.ben.id), &[day])
            .await
            .unwrap();
        let events: Vec<_> = (0..1_100).map(|_| w.event(EventKind::SignOut, &self.ben, T0)).collect();
        w.store.record_events(&events).await.unwrap();
        self.session.digest = digest;
    }

    /// The texts that nothing may contain after the erasing.
    fn traces(&self) -> Vec<String> {
        let members = [&self.ana, &self.olga, &self.ben];
        let ids = members.iter().map(|member| member.id.to_string());
        let addresses = members.iter().map(|member| member.email.key());
        ids.chain(addresses).chain([self.ana.account.to_string()]).collect()
    }
}

async fn erase_secrets(w: &Fixtures, s: &Stage) -> bool {
    let mail = Effects::mails(vec![w.mail()]);
    let erased = w.store.erase_secrets(&s.ana.account, CLOSED, T0, &mail).await;
    erased.unwrap()
}

#[tokio::test]
async fn nothing_is_left_of_an_erased_account_and_all_of_others() {
    let mut s = Stage::new().await;
    s.filled().await;
    let (s, w) = (&s, &s.w);
    for n in 0..25 {
        w.colleague(&s.ana, &format!("crowd-{n}@example.com"), Role::Member)
            .await;
    }
    let (rosa, rosas, _) = w.protected("rosa@example.com").await;
    let event = w.event(EventKind::SignOut, &rosa, T0);
    w.store.record_events(&[event]).await.unwrap();
    let before = w.text().await;
    for trace in s.traces() {
        assert!(before.contains(&trace), "{trace} is there");
    }
    s.closed().await;
    assert!(erase_secrets(w, s).await);
    let mut parts = 0;
    while w.store.erase_rest(&s.ana.account).await.unwrap() {
        parts += 1;
    }
    assert!(parts >= 4, "in parts: {parts}");
    let after = w.text().await;
    for trace in s.traces().iter().chain(["crowd-".to_owned()].iter()) {
        assert!(!after.contains(trace), "{trace} is left");
    }
    assert!(w.is_there(&rosas.digest).await && w.devices(&rosa.id, T0).await.len() == 1);
    assert!(after.contains(rosa.id.as_str()) && w.codes_left(&rosa.id).await > 0);
    assert!(w.store.has_member().await.unwrap(), "so there is no set-up link");
    let again = w.stranger("ana@example.com");
    assert_eq!(w.join(&again).await, Joined::Done, "the address is free");
}

#[tokio::test]
async fn a_crash_after_the_first_step_leaves_no_secret_and_the_next_run_goes_on() {
    let mut s = Stage::new().await;
    s.filled().await;
    let (s, w) = (&s, &s.w);
    let [link, _] = s.closed().await;
    assert_eq!(w.store.closed_before(T0.plus(-1), 10).await.unwrap(), []);
    let due = w.store.closed_before(T0, 10).await.unwrap();
    assert_eq!(due, [(s.ana.account.clone(), CLOSED)]);
    assert!(
        !w.store.erase_rest(&s.ana.account).await.unwrap(),
        "not before the secrets"
    );
    assert!(w.store.being_erased(10).await.unwrap().is_empty());
    assert!(erase_secrets(w, s).await);
    assert!(!erase_secrets(w, s).await, "once, also its mail");

    let text = w.text().await;
    assert!(text.contains(s.ben.id.as_str()), "the rest is there");
    assert!(!text.contains("phc"), "no hash of a password is");
    let left = w.store.account_counts(&s.ana.account).await.unwrap();
    assert_eq!((left.devices, left.keys, w.codes_left(&s.ana.id).await), (0, 0, 0));
    assert!(w.store.kept_changes(&s.ana.id).await.unwrap().is_empty());
    assert!(w.member_by_key(&s.ana.email.key()).await.is_none(), "nobody signs in");
    assert!(
        w.store.closed(&s.ana.account).await.unwrap().is_none(),
        "it cannot be kept"
    );
    assert_eq!(w.keep(&link, &s.ana, T0).await, KeepOutcome::LinkGone);
    assert!(w.store.closed_before(T0, 10).await.unwrap().is_empty());

    assert_eq!(w.store.being_erased(10).await.unwrap(), vec![s.ana.account.clone()]);
    while w.store.erase_rest(&s.ana.account).await.unwrap() {}
    assert!(w.store.being_erased(10).await.unwrap().is_empty());
    assert!(!w.store.erase_rest(&s.ana.account).await.unwrap(), "it is gone");
}

#[tokio::test]
async fn an_account_that_was_kept_or_closed_anew_is_not_erased() {
    let s = &Stage::new().await;
    let w = &s.w;
    assert!(!erase_secrets(w, s).await, "it is not closed");
    let [link, _] = s.closed().await;
    let other = Closed { at: T0.plus(1) };
    let erased = w.store.erase_secrets(&s.ana.account, other, T0, &Effects::none()).await;
    assert!(!erased.unwrap(), "it was closed at another moment");
    assert_eq!(w.keep(&link, &s.ana, T0).await, KeepOutcome::Done);
    assert!(!erase_secrets(w, s).await);
    assert!(w.member_by_key(&s.ana.email.key()).await.is_some());
}

#[tokio::test]
async fn a_refusal_of_an_erased_account_keeps_no_other_from_being_written() {
    let s = &Stage::new().await;
    let w = &s.w;
    let rosa = w.member("rosa@example.com").await;
    let refused = |member, reason| Event {
        refused: Some(reason),
        ..w.event(EventKind::SignIn, member, T0)
    };
    let late = refused(&s.ben, Refused::AccountClosed);
    let other = refused(&rosa, Refused::WrongPassword);
    s.closed().await;
    assert!(erase_secrets(w, s).await);
    while w.store.erase_rest(&s.ana.account).await.unwrap() {}
    w.store.record_events(&[late.clone(), other.clone()]).await.unwrap();
    let text = w.text().await;
    assert!(text.contains(other.id.as_str()) && !text.contains(late.id.as_str()));
}
