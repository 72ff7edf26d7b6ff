//! Credentials that came over plain http, as the proxy says, are refused before anybody looks at them.

use super::{Key, buy, call, introspect, purchase, with_key};
use crate::{
    browser::Browser,
    people::{ANA, PASSWORD, Person},
    test_app::TestApp,
};
use data_encoding::BASE64;
use http::Method;
use testing::Plan;

/// A browser or program whose requests a peer passes on, with this header.
fn behind(app: &TestApp, peer: &str, scheme: &str) -> Browser {
    let mut client = app.browser();
    client.extra = vec![("x-forwarded-for", client.address.to_string())];
    client.extra.push(("x-forwarded-proto", scheme.to_owned()));
    client.address = peer.parse().unwrap();
    client
}

struct Stage {
    app: TestApp,
    ana: Person,
    session: Browser,
    key: Key,
    token: String,
    resource: String,
}

impl Stage {
    async fn new(plan: Plan) -> Self {
        let app = TestApp::planned(plan).await;
        let (ana, mut session) = app.protected(ANA).await;
        let key = app.made_key(&mut session, "Deploy", "me verify").await;
        let token = buy(&session, &key.text, &app.fresh_code(ana.phone()), "").await.token();
        let resource = app.service.add_resource_key("Servers").await.unwrap();
        let resource = resource.expose_secret().to_owned();
        Self {
            app,
            ana,
            session,
            key,
            token,
            resource,
        }
    }

    /// Sends every kind of credential; returns status and body of each answer.
    async fn each(&self, client: &Browser) -> Vec<(u16, String)> {
        let otp = self.app.fresh_code(self.ana.phone());
        let basic = BASE64.encode(format!("{ANA}:{PASSWORD}").as_bytes());
        let basic = [("authorization", format!("Basic {basic}")), ("x-otp", otp)];
        let replies = [
            with_key(client, Method::GET, "/api/v1/me", &self.token).await,
            purchase(client, &basic, "").await,
            introspect::ask(client, &self.resource, &[("token", &self.token)]).await,
            with_key(client, Method::GET, "/api/v1/verify", &self.token).await,
            with_key(client, Method::POST, "/api/v1/verify/servers", &self.token).await,
            buy(client, &self.key.text, &self.app.fresh_code(self.ana.phone()), "").await,
            with_key(client, Method::DELETE, "/api/v1/keys/current", &self.key.text).await,
        ];
        replies.map(|reply| (reply.status.as_u16(), reply.body)).into()
    }
}

const GOOD: [u16; 7] = [200, 201, 200, 200, 200, 201, 204];

#[tokio::test]
async fn a_credential_over_plain_http_is_refused_and_nothing_is_counted() {
    let stage = Stage::new(Plan::default()).await;
    let client = behind(&stage.app, "10.0.0.1", "http");
    let before = stage.app.tables.text().await;
    let answers = stage.each(&client).await;
    let statuses: Vec<_> = answers.iter().map(|(status, _)| *status).collect();
    assert_eq!(statuses, [400, 400, 400, 403, 403, 400, 400], "{answers:?}");
    for (_, body) in &answers {
        assert!(
            body.contains("\"code\":\"invalid\"") && body.contains("over the network unencrypted"),
            "{body}"
        );
    }
    // Whether it is good, or exists at all, is not looked at either, nor is the path.
    let wrong = [
        ("authorization", format!("Bearer {}", stage.key.text)),
        ("x-otp", "000000".into()),
    ];
    for _ in 0..8 {
        assert_eq!(purchase(&client, &wrong, "").await.code(), "invalid");
    }
    for path in ["/api/v1/me", "/api/v1/nothing", "/api/v1/verify"] {
        let reply = with_key(&client, Method::GET, path, "tfk_x").await;
        assert!(
            reply.code() == "invalid" && reply.body.contains("unencrypted"),
            "{path}: {}",
            reply.body
        );
    }
    stage.app.service.write_refusals().await.unwrap();
    assert_eq!(
        stage.app.tables.text().await,
        before,
        "nothing is counted and nothing changed"
    );
    // The browser's cookie goes over https only by itself, so the header says nothing about it.
    let mut session = behind(&stage.app, "10.0.0.1", "http");
    session.jar = stage.session.jar.clone();
    call(&session, Method::GET, "/api/v1/verify", &[]).await.ok();
    assert_eq!(
        call(&client, Method::GET, "/api/v1/me", &[]).await.code(),
        "unauthenticated"
    );
}

#[tokio::test]
async fn every_scheme_that_a_trusted_proxy_names_counts() {
    let stage = Stage::new(Plan::default()).await;
    let ask = async |schemes: &[&str]| {
        let mut client = behind(&stage.app, "10.0.0.1", "https");
        client.extra.pop();
        for scheme in schemes {
            client.extra.push(("x-forwarded-proto", (*scheme).to_owned()));
        }
        with_key(&client, Method::GET, "/api/v1/me", &stage.token)
            .await
            .status
            .as_u16()
    };
    for schemes in [
        &["http"] as &[&str],
        &["HTTP"],
        &["https, http"],
        &["https", "http"],
        &["http", "https"],
    ] {
        assert_eq!(ask(schemes).await, 400, "{schemes:?}");
    }
    for schemes in [&[] as &[&str], &["https"], &["HTTPS"], &[""]] {
        assert_eq!(ask(schemes).await, 200, "{schemes:?}");
    }
}

#[tokio::test]
async fn what_others_say_about_the_scheme_is_ignored() {
    for (peer, scheme) in [("192.0.2.77", "http"), ("10.0.0.1", "https")] {
        let stage = Stage::new(Plan::default()).await;
        let answers = stage.each(&behind(&stage.app, peer, scheme)).await;
        let statuses: Vec<_> = answers.iter().map(|(status, _)| *status).collect();
        assert_eq!(statuses, GOOD, "{peer} {scheme}: {answers:?}");
    }
}

#[tokio::test]
async fn a_trial_on_one_machine_may_be_plain_http() {
    let app = TestApp::planned(Plan {
        origin: "http://localhost:3000".into(),
        ..Plan::default()
    })
    .await;
    let resource = app.service.add_resource_key("Servers").await.unwrap();
    let client = behind(&app, "10.0.0.1", "http");
    introspect::ask(&client, resource.expose_secret(), &[("token", "x")])
        .await
        .ok();
    let reply = with_key(&client, Method::GET, "/api/v1/verify", "tfk_x").await;
    assert_eq!(reply.code(), "unauthenticated");
}
