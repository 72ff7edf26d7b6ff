//! Served pages: their content alone, and their forms, which are answered in place.

use crate::{
    browser::{Browser, FLASH, Reply},
    people::{ANA, BEN},
    test_app::TestApp,
};
use app::wire::{error::ApiError, fields::PAGE_FIELD};
use http::StatusCode;
use terms::Rejection;

const ADDRESS: &str = "/security/activity?outcome=refused";

async fn content(browser: &mut Browser, address: &str) -> Reply {
    browser.post("served", &[("address", address)]).await
}

/// Sends a form of the page as the client does.
async fn form(browser: &mut Browser, endpoint: &str, fields: &[(&str, &str)]) -> Reply {
    let all = [&[(PAGE_FIELD, "/security/activity")], fields].concat();
    browser.post(endpoint, &all).await
}

#[tokio::test]
async fn the_content_is_the_same_in_its_document_and_alone() {
    let app = TestApp::new().await;
    let (_, mut ana) = app.protected(ANA).await;
    let document = ana.get(ADDRESS).await.ok().body;
    assert!(document.contains("<title>Activity · "), "{document}");
    let data = content(&mut ana, ADDRESS).await.ok().data();
    let html = data.as_str().unwrap();
    assert!(html.contains("<h1") && !html.contains("<main"), "{html}");
    assert!(
        html.contains("value=\"refused\" selected"),
        "the page of this address: {html}"
    );
    assert_eq!(document.matches(html).count(), 1, "{html} in {document}");
    assert_eq!(
        document.matches("what was refused, and from where.").count(),
        1,
        "not in the data as well"
    );
}

#[tokio::test]
async fn only_served_pages_are_served() {
    let app = TestApp::new().await;
    let (_, mut ana) = app.protected(ANA).await;
    for address in [
        "",
        "/",
        "/security/two-factor",
        "/security/activity/",
        "/nowhere",
        "https://x.example/security/activity",
    ] {
        let reply = content(&mut ana, address).await;
        assert_eq!(reply.error(), ApiError::Rejected(Rejection::NotFound), "{address}");
    }
}

#[tokio::test]
async fn a_form_is_answered_as_without_scripts_but_learns_where_it_leads() {
    let app = TestApp::new().await;
    let (_, mut ana) = app.protected(ANA).await;
    let done = form(&mut ana, "profile/rename", &[("name", "Ana R.")]).await;
    assert_eq!((done.status, done.location()), (StatusCode::OK, "/profile?done=name"));
    assert!(done.headers.contains_key("serverfnredirect") && ana.cookie(FLASH).is_empty());

    let failed = form(&mut ana, "profile/rename", &[("name", "")]).await;
    assert_eq!(
        (failed.status, failed.location()),
        (StatusCode::OK, "/security/activity")
    );
    assert!(!ana.cookie(FLASH).is_empty(), "the error waits for the page");
    ana.post("home", &[]).await.ok();
    assert!(!ana.cookie(FLASH).is_empty(), "other data does not show it");
    content(&mut ana, ADDRESS).await.ok();
    assert!(ana.cookie(FLASH).is_empty(), "the content shows it once");
}

#[tokio::test]
async fn a_form_after_the_session_ended_leaves_its_error_to_the_page_of_signing_in() {
    let app = TestApp::new().await;
    let (_, mut ana) = app.protected(ANA).await;
    ana.post("sign-out", &[]).await;
    let failed = form(&mut ana, "profile/rename", &[("name", "Ana R.")]).await;
    assert_eq!(
        (failed.status, failed.location()),
        (StatusCode::OK, "/security/activity")
    );
    let reply = content(&mut ana, ADDRESS).await;
    assert_eq!(reply.error(), ApiError::Rejected(Rejection::NotSignedIn));
    assert!(!ana.cookie(FLASH).is_empty());
    let page = ana.get("/sign-in?next=/security/activity").await.ok();
    assert!(page.body.contains("Your session has ended."), "{}", page.body);
}

#[tokio::test]
async fn what_runs_at_once_is_kept_apart() {
    let app = TestApp::new().await;
    let (_, ana) = app.protected(ANA).await;
    let (_, ben) = app.protected(BEN).await;
    for _ in 0..20 {
        let (mut anas, mut bens, mut alone) = (ana.clone(), ben.clone(), ben.clone());
        // One thread takes turns with all of them.
        let (anas, bens, alone) = tokio::join!(
            anas.get("/security/activity"),
            bens.get("/security/sessions"),
            content(&mut alone, ADDRESS),
        );
        let (anas, bens) = (anas.ok().body, bens.ok().body);
        assert!(anas.contains(ANA) && !anas.contains(BEN), "{anas}");
        assert!(anas.contains("<title>Activity · "), "{anas}");
        assert!(bens.contains(BEN) && !bens.contains(ANA), "{bens}");
        assert!(bens.contains("<title>Sessions · "), "{bens}");
        let html = alone.ok().data();
        let html = html.as_str().unwrap();
        assert!(html.contains("value=\"refused\" selected"), "{html}");
        assert!(!html.contains(ANA), "{html}");
    }
}
