//! Spellings of an e-mail address.

use crate::{people::PASSWORD, test_app::TestApp};
use app::wire::error::ApiError;
use terms::{Field, Problem, Rejection};

#[tokio::test]
async fn both_spellings_of_a_domain_are_one_person() {
    let app = TestApp::new().await;
    let (letters, ascii) = ("ana@bücher.example", "ana@xn--bcher-kva.example");
    let mut browser = app.browser();
    let sign_up = [("name", "Ana"), ("email", letters), ("password", PASSWORD)];
    browser.post("sign-up", &sign_up).await.ok();
    let token = app.confirmation(ascii).await;
    browser
        .post("links/open-confirm-email", &[("token", &token)])
        .await
        .ok();
    browser.post("confirm-email", &[("password", PASSWORD)]).await.ok();
    for typed in [letters, ascii, "ANA@BÜCHER.example", "ａna@bücher.example"] {
        let mut browser = app.browser();
        browser
            .post("sign-in", &[("email", typed), ("password", PASSWORD)])
            .await
            .ok();
        assert!(browser.is_in().await, "{typed}");
        assert!(
            browser.get("/profile").await.body.contains(letters),
            "{typed} is shown readably"
        );
    }
    app.mails().await;
    app.clock.advance(60);
    app.browser()
        .post(
            "sign-up",
            &[("name", "Mallory"), ("email", ascii), ("password", PASSWORD)],
        )
        .await
        .ok();
    let mails = app.mails().await;
    assert_eq!((mails.len(), mails[0].to.as_str()), (1, ascii));
    assert!(
        !mails[0].body.contains("confirm-email"),
        "the other spelling has a member"
    );
}

#[tokio::test]
async fn an_address_without_mail_is_refused_at_its_field() {
    let app = TestApp::new().await;
    for typed in ["ana@x⒈com", "½@example.com", "ana@xn--a.example"] {
        let refused = ApiError::Rejected(Rejection::Invalid(Field::Email, Problem::Malformed));
        for (endpoint, fields) in [
            ("sign-in", vec![("email", typed), ("password", PASSWORD)]),
            (
                "sign-up",
                vec![("name", "Ana"), ("email", typed), ("password", PASSWORD)],
            ),
        ] {
            assert_eq!(
                app.browser().post(endpoint, &fields).await.error(),
                refused,
                "{typed} {endpoint}"
            );
        }
    }
}
