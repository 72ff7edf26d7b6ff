//! A browser whose second factor is older than the application demands, or that has proved none.

use super::{APP, OURS, SHOP, WIKI, at, code_for, leads_to, platform, verify};
use crate::{
    browser::{Browser, Reply, SESSION},
    people::{ANA, BEN, PASSWORD},
    test_app::TestApp,
};
use http::Method;

/// What a proxy of this host is told about the browser, if the application wants a second factor of five minutes.
async fn verify_recent(browser: &Browser) -> Reply {
    let request = browser.request(Method::GET, "/api/v1/verify?max_mfa_age=300");
    browser
        .clone()
        .send(request.body(axum::body::Body::empty()).unwrap())
        .await
}

/// Follows the proxy's redirect, and returns the path on our own host.
async fn begun(there: &mut Browser, age: &str) -> String {
    let reply = there
        .get(&format!("/.twofold/sign-in?max_mfa_age={age}&uri=/wanted?a=b"))
        .await;
    leads_to(&reply, OURS).to_owned()
}

async fn entered(app: &TestApp, here: &mut Browser, origin: &str) -> Browser {
    let mut there = at(app, origin);
    let callback = code_for(&mut there, here, origin, "/").await;
    there.get(&callback).await;
    there
}

#[tokio::test]
async fn it_proves_it_again_and_goes_on() {
    let app = platform().await;
    let (ana, mut here) = app.protected(ANA).await;
    let mut there = entered(&app, &mut here, WIKI).await;
    let elsewhere = entered(&app, &mut here, SHOP).await;
    app.clock.advance(299);
    verify_recent(&there).await.ok();
    app.clock.advance(1);
    let old = verify_recent(&there).await;
    assert!(old.status == 401 && old.header("www-authenticate").ends_with("max_age=300"));

    let open = begun(&mut there, "300").await;
    let ask = here.get(&open).await;
    assert_eq!(ask.status, 302);
    let page = ask.location().to_owned();
    assert!(page.starts_with("/apps/prove-again?next=/apps/open%3Fapp%3D"), "{page}");
    let shown = here.get(&page).await.ok().body;
    assert!(
        shown.contains("Confirm that it is you") && shown.contains("name=\"passcode\""),
        "{shown}"
    );
    assert_eq!(here.get(&open).await.location(), page, "not by opening it");

    // Without scripts: a wrong passcode, then the right one.
    here.page = "/apps/prove-again".into();
    let wrong = ana.phone().wrong_code(app.step());
    let fields = |code: &str| {
        [
            ("password", PASSWORD.to_owned()),
            ("passcode", code.to_owned()),
            ("next", open.clone()),
        ]
    };
    let form = async |here: &mut Browser, code: &str| {
        let fields = fields(code);
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        here.form("apps/prove-again", &fields).await
    };
    assert_eq!(form(&mut here, &wrong).await.location(), here.page);
    let again = here.get("/apps/prove-again").await.ok().body;
    assert!(again.contains("aria-invalid=\"true\""), "{again}");
    let kept = format!("value=\"{}\"", open.replace('&', "&amp;"));
    assert!(again.contains(&kept), "it knows where to go on: {again}");
    let before = here.cookie(SESSION);
    let proved = form(&mut here, &app.fresh_code(ana.phone())).await;
    assert_eq!(proved.location(), open);
    assert_ne!(here.cookie(SESSION), before, "a new token");

    let back = here.get(&open).await;
    let arrived = there.get(leads_to(&back, WIKI)).await;
    assert_eq!(arrived.location(), "/wanted?a=b");
    let passed = verify_recent(&there).await.ok();
    assert_eq!(passed.header("x-twofold-auth-time"), app.service.now().0.to_string());
    // The session is the same, so other applications are not left, and have the new time, too.
    verify_recent(&elsewhere).await.ok();
}

#[tokio::test]
async fn another_age_gets_nobody_in_and_no_age_makes_no_circle() {
    let app = platform().await;
    let (_, mut here) = app.protected(ANA).await;
    let mut there = entered(&app, &mut here, WIKI).await;
    app.clock.advance(301);
    let open = begun(&mut there, "86400").await;
    let back = here.get(&open).await;
    there.get(leads_to(&back, WIKI)).await;
    verify(&there).await.ok();
    assert_eq!(
        verify_recent(&there).await.status,
        401,
        "what the browser claims decides nothing"
    );

    for age in ["0", "-1", "x", "300s", "4294967296", "300%2600"] {
        let open = begun(&mut there, age).await;
        assert_eq!(here.get(&open).await.status, 404, "{age}");
    }
    let open = begun(&mut there, "").await;
    assert!(!open.contains("max_mfa_age"), "{open}");
    leads_to(&here.get(&open).await, WIKI);
    let twice = format!("{open}&max_mfa_age=60&max_mfa_age=600");
    assert_eq!(here.get(&twice).await.status, 404);
    assert!(!there.cookie(APP).is_empty());
}

#[tokio::test]
async fn who_signs_in_or_has_no_second_factor_is_not_asked_for_it() {
    let app = platform().await;
    let (ana, _) = app.protected(ANA).await;
    let (mut here, mut there) = (app.browser(), at(&app, WIKI));
    let open = begun(&mut there, "300").await;
    assert!(here.get(&open).await.location().starts_with("/sign-in?next=/apps/open"));
    let mut here = app.fully(&ana).await;
    leads_to(&here.get(&open).await, WIKI);

    let ben = app.join(BEN).await;
    let mut bens = app.signed_in(&ben).await;
    let mut there = entered(&app, &mut bens, WIKI).await;
    verify(&there).await.ok();
    let open = begun(&mut there, "300").await;
    let page = bens.get(&open).await.location().to_owned();
    let shown = bens.get(&page).await.ok().body;
    assert!(
        shown.contains("The page is for members with two-factor authentication."),
        "{shown}"
    );
    assert!(
        shown.contains("href=\"/security/two-factor/new\"") && !shown.contains("name=\"password\""),
        "{shown}"
    );
    app.confirmed(&mut bens, "My phone").await;
    let back = bens.get(&open).await;
    there.get(leads_to(&back, WIKI)).await;
    verify_recent(&there).await.ok();
}
