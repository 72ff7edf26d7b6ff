//! B49, B50, B52, B53: wrong passwords are counted per network, address and account.

use crate::{
    browser::KNOWN,
    people::{ANA, PASSWORD},
    sign_in::password::try_password,
    test_app::TestApp,
};
use app::wire::error::ApiError;
use std::net::IpAddr;
use terms::Rejection;

const WRONG: &str = "wrong horse battery";

#[tokio::test]
async fn b49_forwarded_headers_are_believed_from_trusted_proxies_only() {
    let app = TestApp::new().await;
    app.join(ANA).await;
    let mut browser = app.browser();
    for n in 0..10u8 {
        let forged = format!("198.51.100.{n}");
        browser.extra = vec![
            ("x-forwarded-for", forged.clone()),
            ("forwarded", format!("for={forged}")),
            ("x-real-ip", forged.clone()),
            ("cf-connecting-ip", forged),
        ];
        assert_eq!(
            try_password(&mut browser, ANA, WRONG).await.error(),
            ApiError::Rejected(Rejection::WrongCredentials)
        );
    }
    browser.extra = vec![("x-forwarded-for", "198.51.100.99".into())];
    assert!(matches!(
        try_password(&mut browser, ANA, PASSWORD).await.error(),
        ApiError::Rejected(Rejection::Wait { .. })
    ));
    // Behind the proxy each client has its own window; what a client sends before the proxy's entry is ignored.
    let mut proxied = app.browser();
    proxied.address = IpAddr::from([10, 1, 2, 3]);
    for n in 0..10u8 {
        proxied.extra = vec![("x-forwarded-for", format!("1.2.3.{n}, 198.51.100.7"))];
        assert_eq!(
            try_password(&mut proxied, ANA, WRONG).await.error(),
            ApiError::Rejected(Rejection::WrongCredentials)
        );
    }
    proxied.extra = vec![("x-forwarded-for", "9.9.9.9, 198.51.100.7".into())];
    assert!(matches!(
        try_password(&mut proxied, ANA, PASSWORD).await.error(),
        ApiError::Rejected(Rejection::Wait { .. })
    ));
    proxied.extra = vec![("x-forwarded-for", "198.51.100.8".into())];
    try_password(&mut proxied, ANA, PASSWORD).await.ok();
}

#[tokio::test]
async fn b50_an_ipv6_network_is_one_client_and_an_address_has_a_daily_ceiling() {
    let app = TestApp::new().await;
    app.join(ANA).await;
    let mut known = app.browser();
    try_password(&mut known, ANA, PASSWORD).await.ok();
    let mut browser = app.browser();
    let mut checked = 0;
    for n in 0..12u16 {
        browser.address = IpAddr::from([0x2001, 0xdb8, 1, 2, n, 1, 2, n]);
        checked += usize::from(
            try_password(&mut browser, ANA, WRONG).await.error() == ApiError::Rejected(Rejection::WrongCredentials),
        );
    }
    assert_eq!(checked, 10);
    // From 254 addresses and more: a thousand tries a day in total.
    for n in 0..1_100u16 {
        browser.address = IpAddr::from([0x2001, 0xdb8, 2, n, 0, 0, 0, 1]);
        checked += usize::from(
            try_password(&mut browser, ANA, WRONG).await.error() == ApiError::Rejected(Rejection::WrongCredentials),
        );
    }
    assert_eq!(checked, 1_000);
    browser.address = IpAddr::from([0x2001, 0xdb8, 3, 0, 0, 0, 0, 1]);
    assert!(matches!(
        try_password(&mut browser, ANA, PASSWORD).await.error(),
        ApiError::Rejected(Rejection::Wait { .. })
    ));
    // Ana's known browser is still let in. Its cookie alone opens nothing.
    let mut own = known.with(&[KNOWN]);
    assert!(!own.is_in().await);
    try_password(&mut own, ANA, PASSWORD).await.ok();
    assert!(own.is_in().await);
}

#[tokio::test]
async fn b52_spellings_of_one_address_share_one_count_and_one_account() {
    let app = TestApp::new().await;
    app.join("jos\u{e9}@example.com").await;
    let spellings = [
        "jos\u{e9}@example.com",
        "JOS\u{c9}@EXAMPLE.COM",
        "jose\u{301}@example.com",
        " jos\u{e9}@example.com ",
        "jos\u{e9}@example.com.",
        "\u{ff4a}os\u{e9}@example.com",
        "Jos\u{e9}@Example.com",
        "jos\u{e9}@ex\u{ff41}mple.com",
    ];
    let mut browser = app.browser();
    for email in spellings.iter().cycle().take(10) {
        assert_eq!(
            try_password(&mut browser, email, WRONG).await.error(),
            ApiError::Rejected(Rejection::WrongCredentials),
            "{email}"
        );
    }
    for email in spellings {
        let reply = try_password(&mut browser, email, PASSWORD).await;
        assert!(
            matches!(reply.error(), ApiError::Rejected(Rejection::Wait { .. })),
            "{email}"
        );
        try_password(&mut app.browser(), email, PASSWORD).await.ok();
        // Another spelling does not create another account either.
        let fields = [
            ("name", "Mallory"),
            ("email", email),
            ("password", "eight purple tricycles"),
        ];
        app.browser().post("sign-up", &fields).await.ok();
        assert!(
            app.mails()
                .await
                .iter()
                .all(|mail| !mail.body.contains("/confirm-email/")),
            "{email}"
        );
    }
    assert_eq!(app.tables.rows("member").await.len(), 1);
}

#[tokio::test]
async fn b53_the_confirmation_page_cannot_be_used_for_guessing() {
    let app = TestApp::new().await;
    let mut browser = app.browser();
    let fields = [("name", "Ana"), ("email", ANA), ("password", PASSWORD)];
    browser.post("sign-up", &fields).await.ok();
    let token = app.confirmation(ANA).await;
    browser
        .post("links/open-confirm-email", &[("token", &token)])
        .await
        .ok();
    for _ in 0..10 {
        assert_eq!(
            browser.post("confirm-email", &[("password", WRONG)]).await.error(),
            ApiError::Rejected(Rejection::WrongPassword)
        );
    }
    let reply = browser.post("confirm-email", &[("password", PASSWORD)]).await;
    assert!(matches!(reply.error(), ApiError::Rejected(Rejection::Wait { .. })));
    assert!(app.tables.rows("member").await.is_empty());
    app.clock.advance(900);
    browser.post("confirm-email", &[("password", PASSWORD)]).await.ok();
}
