//! Switching two-factor off.

use crate::{people::ANA, test_app::TestApp};
use app::wire::error::ApiError;
use terms::{Conflict, Rejection};

#[tokio::test]
async fn switching_off_needs_step_up_and_ends_everything() {
    let app = TestApp::new().await;
    let (ana, mut owner) = app.protected(ANA).await;
    let mut other = app.fully(&ana).await;
    owner
        .post("devices/remove", &[("id", &ana.phone().id), ("switch_off", "true")])
        .await
        .ok();
    assert!(owner.is_in().await && !other.is_in().await);
    for table in ["device", "recovery_code", "challenge"] {
        assert!(app.tables.rows(table).await.is_empty(), "{table}");
    }
    assert_eq!(
        owner.post("two-factor/switch-off", &[]).await.error(),
        ApiError::Rejected(Rejection::Conflict(Conflict::TwoFactorOff))
    );
    assert_eq!(
        owner.post("recovery-codes/replace", &[]).await.error(),
        ApiError::Rejected(Rejection::Conflict(Conflict::TwoFactorOff))
    );
    assert!(app.signed_in(&ana).await.is_in().await);
}
