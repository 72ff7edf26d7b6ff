//! What open pages ask for while they wait for another person.

use crate::{
    browser::{Browser, LINK},
    devices::colleague_link::{enrolled, invite, opened},
    people::{ANA, BEN},
    test_app::TestApp,
};
use app::wire::error::ApiError;
use terms::Rejection;

const LIST: &str = "/security/two-factor";

/// Returns the version of the page at this address.
async fn version(browser: &mut Browser, of: &str) -> String {
    let answer = browser.post("version", &[("of", of)]).await.ok().json();
    answer.as_str().unwrap().to_owned()
}

/// Returns the version that a page carries.
async fn carried(browser: &mut Browser, path: &str) -> String {
    let page = browser.get(path).await.ok().body;
    let (_, rest) = page.split_once("data-version=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn versions_change_with_each_step_of_the_colleague() {
    let app = TestApp::new().await;
    let (_, mut owner) = app.protected(ANA).await;
    let id = invite(&mut owner, "Shared").await;
    let page = format!("{LIST}/{id}/approve");
    let mut seen: Vec<(String, String)> = Vec::new();
    let mut look = async |owner: &mut Browser| {
        let now = (version(owner, LIST).await, version(owner, &page).await);
        assert_eq!(carried(owner, LIST).await, now.0);
        assert_eq!(carried(owner, &page).await, now.1);
        assert_eq!(version(owner, LIST).await, now.0, "it stays until something changes");
        assert!(seen.iter().all(|(list, one)| *list != now.0 && *one != now.1));
        seen.push(now);
    };
    look(&mut owner).await;
    let mut zoe = opened(&app).await;
    let first = version(&mut zoe, "/enrol").await;
    enrolled(&app, &mut zoe).await;
    look(&mut owner).await;
    let waits = version(&mut zoe, "/enrol").await;
    assert_eq!(carried(&mut zoe, "/enrol").await, waits);
    assert_ne!(waits, first);
    let before = version(&mut owner, LIST).await;
    owner.post("devices/approve", &[("id", &id)]).await.ok();
    assert_ne!(version(&mut owner, LIST).await, before);
    assert_eq!(owner.post("version", &[("of", &page)]).await.status, 404);
    assert_ne!(version(&mut zoe, "/enrol").await, waits);
    let list = owner.get(LIST).await.ok().body;
    assert!(!list.contains("data-version=\""), "nothing is waited for: {list}");
    assert!(list.contains("The device of Zoë 用户 is confirmed."), "{list}");
}

#[tokio::test]
async fn looking_again_does_not_use_the_session() {
    let app = TestApp::new().await;
    let (_, mut owner) = app.protected(ANA).await;
    invite(&mut owner, "Shared").await;
    let seen = async || app.tables.seen_at().await;
    let before = seen().await;
    app.clock.advance(3_000);
    version(&mut owner, LIST).await;
    for (endpoint, fields) in [
        ("home?again", &[][..]),
        ("devices?again", &[]),
        ("served?again", &[("address", "/team")]),
    ] {
        owner.post(endpoint, fields).await.ok();
    }
    assert_eq!(seen().await, before);
    app.clock.advance(600);
    let over = owner.post("version", &[("of", LIST)]).await;
    assert_eq!(over.status, 401, "idle for an hour");
    assert_eq!(over.error(), ApiError::Rejected(Rejection::NotSignedIn));
}

#[tokio::test]
async fn a_person_who_reads_uses_the_session() {
    let app = TestApp::new().await;
    let (_, mut owner) = app.protected(ANA).await;
    let before = app.tables.seen_at().await;
    app.clock.advance(3_000);
    owner.post("devices", &[]).await.ok();
    assert_ne!(app.tables.seen_at().await, before);
}

#[tokio::test]
async fn versions_are_for_those_who_see_the_page() {
    let app = TestApp::new().await;
    let (_, mut owner) = app.protected(ANA).await;
    let id = invite(&mut owner, "Shared").await;
    let zoe = opened(&app).await;
    let (_, mut ben) = app.protected(BEN).await;
    let of = format!("{LIST}/{id}/approve");
    let refused = async |browser: &mut Browser, of: &str| browser.post("version", &[("of", of)]).await.error();
    assert_eq!(refused(&mut ben, &of).await, ApiError::Rejected(Rejection::NotFound));
    for nothing in [
        "",
        "/nowhere",
        "/profile",
        "https://example.org/",
        &format!("{LIST}/{id}"),
    ] {
        let error = refused(&mut owner, nothing).await;
        assert_eq!(error, ApiError::Rejected(Rejection::NotFound), "{nothing}");
    }
    let mut out = app.browser();
    for of in [LIST, "/", "/team", of.as_str()] {
        assert_eq!(
            refused(&mut out, of).await,
            ApiError::Rejected(Rejection::NotSignedIn),
            "{of}"
        );
    }
    assert_eq!(out.post("version", &[("of", "/enrol")]).await.status, 422);
    // The link of an enrolment is no session.
    let mut zoe = zoe.with(&[LINK]);
    version(&mut zoe, "/enrol").await;
    assert_eq!(
        refused(&mut zoe, LIST).await,
        ApiError::Rejected(Rejection::NotSignedIn)
    );
}

#[tokio::test]
async fn the_team_waits_for_invitations() {
    let app = TestApp::new().await;
    let (_, mut owner) = app.protected(ANA).await;
    let none = version(&mut owner, "/team").await;
    assert!(!owner.get("/team").await.ok().body.contains("data-version=\""));
    let fields = [("email", "carla@example.com"), ("role", "member")];
    owner.post("team/invite", &fields).await.ok();
    let one = version(&mut owner, "/team").await;
    assert_eq!(carried(&mut owner, "/team").await, one);
    assert_ne!(one, none);
}
