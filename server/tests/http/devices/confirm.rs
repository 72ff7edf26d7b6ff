//! Confirming a device by its first passcode.

use crate::{people::ANA, test_app::TestApp};
use app::wire::error::ApiError;
use terms::Rejection;

#[tokio::test]
async fn while_enrolling_a_wrong_clock_is_reported_and_nothing_is_confirmed() {
    let app = TestApp::new().await;
    let ana = app.join(ANA).await;
    let mut browser = app.signed_in(&ana).await;
    let phone = app.pending(&mut browser, "My phone").await;
    for (offset, minutes) in [(-20, Some(10)), (20, Some(10)), (-130, None)] {
        let code = phone.code(app.step() + offset);
        match browser
            .post("devices/confirm", &[("id", &phone.id), ("passcode", &code)])
            .await
            .error()
        {
            ApiError::Rejected(Rejection::WrongCode { clock, .. }) => {
                let said = clock.map(|hint| (hint.minutes, hint.slow));
                assert_eq!(said, minutes.map(|minutes| (minutes, offset < 0)), "{offset}");
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(app.signed_in(&ana).await.is_in().await, "two-factor is still off");
    let code = phone.code(app.step());
    browser
        .post("devices/confirm", &[("id", &phone.id), ("passcode", &code)])
        .await
        .ok();
    assert!(!app.challenge(&ana).await.is_in().await);
}
