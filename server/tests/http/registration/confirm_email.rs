//! Confirmation links.

use crate::{
    people::{ANA, PASSWORD},
    registration::sign_up::sign_up,
    test_app::TestApp,
};
use app::wire::error::ApiError;
use terms::{Ended, Rejection};

const LINK_GONE: ApiError = ApiError::Rejected(Rejection::Gone(Ended::Link));

#[tokio::test]
async fn confirmation_links_work_once_newest_only_and_for_a_day() {
    let app = TestApp::new().await;
    let (mut browser, first) = sign_up(&app, ANA, PASSWORD).await;
    assert!(
        matches!(
            browser.post("sign-up/send-again", &[]).await.error(),
            ApiError::Rejected(Rejection::Wait { .. })
        ),
        "at once"
    );
    app.clock.advance(59);
    let reply = browser.post("sign-up/send-again", &[]).await;
    assert_eq!((reply.status.as_u16(), reply.header("retry-after")), (429, "1"));
    app.clock.advance(1);
    browser.post("sign-up/send-again", &[]).await.ok();
    let second = app.confirmation(ANA).await;
    assert_eq!(
        browser
            .post("links/open-confirm-email", &[("token", &first)])
            .await
            .error(),
        LINK_GONE
    );
    app.clock.advance(86_400 - 61);
    let mut late = browser.clone();
    browser
        .post("links/open-confirm-email", &[("token", &second)])
        .await
        .ok();
    assert_eq!(
        late.post("links/open-confirm-email", &[("token", &second)])
            .await
            .error(),
        LINK_GONE
    );
    browser.post("confirm-email", &[("password", PASSWORD)]).await.ok();
    assert_eq!(
        browser.post("confirm-email", &[("password", PASSWORD)]).await.error(),
        LINK_GONE
    );
    // A link that is not opened in time expires together with its sign-up.
    let (mut browser, token) = sign_up(&app, "late@example.com", PASSWORD).await;
    app.clock.advance(86_400);
    assert_eq!(
        browser
            .post("links/open-confirm-email", &[("token", &token)])
            .await
            .error(),
        LINK_GONE
    );
    assert_eq!(browser.post("sign-up/waiting", &[]).await.error(), LINK_GONE);
    assert_eq!(app.tables.rows("member").await.len(), 1);
}
