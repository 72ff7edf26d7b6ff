//! Every route for every credential, and addresses that are no routes.

use super::{CREDENTIALS, ROUTES, approvals, buy, call, call_with, with_key};
use crate::{
    browser::{Browser, Reply},
    people::{ANA, BEN},
    test_app::TestApp,
};
use http::Method;

/// All scopes that the routes ask for.
const ALL: &str = "me devices sessions activity members approvals verify";

/// A server with every credential.
struct Stage {
    app: TestApp,
    /// Browsers with the cookies of a challenge, a repair session and a full session.
    cookies: [Browser; 3],
    /// The keys and tokens in the order of the columns.
    bearers: [String; 11],
    /// A request for approval of the token, which was approved.
    approval: String,
}

impl Stage {
    async fn new() -> Self {
        let app = TestApp::planned(approvals::plan()).await;
        let ben = app.join(BEN).await;
        let mut bens = app.signed_in(&ben).await;
        let expired = app.key_with(&mut bens, "Old", ALL, ("7", "")).await;
        app.clock.advance(7 * 86_400);
        let mut bens = app.signed_in(&ben).await;
        let key = app.made_key(&mut bens, "Good", ALL).await;
        let narrow = app.made_key(&mut bens, "Narrow", "devices").await;
        let revoked = app.made_key(&mut bens, "Revoked", ALL).await;
        bens.post("api-keys/revoke", &[("id", &revoked.id)]).await.ok();
        let (mut ana, mut session) = app.protected(ANA).await;
        let covered = app.made_key(&mut session, "Covered", ALL).await;
        let old = buy(&session, &covered.text, &app.fresh_code(ana.phone()), "")
            .await
            .token();
        app.clock.advance(900);
        let token = buy(&session, &covered.text, &app.fresh_code(ana.phone()), "")
            .await
            .token();
        let approval = approvals::asked(&session, &token).await;
        approvals::approve(&mut session, &approval, &app.fresh_code(ana.phone()))
            .await
            .ok();
        let used = approvals::asked(&session, &token).await;
        approvals::approve(&mut session, &used, &app.fresh_code(ana.phone()))
            .await
            .ok();
        let approved = approvals::take(&session, &token, &used).await.token();
        let of_ben = buy(&session, &key.text, "", "").await.token();
        let other = "{\"scope\": \"devices\"}";
        let other = buy(&session, &covered.text, &app.fresh_code(ana.phone()), other)
            .await
            .token();
        let resource = app.service.add_resource_key("Servers").await.unwrap();
        app.clock.advance(1);
        let repair = app.repairing(&mut ana).await;
        let challenge = app.challenge(&ana).await;
        Self {
            app,
            cookies: [challenge, repair, session],
            bearers: [
                key.text,
                covered.text,
                narrow.text,
                expired.text,
                revoked.text,
                token,
                other,
                old,
                approved,
                of_ben,
                resource.expose_secret().to_owned(),
            ],
            approval,
        }
    }

    async fn call(&self, method: Method, path: &str, column: usize) -> Reply {
        let body = if path == approvals::PATH { approvals::WISH } else { "" };
        let path = path.replace("{id}", &self.approval);
        let client = match column {
            1..=3 => self.cookies[column - 1].clone(),
            _ => self.app.browser(),
        };
        match column {
            0..=3 => call_with(&client, method, &path, &[], body).await,
            _ => {
                let bearer = format!("Bearer {}", self.bearers[column - 4]);
                call_with(&client, method, &path, &[("authorization", &bearer)], body).await
            }
        }
    }
}

#[tokio::test]
async fn every_route_answers_every_credential_as_it_should() {
    for route in ROUTES {
        let stage = Stage::new().await;
        let method: Method = route.method.parse().unwrap();
        for (column, credential) in CREDENTIALS.iter().enumerate() {
            let before = stage.app.tables.besides_counters().await;
            let reply = stage.call(method.clone(), route.path, column).await;
            let called = format!("{method} {} with {credential}", route.path);
            assert_eq!(
                reply.status.as_u16(),
                route.expected[column],
                "{called}: {}",
                reply.body
            );
            assert!(!reply.headers.contains_key("set-cookie"), "{called}");
            assert_eq!(reply.header("cache-control"), "no-store", "{called}");
            if reply.status.as_u16() >= 400 {
                reply.code();
                assert_eq!(stage.app.tables.besides_counters().await, before, "{called}");
            }
        }
    }
}

#[test]
fn the_documented_table_is_the_tested_one() {
    let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let head = [""].iter().chain(&CREDENTIALS).map(ToString::to_string);
    let mut table = row(head.collect()).replacen("|  |", "| |", 1);
    table += &format!("|---|{}\n", "---|".repeat(CREDENTIALS.len()));
    for route in ROUTES {
        let cells = route.expected.iter().map(u16::to_string);
        let name = format!("`{} {}`", route.method, route.path);
        table += &row(std::iter::once(name).chain(cells).collect());
    }
    let documented = include_str!("../../../docs/API.md");
    assert!(documented.contains(&table), "server/docs/API.md:\n{table}");
}

#[tokio::test]
async fn other_methods_and_addresses_are_problems_too() {
    let app = TestApp::new().await;
    let ben = app.join(BEN).await;
    let mut bens = app.signed_in(&ben).await;
    let key = app.made_key(&mut bens, "Good", "me").await.text;
    for (method, path, status, code) in [
        (Method::POST, "/api/v1/me", 405, "invalid"),
        (Method::OPTIONS, "/api/v1/me", 405, "invalid"),
        (Method::GET, "/api/v1/keys/current", 405, "invalid"),
        (Method::GET, "/api/v1/", 404, "not_found"),
        (Method::GET, "/api/v1/me/", 404, "not_found"),
        (Method::DELETE, "/api/v1/keys/%63urrent", 404, "not_found"),
        (Method::POST, "/api/v1/nothing", 404, "not_found"),
        (Method::GET, "/api/v1/approvals/", 404, "not_found"),
    ] {
        let reply = with_key(&bens, method.clone(), path, &key).await;
        assert_eq!(
            (reply.status.as_u16(), reply.code().as_str()),
            (status, code),
            "{method} {path}"
        );
    }
    let html = [("accept", "text/html"), ("authorization", "Bearer x")];
    assert_eq!(
        call(&bens, Method::GET, "/api/v1/me", &html).await.code(),
        "unauthenticated"
    );
    with_key(&bens, Method::GET, "/api/v1/me", &key).await.ok();
}
