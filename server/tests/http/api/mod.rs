//! The REST API: every route for every credential, and what the routes do.

pub(crate) mod approvals;
mod attacks;
mod clients;
mod document;
mod every_call;
mod introspect;
mod keys;
mod machine_devices;
mod me;
mod problems;
mod races;
mod reads;
mod schemathesis;
mod scopes;
mod tokens;
mod unencrypted;
mod verify;

use crate::{
    browser::{Browser, Reply},
    test_app::TestApp,
};
use axum::body::Body;
use http::{Method, header};
use std::future::pending;
use testing::{App, Plan, Site};
use tokio::net::TcpListener;

/// A route of the API, with the status for each of [`CREDENTIALS`].
pub(crate) struct Route {
    pub method: &'static str,
    pub path: &'static str,
    pub expected: [u16; 15],
}

/// The credentials, in the order of the columns: none, the cookies of a challenge, of a repair session and of a full
/// session; an API key, a key whose member has two-factor on, one without the scope, an expired and a revoked one; an access
/// token bought with key and passcode, one without the scope, an expired one, one of an approval, and one with all scopes of another
/// account; the key of a resource server.
#[rustfmt::skip]
pub(crate) const CREDENTIALS: [&str; 15] = [
    "none", "challenge", "repair", "session",
    "key", "covered key", "key without scope", "expired key", "revoked key",
    "token", "token without scope", "expired token", "approval token", "other account", "resource key",
];

#[rustfmt::skip]
pub(crate) const ROUTES: &[Route] = &[
    route("GET", "/api/v1/me", [401, 401, 401, 401, 200, 401, 403, 401, 401, 200, 403, 401, 403, 200, 401]),
    route("GET", "/api/v1/devices", [401, 401, 401, 401, 200, 401, 200, 401, 401, 200, 200, 401, 403, 200, 401]),
    route("GET", "/api/v1/sessions", [401, 401, 401, 401, 200, 401, 403, 401, 401, 200, 403, 401, 403, 200, 401]),
    route("GET", "/api/v1/members", [401, 401, 401, 401, 200, 401, 403, 401, 401, 200, 403, 401, 403, 200, 401]),
    route("GET", "/api/v1/activity", [401, 401, 401, 401, 200, 401, 403, 401, 401, 200, 403, 401, 403, 200, 401]),
    // A browser's cookie counts here only; a repair session is told so.
    route("ANY", "/api/v1/verify", [401, 401, 403, 200, 200, 401, 403, 401, 401, 200, 403, 401, 403, 200, 401]),
    route("ANY", "/api/v1/verify/", [401, 401, 403, 200, 200, 401, 403, 401, 401, 200, 403, 401, 403, 200, 401]),
    route("ANY", "/api/v1/verify/{*path}", [401, 401, 403, 200, 200, 401, 403, 401, 401, 200, 403, 401, 403, 200, 401]),
    // Without a question there is no answer, but who asks comes first.
    route("POST", "/api/v1/introspect", [401, 401, 401, 401, 401, 401, 401, 401, 401, 401, 401, 401, 401, 401, 415]),
    route("POST", "/api/v1/tokens", [401, 401, 401, 401, 201, 401, 201, 401, 401, 401, 401, 401, 401, 401, 401]),
    route("POST", "/api/v1/approvals", [401, 401, 401, 401, 403, 401, 403, 401, 401, 201, 403, 401, 403, 201, 401]),
    route("GET", "/api/v1/approvals/{id}", [401, 401, 401, 401, 403, 401, 403, 401, 401, 200, 403, 401, 403, 404, 401]),
    route("POST", "/api/v1/approvals/{id}/token", [401, 401, 401, 401, 403, 401, 403, 401, 401, 201, 403, 401, 403, 404, 401]),
    route("DELETE", "/api/v1/tokens/current", [401, 401, 401, 401, 401, 401, 401, 401, 401, 204, 204, 401, 204, 204, 401]),
    // Who finds a key can end it, whatever else it could do.
    route("DELETE", "/api/v1/keys/current", [401, 401, 401, 401, 204, 204, 204, 204, 401, 401, 401, 401, 401, 401, 401]),
];

const fn route(method: &'static str, path: &'static str, expected: [u16; 15]) -> Route {
    Route { method, path, expected }
}

/// A new API key.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub id: String,
    pub text: String,
}

/// Buys an access token with a bearer credential, a passcode and a body, which may be empty.
pub(crate) async fn buy(client: &Browser, key: &str, otp: &str, body: &str) -> Reply {
    let mut headers = vec![("authorization", format!("Bearer {key}"))];
    if !otp.is_empty() {
        headers.push(("x-otp", otp.to_owned()));
    }
    purchase(client, &headers, body).await
}

/// Buys an access token with these headers.
pub(crate) async fn purchase(client: &Browser, headers: &[(&str, String)], body: &str) -> Reply {
    let client = client.with(&[]);
    let mut request = client.request(Method::POST, "/api/v1/tokens");
    if !body.is_empty() {
        request = request.header(header::CONTENT_TYPE, "application/json");
    }
    for (name, value) in headers {
        request = request.header(*name, value);
    }
    client
        .clone()
        .send(request.body(Body::from(body.to_owned())).unwrap())
        .await
}

impl Reply {
    /// Returns the text of the access token that was bought.
    #[track_caller]
    pub(crate) fn token(&self) -> String {
        assert_eq!(self.status, 201, "{}", self.body);
        self.json()["access_token"].as_str().unwrap().to_owned()
    }
}

impl TestApp {
    /// Serves the same service on a port, for programs, which name another host than the browsers of tests.
    pub(crate) async fn on_a_port(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let plan = Plan {
            origin: url.clone(),
            ..self.plan.clone()
        };
        let reached = App {
            plan,
            ..App::clone(self)
        };
        let site = Site::new(reached, "");
        tokio::spawn(server::serve(listener, site.router, Vec::new(), pending()));
        url
    }

    /// Makes a key for 90 days in this session, which must be stepped up.
    pub(crate) async fn made_key(&self, browser: &mut Browser, name: &str, scopes: &str) -> Key {
        self.key_with(browser, name, scopes, ("90", "")).await
    }

    /// Makes a key with a life and networks.
    pub(crate) async fn key_with(
        &self,
        browser: &mut Browser,
        name: &str,
        scopes: &str,
        (days, networks): (&str, &str),
    ) -> Key {
        let mut fields = vec![("key_name", name), ("days", days), ("networks", networks)];
        fields.extend(scopes.split(' ').map(|scope| ("scopes[]", scope)));
        let reply = browser.post("api-keys/make", &fields).await.ok();
        let id = reply.location().rsplit('/').next().unwrap().to_owned();
        let page = browser.get(reply.location()).await.ok().body;
        let (_, rest) = page.split_once("tfk_").unwrap();
        let rest: String = rest.chars().take_while(char::is_ascii_hexdigit).collect();
        let text = format!("tfk_{rest}");
        assert_eq!(text.len(), 108, "{page}");
        Key { id, text }
    }
}

/// Calls the API with these headers, from the browser's address and with its cookies.
pub(crate) async fn call(client: &Browser, method: Method, path: &str, headers: &[(&str, &str)]) -> Reply {
    call_with(client, method, path, headers, "").await
}

/// The same with a JSON body.
pub(crate) async fn call_with(
    client: &Browser,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Reply {
    let mut request = client.request(method, path).header(header::ACCEPT, "application/json");
    if !body.is_empty() {
        request = request.header(header::CONTENT_TYPE, "application/json");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    client
        .clone()
        .send(request.body(Body::from(body.to_owned())).unwrap())
        .await
}

/// Calls the API with a bearer credential, from the browser's address but without its cookies.
pub(crate) async fn with_key(client: &Browser, method: Method, path: &str, key: &str) -> Reply {
    call(
        &client.with(&[]),
        method,
        path,
        &[("authorization", &format!("Bearer {key}"))],
    )
    .await
}

impl Reply {
    /// Checks status and code of a problem.
    #[track_caller]
    pub(crate) fn is_refused(&self, status: u16, code: &str) {
        assert_eq!(
            (self.status.as_u16(), self.code().as_str()),
            (status, code),
            "{}",
            self.body
        );
    }

    /// Returns the problem's code and checks its form.
    #[track_caller]
    pub(crate) fn code(&self) -> String {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.body);
        let problem = self.json();
        assert_eq!(problem["status"], self.status.as_u16(), "{problem}");
        let texts = [&problem["title"], &problem["detail"]];
        assert!(
            texts
                .iter()
                .all(|text| text.as_str().is_some_and(|text| !text.is_empty())),
            "{problem}"
        );
        assert_eq!(
            self.status == 401,
            self.headers.contains_key("www-authenticate"),
            "{problem}"
        );
        problem["code"].as_str().unwrap().to_owned()
    }
}
