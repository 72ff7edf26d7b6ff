//! Closing at the same moment as something else: one of them comes first.

use super::Stage;
use domain::{
    closing::{rules::Closed, store::KeepOutcome},
    profile::member::Member,
    sessions::change::Changed,
    sign_in::store::Verified,
    store::Effects,
    team::store::KeysOfRemoved,
};
use std::sync::Arc;
use terms::SessionKind;
use testing::{T0, rounds};
use tokio::sync::Barrier;

/// Runs both at the same moment.
async fn both<A, B>(
    one: impl Future<Output = A> + Send + 'static,
    other: impl Future<Output = B> + Send + 'static,
) -> (A, B)
where
    A: Send + 'static,
    B: Send + 'static,
{
    let gate = Arc::new(Barrier::new(2));
    let other_gate = gate.clone();
    let one = tokio::spawn(async move {
        gate.wait().await;
        one.await
    });
    let other = tokio::spawn(async move {
        other_gate.wait().await;
        other.await
    });
    (one.await.expect("no panic"), other.await.expect("no panic"))
}

async fn close(s: Arc<Stage>) -> Changed {
    let links = [s.w.keep_link(&s.ana), s.w.keep_link(&s.olga)];
    s.w.close(&s.ana.account, &s.session, &links).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_session_that_opens_meanwhile_outlives_the_closing() {
    for round in 0..rounds(20) {
        let s = Arc::new(Stage::new().await);
        let session = s.w.new_session(&s.ben, SessionKind::Full, T0);
        let digest = session.digest.clone();
        let entering = s.clone();
        let enter = async move {
            let known = entering.w.known(&entering.ben, T0);
            let verified = Verified::of(&entering.ben.password);
            let none = Effects::none();
            let opened = entering.w.store.open_session(&session, &verified, &known, &none);
            opened.await.expect("answered")
        };
        let (done, opened) = both(close(s.clone()), enter).await;
        assert_eq!(done, Changed::Done);
        assert!(!s.w.is_there(&digest).await, "round {round}, opened: {opened}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_is_kept_or_erased_and_never_both() {
    for round in 0..rounds(20) {
        let s = Arc::new(Stage::new().await);
        let [link, _] = s.closed().await;
        let (keeping, erasing) = (s.clone(), s.clone());
        let keep = async move { keeping.w.keep(&link, &keeping.ana, T0).await };
        let erase = async move {
            let (store, account) = (&erasing.w.store, &erasing.ana.account);
            let none = Effects::none();
            let erased = store.erase_secrets(account, Closed { at: T0 }, T0, &none);
            erased.await.expect("answered")
        };
        let (kept, erased) = both(keep, erase).await;
        assert_eq!(kept == KeepOutcome::Done, !erased, "round {round}: {kept:?}");
        let left = s.w.store.account_counts(&s.ana.account).await.unwrap();
        assert_eq!(left.devices == 0, erased, "round {round}");
        let found: Option<Member> = s.w.member_by_key(&s.ana.email.key()).await;
        assert_eq!(found.is_none(), erased, "who is being erased is no member any more");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closing_and_another_change_of_owners_come_one_after_the_other() {
    for round in 0..rounds(10) {
        for hand_over in [true, false] {
            let s = Arc::new(Stage::new().await);
            let olgas = s.w.session(&s.olga, T0).await;
            let changing = s.clone();
            // Olga takes Ana's role away, or hands her own over.
            let change = async move {
                let (store, w) = (&changing.w.store, &changing.w);
                let change = w.account_change(&changing.ana.account, &olgas);
                let changed = match hand_over {
                    true => store.hand_over(&change, &changing.ben.id, &w.digest()).await,
                    false => store.remove_member(&change, &changing.ana.id, KeysOfRemoved::End).await,
                };
                changed.expect("answered")
            };
            let (closed, changed) = both(close(s.clone()), change).await;
            let what = format!("round {round}: {closed:?}, {changed:?}");
            let one_of_both = (closed == Changed::Done) == (changed == Changed::NotProved);
            // Who hands over ends no session of another owner, so the closing always comes through.
            assert!(
                if hand_over {
                    closed == Changed::Done
                } else {
                    one_of_both
                },
                "{what}"
            );
            assert_eq!(s.is_closed().await, closed == Changed::Done, "{what}");
        }
    }
}
