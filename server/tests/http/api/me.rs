use super::{call, with_key};
use crate::{people::ANA, test_app::TestApp};
use http::Method;

#[tokio::test]
async fn a_key_reads_its_member_and_shows_its_use() {
    let app = TestApp::new().await;
    let person = app.join(ANA).await;
    let mut ana = app.signed_in(&person).await;
    let key = app.made_key(&mut ana, "Backup", "me").await;
    let program = app.browser();
    let me = with_key(&program, Method::GET, "/api/v1/me", &key.text)
        .await
        .ok()
        .json();
    assert_eq!((&me["email"], &me["role"]), (&ANA.into(), &"owner".into()));
    assert!(
        ana.get("/security/api-keys")
            .await
            .ok()
            .body
            .contains(&program.address.to_string())
    );

    app.clock.advance(59);
    let before = app.tables.besides_counters().await;
    with_key(&ana, Method::GET, "/api/v1/me", &key.text).await.ok();
    assert_eq!(
        app.tables.besides_counters().await,
        before,
        "noted at most once a minute"
    );
    app.clock.advance(1);
    with_key(&ana, Method::GET, "/api/v1/me", &key.text).await.ok();
    assert_ne!(app.tables.besides_counters().await, before);
}

#[tokio::test]
async fn b33_a_key_from_before_two_factor_is_refused_from_the_next_request_on() {
    let app = TestApp::new().await;
    let person = app.join(ANA).await;
    let mut ana = app.signed_in(&person).await;
    let key = app.made_key(&mut ana, "Backup", "me").await;
    with_key(&ana, Method::GET, "/api/v1/me", &key.text).await.ok();
    app.confirmed(&mut ana, "My phone").await;
    let refused = with_key(&ana, Method::GET, "/api/v1/me", &key.text).await;
    assert_eq!(
        (refused.status.as_u16(), refused.code().as_str()),
        (401, "otp_required")
    );
    let page = format!("/security/api-keys/{}/device", key.id);
    assert!(
        refused.json()["page"].as_str().unwrap().ends_with(&page),
        "{}",
        refused.body
    );
    let mails = app.mails().await;
    let covered = mails
        .iter()
        .find(|mail| mail.subject.contains("need a second factor now"));
    assert!(covered.is_some_and(|mail| mail.body.contains("    Backup\n") && mail.to == ANA));
    let challenge = refused.header("www-authenticate");
    assert!(
        challenge.contains("error=\"insufficient_user_authentication\", max_age="),
        "{challenge}"
    );
    let page = ana.get("/security/activity?outcome=refused").await.ok().body;
    assert!(page.contains("API call refused: without a second factor"), "{page}");
    assert!(page.contains("with the API key “Backup”"));
}

#[tokio::test]
async fn a_key_is_accepted_from_its_networks_and_until_its_end() {
    let app = TestApp::new().await;
    let person = app.join(ANA).await;
    let mut ana = app.signed_in(&person).await;
    let (here, elsewhere) = (app.browser(), app.browser());
    let key = app
        .key_with(&mut ana, "Here", "me", ("7", &here.address.to_string()))
        .await;
    with_key(&here, Method::GET, "/api/v1/me", &key.text).await.ok();
    let refused = with_key(&elsewhere, Method::GET, "/api/v1/me", &key.text).await;
    assert_eq!(
        (refused.status.as_u16(), refused.code().as_str()),
        (401, "unauthenticated")
    );
    let unknown = format!("{}{}", &key.text[..100], "00000000");
    let unknown = with_key(&elsewhere, Method::GET, "/api/v1/me", &unknown).await;
    assert_eq!(
        (unknown.status, unknown.body),
        (refused.status, refused.body),
        "not told apart"
    );

    app.clock.advance(7 * 86_400 - 1);
    with_key(&here, Method::GET, "/api/v1/me", &key.text).await.ok();
    app.clock.advance(1);
    let expired = with_key(&here, Method::GET, "/api/v1/me", &key.text).await;
    assert_eq!(expired.code(), "unauthenticated");
    let again = app.signed_in(&person).await;
    let page = again.clone().get("/security/activity?outcome=refused").await.ok().body;
    assert!(
        page.contains("the API key is not accepted from there") && page.contains("the API key has expired"),
        "{page}"
    );
    assert!(
        again
            .clone()
            .get("/security/api-keys")
            .await
            .ok()
            .body
            .contains("Expired")
    );
}

#[tokio::test]
async fn malformed_credentials_are_refused_and_cookies_ignored() {
    let app = TestApp::new().await;
    let person = app.join(ANA).await;
    let mut ana = app.signed_in(&person).await;
    let key = app.made_key(&mut ana, "Backup", "me").await.text;
    let good = format!("Bearer {key}");
    let upper = format!("Bearer {}", key.to_uppercase());
    let long = format!("Bearer {}", "a".repeat(10_000));
    let get = async |headers: &[(&str, &str)]| {
        let reply = call(&ana, Method::GET, "/api/v1/me", headers).await;
        (reply.status.as_u16(), reply)
    };
    for (headers, status) in [
        (&[("authorization", good.as_str())] as &[(&str, &str)], 200),
        (&[], 401),
        (&[("authorization", &upper)], 401),
        (&[("authorization", &long)], 401),
        (&[("authorization", "Bearer ")], 401),
        (&[("authorization", &good), ("authorization", &good)], 400),
        (&[("authorization", &key)], 400),
        (&[("authorization", &good.replace("Bearer", "Basic"))], 400),
        (&[("authorization", &good), ("sec-fetch-site", "cross-site")], 403),
    ] {
        let (found, reply) = get(headers).await;
        assert_eq!(found, status, "{headers:?}: {}", reply.body);
        if status != 200 {
            reply.code();
        }
        assert!(!reply.headers.contains_key("access-control-allow-origin"));
        assert!(!reply.headers.contains_key("set-cookie"));
    }
}
