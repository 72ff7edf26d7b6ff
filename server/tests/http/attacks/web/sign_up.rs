//! B73: pre-registering another person's address.

use crate::{
    people::{ANA, PASSWORD},
    registration::sign_up::sign_up,
    test_app::TestApp,
};
use app::wire::error::ApiError;
use terms::{Ended, Rejection};

const LINK_GONE: ApiError = ApiError::Rejected(Rejection::Gone(Ended::Link));

const OTHER: &str = "eight purple tricycles";

#[tokio::test]
async fn b73_a_sign_up_has_no_effect_before_link_and_password() {
    let app = TestApp::new().await;
    let (mut attacker, _) = sign_up(&app, ANA, OTHER).await;
    assert_eq!(
        attacker
            .post("sign-in", &[("email", ANA), ("password", OTHER)])
            .await
            .error(),
        ApiError::Rejected(Rejection::WrongCredentials)
    );
    assert_eq!(
        attacker.post("confirm-email", &[("password", OTHER)]).await.error(),
        LINK_GONE
    );
    // The address' owner signs up, too, and gets a link of their own.
    app.clock.advance(60);
    let (mut ana, token) = sign_up(&app, ANA, PASSWORD).await;
    ana.post("links/open-confirm-email", &[("token", &token)]).await.ok();
    assert_eq!(
        ana.clone().post("confirm-email", &[("password", OTHER)]).await.error(),
        ApiError::Rejected(Rejection::WrongPassword)
    );
    ana.post("confirm-email", &[("password", PASSWORD)]).await.ok();
    assert_eq!(
        attacker
            .post("sign-in", &[("email", ANA), ("password", OTHER)])
            .await
            .error(),
        ApiError::Rejected(Rejection::WrongCredentials)
    );
    assert!(!attacker.is_in().await);
    ana.post("sign-in", &[("email", ANA), ("password", PASSWORD)])
        .await
        .ok();
    assert!(ana.is_in().await);
}
