//! Hashes that are renewed at a sign-in, because the parameters were raised.

use crate::{
    hashers::{Behaviour, OddHasher},
    people::{ANA, PASSWORD},
    test_app::TestApp,
};
use app::wire::error::ApiError;
use std::sync::Arc;
use terms::Rejection;
use tokio::{join, sync::Barrier};

const SIGN_IN: [(&str, &str); 2] = [("email", ANA), ("password", PASSWORD)];

/// A server with Ana, whose hash was made with older parameters; `parties` meet at the making of a new one.
async fn outdated(parties: usize) -> (TestApp, Arc<OddHasher>, Arc<Barrier>) {
    let (hasher, plan) = OddHasher::planned();
    let app = TestApp::planned(plan).await;
    app.join(ANA).await;
    let older = "UPDATE member SET password = replace(password, '$plain$', '$outdated$')";
    app.tables.run(older).await;
    let barrier = Arc::new(Barrier::new(parties));
    hasher.set(Behaviour::Meets(barrier.clone()));
    (app, hasher, barrier)
}

#[tokio::test]
async fn two_right_sign_ins_at_new_parameters_both_succeed() {
    let (app, hasher, _) = outdated(2).await;
    let (mut one, mut two) = (app.browser(), app.browser());
    let replies = join!(one.post("sign-in", &SIGN_IN), two.post("sign-in", &SIGN_IN));
    replies.0.ok();
    replies.1.ok();
    hasher.set(Behaviour::Works);
    assert!(one.is_in().await && two.is_in().await);
    let member = app.tables.rows("member").await.concat();
    assert!(member.contains("$plain$") && !member.contains("$outdated$"));
}

#[tokio::test]
async fn a_password_that_is_changed_while_its_hash_is_renewed_does_not_sign_in() {
    let (app, hasher, barrier) = outdated(2).await;
    let mut late = app.browser();
    let change = async {
        barrier.wait().await;
        let changed = "UPDATE member SET password = '$plain$00$eight purple tricycles'";
        app.tables.run(changed).await;
        barrier.wait().await;
    };
    let (reply, ()) = join!(late.post("sign-in", &SIGN_IN), change);
    assert_eq!(reply.error(), ApiError::Rejected(Rejection::WrongCredentials));
    hasher.set(Behaviour::Works);
    assert!(!late.is_in().await);
    let changed = [("email", ANA), ("password", "eight purple tricycles")];
    late.post("sign-in", &changed).await.ok();
    assert!(late.is_in().await);
}
