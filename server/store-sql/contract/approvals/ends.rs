//! What ends requests and approvals.

use super::Stage;
use domain::{approvals::store::Placed, sessions::change::Changed, sign_in::attempt::Decision, store::Effects};
use terms::DAY;
use testing::{T0, hash};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_and_approvals_end_with_their_time() {
    let s = Stage::new().await;
    let late = s.asked(0).await;
    assert_eq!(s.w.decide(&s.approving(&late, 600).await).await, Decision::Gone);
    assert!(!s.reject(&late, 600).await);
    assert_eq!(s.pending(&s.ana.id, 600).await, 0);
    let rejected = s.asked(0).await;
    assert!(s.reject(&rejected, 1).await && !s.reject(&rejected, 2).await);
    assert_eq!(s.w.decide(&s.approving(&rejected, 2).await).await, Decision::Gone);
    assert!(
        !s.buy(&rejected, &s.w.approved_token(&rejected.approval, T0.plus(3)))
            .await
    );

    let approved = s.approved(0).await;
    assert!(
        !s.buy(&approved, &s.w.approved_token(&approved.approval, T0.plus(600)))
            .await
    );
    assert!(
        s.buy(&approved, &s.w.approved_token(&approved.approval, T0.plus(599)))
            .await
    );
    s.w.store.sweep(T0.plus(600 + DAY - 1)).await.unwrap();
    assert!(s.read(&late).await.is_some());
    s.w.store.sweep(T0.plus(600 + DAY)).await.unwrap();
    assert!(s.read(&late).await.is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_end_with_the_token_s_key_device_and_rights() {
    let s = Stage::new().await;
    let key = s.key().await;
    let of_key = s.w.new_token(&key.key, Some(&s.phone), T0);
    s.bring(&of_key).await;
    let asked = s.w.new_approval(&of_key, T0);
    assert_eq!(s.place(&asked).await, Placed::Done);
    assert_eq!(asked.approval.key.as_ref(), Some(&key.key.id));
    assert!(s.w.store.end_api_key(&key.key.id, &Effects::none()).await.unwrap());
    assert!(s.read(&asked).await.is_none(), "the key was revoked");
    assert_eq!(s.place(&asked).await, Placed::TokenEnded);

    let (pending, approved, used) = (s.asked(0).await, s.approved(0).await, s.approved(0).await);
    let token = s.w.approved_token(&used.approval, T0);
    assert!(s.buy(&used, &token).await);
    let change = s.w.change(&s.session, T0);
    let changed = s.w.store.change_password(&change, &hash("new")).await;
    assert_eq!(changed.unwrap(), Changed::Done);
    for new in [&pending, &approved, &used] {
        assert!(s.read(new).await.is_none(), "the password was changed");
    }
    assert!(s.w.store.access_token(&token.digest).await.unwrap().is_none());
    assert_eq!(s.place(&pending).await, Placed::TokenEnded);
}
