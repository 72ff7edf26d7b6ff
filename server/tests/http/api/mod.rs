//! The REST API: every route for every credential, and what the routes do.

mod keys;
mod me;
mod problems;

use crate::{
    browser::{Browser, Reply},
    test_app::TestApp,
};
use axum::body::Body;
use http::{Method, header};

/// A route of the API, with the status for each of [`CREDENTIALS`].
pub(crate) struct Route {
    pub method: &'static str,
    pub path: &'static str,
    pub expected: [u16; 9],
}

/// The credentials, in the order of the columns: none, the cookies of a challenge, of a repair session and of a full
/// session; an API key, a key whose member has two-factor on, one without the scope, an expired and a revoked one.
pub(crate) const CREDENTIALS: [&str; 9] = [
    "none",
    "challenge",
    "repair",
    "session",
    "key",
    "covered",
    "no scope",
    "expired",
    "revoked",
];

pub(crate) const ROUTES: &[Route] = &[
    Route {
        method: "GET",
        path: "/api/v1/me",
        expected: [401, 401, 401, 401, 200, 401, 403, 401, 401],
    },
    // Whoever finds a key can end it, whatever else it could do.
    Route {
        method: "DELETE",
        path: "/api/v1/keys/current",
        expected: [401, 401, 401, 401, 204, 204, 204, 204, 401],
    },
];

/// A new API key.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub id: String,
    pub text: String,
}

impl TestApp {
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
    let mut request = client.request(method, path).header(header::ACCEPT, "application/json");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    client.clone().send(request.body(Body::empty()).unwrap()).await
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
