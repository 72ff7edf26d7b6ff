//! The page of recovery codes.

use crate::{
    people::{ANA, BEN},
    sign_in::recovery::recover,
    test_app::TestApp,
};
use app::wire::error::ApiError;
use terms::{Ended, Rejection};

#[tokio::test]
async fn typing_a_code_back_needs_the_reveal_and_consumes_nothing() {
    let app = TestApp::new().await;
    let (ana, mut owner) = app.protected(ANA).await;
    let (_, mut ben) = app.protected(BEN).await;
    let back = [("recovery_code", ana.codes[3].as_str())];
    assert!(ben.post("recovery-codes/type-back", &back).await.is_wrong_code());
    owner.post("recovery-codes/type-back", &back).await.ok();
    owner.post("recovery-codes/done", &[]).await.ok();
    assert_eq!(
        owner.post("recovery-codes/type-back", &back).await.error(),
        ApiError::Rejected(Rejection::NotFound)
    );
    assert!(owner.post("recovery-codes", &[]).await.ok().data()["codes"].is_null());
    recover(&mut app.challenge(&ana).await, &ana.codes[3]).await.ok();
    let gone = recover(&mut app.browser(), &ana.codes[4]).await.error();
    assert_eq!(gone, ApiError::Rejected(Rejection::Gone(Ended::Challenge)));
}
