//! `GET /api/v1/openapi.json`: the API described for programs (OpenAPI 3.1), made from the handlers.

mod common;

use super::{activity, approvals, devices, fields, introspect, keys, me, members, problem, sessions, tokens, verify};
use axum::response::{IntoResponse, Response};
use common::Common;
use http::header;
use std::sync::LazyLock;
use utoipa::{OpenApi, openapi};

/// The path of the document.
pub(in crate::http) const PATH: &str = "/api/v1/openapi.json";

/// The parts of the API.
pub(super) const TOKENS: &str = "Tokens";
pub(super) const READ: &str = "Reading";
pub(super) const APPROVALS: &str = "Approvals";
pub(super) const INTROSPECTION: &str = "Introspection";
pub(super) const FORWARD_AUTH: &str = "Forward-auth";

/// The description, without what is the same for all operations.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Twofold",
        version = "1",
        description = "The REST API of Twofold: access tokens for programs that prove a second factor, approvals by people, \
                       reading, and what proxies and resource servers ask. Bodies are JSON, that of a question about a credential is a form. It takes no \
                       cookie except for forward-auth, and sends no CORS headers.",
        contact(name = "The operator of this server"),
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    tags(
        (name = TOKENS, description = "A program buys an access token with its key and a passcode, and uses it until it ends."),
        (name = READ, description = "What the member in whose name a program acts sees. Nothing is changed."),
        (name = APPROVALS, description = "A program prepares an action, a person approves it with a passcode."),
        (name = INTROSPECTION, description = "A resource server asks about a credential that a program presented."),
        (name = FORWARD_AUTH, description = "A proxy asks whether a request to an application behind it may pass."),
    ),
    paths(
        tokens::buy,
        tokens::end_current,
        keys::end_current,
        me::read,
        devices::list,
        sessions::list,
        members::list,
        activity::list,
        approvals::ask,
        approvals::look,
        approvals::buy,
        introspect::introspect,
        verify::verify,
        verify::below,
    ),
    components(schemas(problem::Body, fields::Seconds)),
    modifiers(&Common),
)]
struct Described;

/// The document.
pub(super) static DESCRIPTION: LazyLock<openapi::OpenApi> = LazyLock::new(Described::openapi);

/// The document as it is sent. Writing it cannot fail: all keys are texts.
static TEXT: LazyLock<String> = LazyLock::new(|| DESCRIPTION.to_json().unwrap_or_default());

/// Returns the document.
pub(in crate::http) async fn read() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], TEXT.as_str()).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::{api, routes::ROUTES};
    use domain::{approvals::request, forward_auth::Demand, sessions::session::SESSIONS, tokens::token};
    use serde_json::Value;
    use std::collections::BTreeSet;
    use terms::limits::DEVICES_MAX;

    fn document() -> Value {
        serde_json::from_str(&TEXT).expect("JSON")
    }

    #[test]
    fn every_route_is_described_and_nothing_else() {
        // Wildcards and other methods have no words there: a proxy asks with any, and the root is the empty path.
        let written = |route: &str| route.replace("{*", "{");
        let routes = ROUTES.iter().filter(|route| route.path.starts_with(api::PREFIX));
        let routes = routes.filter(|route| ![PATH, verify::ROOT].contains(&route.path));
        let routes: BTreeSet<_> = routes
            .map(|route| match route.method {
                "ANY" => ("GET".to_owned(), written(route.path)),
                method => (method.to_owned(), written(route.path)),
            })
            .collect();
        let document = document();
        let paths = document["paths"].as_object().expect("paths");
        let described = paths.iter().flat_map(|(path, item)| {
            let methods = item.as_object().expect("operations").keys();
            methods.map(move |method| (method.to_uppercase(), path.clone()))
        });
        assert_eq!(described.collect::<BTreeSet<_>>(), routes);
    }

    #[test]
    fn every_reference_leads_to_a_component() {
        fn walk(value: &Value, document: &Value, seen: &mut usize) {
            if let Some(target) = value.get("$ref").and_then(Value::as_str) {
                assert!(document.pointer(target.trim_start_matches('#')).is_some(), "{target}");
                *seen += 1;
            }
            let items = value.as_array().into_iter().flatten();
            let fields = value.as_object().into_iter().flat_map(|fields| fields.values());
            items.chain(fields).for_each(|inner| walk(inner, document, seen));
        }
        let (document, mut seen) = (document(), 0);
        walk(&document, &document, &mut seen);
        assert!(seen > 100, "{seen}");
    }

    #[test]
    fn the_guide_names_every_code() {
        let guide = include_str!("../../../../docs/API.md");
        let document = document();
        let codes = document["components"]["schemas"]["Code"]["enum"]
            .as_array()
            .expect("codes");
        for code in codes {
            let row = format!("\n| `{}` | ", code.as_str().expect("a text"));
            assert!(guide.contains(&row), "{row}");
        }
    }

    #[test]
    fn the_numbers_are_those_of_the_code() {
        let document = document();
        let number = |path: &str| document.pointer(path).and_then(Value::as_i64);
        let at = |name: &str, rest: &str| number(&format!("/components/schemas/{name}/properties/{rest}"));
        assert_eq!(at("Devices", "devices/maxItems"), i64::try_from(DEVICES_MAX).ok());
        assert_eq!(at("Sessions", "sessions/maxItems"), Some(SESSIONS));
        for list in ["Members/properties/members", "Events/properties/events"] {
            let most = number(&format!("/components/schemas/{list}/maxItems"));
            assert_eq!(most, i64::try_from(api::PAGE_MAX).ok(), "{list}");
        }
        for (path, n) in [("activity", 8), ("members", 1)] {
            let limit = format!("/paths/~1api~1v1~1{path}/get/parameters/{n}/schema");
            let said = ["minimum", "maximum", "default"].map(|bound| number(&format!("{limit}/{bound}")));
            let expected = [1, api::PAGE_MAX, api::PAGE].map(|bound| i64::try_from(bound).ok());
            assert_eq!(said, expected, "{path}");
        }
        for (name, numbers) in [
            ("TokenRequest", [token::LIFE_MIN, token::LIFE_MAX, token::LIFE_DEFAULT]),
            (
                "ApprovalRequest",
                [request::WAIT_MIN, request::WAIT_MAX, request::WAIT_DEFAULT],
            ),
        ] {
            let said = ["minimum", "maximum", "default"].map(|bound| at(name, &format!("ttl/{bound}")));
            assert_eq!(said, numbers.map(Some), "{name}");
        }
        let ages = number("/paths/~1api~1v1~1verify/get/parameters/2/schema/maximum");
        assert_eq!(ages, Some(*Demand::AGES.end()));
        assert_eq!(at("AccessToken", "expires_in/maximum"), Some(token::LIFE_MAX));
    }
}
