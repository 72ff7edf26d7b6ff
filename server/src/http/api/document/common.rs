//! What all operations have in common: the server, the credentials, and how they are refused.

use super::{APPROVALS, FORWARD_AUTH, READ, TOKENS};
use crate::http::api::fields::text;
use http::Method;
use utoipa::{
    Modify,
    openapi::{
        ContentBuilder, Header, HeaderBuilder, OpenApi, Ref, RefOr, Response, ResponseBuilder, Server,
        path::{Operation, ParameterIn, PathItem},
        request_body::RequestBody,
        schema::Schema,
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

/// The refusals: the status, the name of the component, and when it is sent.
const REFUSALS: [(u16, &str, &str); 13] = [
    (
        400,
        "Malformed",
        "`invalid`: the request is malformed, or its credential came over plain http; nothing was counted.",
    ),
    (
        401,
        "Unauthenticated",
        "`unauthenticated`: no credential, or one that is unknown, expired, revoked or not accepted from there. \
         `otp_required`: it needs a second factor. `otp_invalid`: the passcode is wrong or used.",
    ),
    (
        403,
        "Forbidden",
        "`forbidden`: the scope is missing, the action is not approved, or a page of another site asks.",
    ),
    (404, "NotFound", "`not_found`: nothing is there for this caller."),
    (408, "TooSlow", "`invalid`: the body did not arrive in time."),
    (413, "TooLarge", "`invalid`: the body is larger than 64 KiB."),
    (414, "TooLong", "`invalid`: the address is longer than 8 KiB."),
    (415, "WrongMedia", "`invalid`: the body is of another media type."),
    (421, "WrongHost", "`invalid`: `Host` is not that of this server."),
    (
        429,
        "TooMany",
        "`rate_limited`: the member's programs read too often, or wait for too many approvals. `otp_locked`: too many wrong \
         passcodes; without `Retry-After` the key is suspended.",
    ),
    (
        500,
        "Failed",
        "`internal`: the service failed; `X-Request-Id` names the line in its log.",
    ),
    (503, "Busy", "`unavailable`: too much to do; nothing was done."),
    (
        504,
        "TookTooLong",
        "`internal`: it took too long, and may have been done all the same.",
    ),
];

/// How forward-auth refuses what is not 401: proxies know no other status.
const NOT_PASSED: (u16, &str, &str) = (
    403,
    "NotPassed",
    "At forward-auth. `forbidden`: the scope, the role or the approval is missing. `repair`: the session was opened with a recovery code. \
     `invalid`: the proxy's demand is malformed, or the credential came over plain http. `rate_limited`, `unavailable`: too \
     much to do. `internal`: the service failed.",
);

fn is_of(operation: &Operation, part: &str) -> bool {
    operation.tags.iter().flatten().any(|tag| tag == part)
}

/// Whether the operation is counted as a read of the member.
fn is_counted(operation: &Operation) -> bool {
    is_of(operation, READ) || is_of(operation, APPROVALS)
}

/// Whether an operation can be refused like this.
fn can_be_refused(operation: &Operation, method: &Method, (status, name, _): (u16, &str, &str)) -> bool {
    let parameters = operation.parameters.iter().flatten();
    match status {
        401 => true,
        403 => is_of(operation, FORWARD_AUTH) == (name == NOT_PASSED.1),
        _ if is_of(operation, FORWARD_AUTH) => false,
        404 => parameters
            .into_iter()
            .any(|parameter| parameter.parameter_in == ParameterIn::Path),
        408 | 413 => method != Method::GET,
        415 => operation.request_body.is_some(),
        429 => is_counted(operation) || is_of(operation, TOKENS) && operation.request_body.is_some(),
        _ => true,
    }
}

/// Completes the document.
pub(super) struct Common;

impl Modify for Common {
    fn modify(&self, api: &mut OpenApi) {
        api.servers = Some(vec![Server::new("/")]);
        let components = api.components.get_or_insert_default();
        components.security_schemes.extend(credentials());
        let component = |refusal: (u16, &str, &str)| (refusal.1.to_owned(), RefOr::T(response(refusal)));
        components.responses.extend(refusals().map(component));
        for item in api.paths.paths.values_mut() {
            for (method, operation) in operations(item) {
                complete(operation, &method);
            }
        }
    }
}

/// utoipa describes a body that may be missing as one that may be `null`, which no operation takes.
fn without_null(body: &mut RequestBody) {
    for content in body.content.values_mut() {
        if let Some(RefOr::T(Schema::OneOf(kinds))) = &content.schema {
            let mut kinds = kinds.items.iter();
            content.schema = kinds.find(|kind| matches!(kind, RefOr::Ref(_))).cloned();
        }
    }
}

/// Adds the refusals of an operation, and to its success what is left of the member's reads.
fn complete(operation: &mut Operation, method: &Method) {
    operation.request_body.iter_mut().for_each(without_null);
    if is_counted(operation) {
        for response in operation.responses.responses.values_mut() {
            if let RefOr::T(response) = response {
                response.headers.extend(quota());
            }
        }
    }
    for refusal in refusals() {
        if can_be_refused(operation, method, refusal) {
            let (status, name, _) = refusal;
            let refusal = Ref::from_response_name(name);
            operation.responses.responses.insert(status.to_string(), refusal.into());
        }
    }
}

fn refusals() -> impl Iterator<Item = (u16, &'static str, &'static str)> {
    REFUSALS.into_iter().chain([NOT_PASSED])
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (Method, &mut Operation)> {
    let all = [
        (Method::GET, &mut item.get),
        (Method::POST, &mut item.post),
        (Method::DELETE, &mut item.delete),
    ];
    all.into_iter()
        .filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}

fn response((status, name, description): (u16, &str, &str)) -> Response {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem")));
    let response = ResponseBuilder::new()
        .description(description)
        .content("application/problem+json", content.build());
    let mut response = response.build();
    let retry = header_of(
        Ref::from_schema_name("Seconds"),
        "Seconds after which a retry can succeed.",
    );
    let challenge = "A challenge (RFC 6750); where a second factor is missing it says so (RFC 9470).";
    let challenge = header_of(text(256), challenge);
    match status {
        401 => response.headers.extend([("WWW-Authenticate".to_owned(), challenge)]),
        429 => {
            response.headers.extend([("Retry-After".to_owned(), retry)]);
            response.headers.extend(quota());
        }
        _ if status == 503 || name == NOT_PASSED.1 => response.headers.extend([("Retry-After".to_owned(), retry)]),
        _ => {}
    }
    response
}

/// The headers that say what is left of a member's reads.
fn quota() -> [(String, Header); 2] {
    let text = || text(64);
    [
        (
            "RateLimit-Policy",
            "How often the member's programs may read (`q` times in `w` seconds).",
        ),
        (
            "RateLimit",
            "What is left of it (`r`), and for how many seconds the minute goes on (`t`).",
        ),
    ]
    .map(|(name, description)| (name.to_owned(), header_of(text(), description)))
}

fn header_of(schema: impl Into<RefOr<Schema>>, description: &str) -> Header {
    HeaderBuilder::new()
        .schema(schema)
        .description(Some(description))
        .build()
}

/// The credentials.
fn credentials() -> [(String, SecurityScheme); 5] {
    let http = |scheme, description: &str| {
        let scheme = HttpBuilder::new().scheme(scheme).description(Some(description));
        SecurityScheme::Http(scheme.build())
    };
    let cookie = ApiKeyValue::with_description(
        "__Host-session",
        "A browser's session; `__Host-twofold` on the host of an application. An http origin has the names without prefix.",
    );
    [
        (
            "key",
            http(
                HttpAuthScheme::Bearer,
                "An API key, `tfk_…`. One that needs a second factor buys tokens only.",
            ),
        ),
        ("token", http(HttpAuthScheme::Bearer, "An access token, `tfa_…`.")),
        ("password", http(HttpAuthScheme::Basic, "E-mail address and password.")),
        (
            "resource_key",
            http(
                HttpAuthScheme::Bearer,
                "A resource key, `tfr_…`, which the operator makes.",
            ),
        ),
        ("cookie", SecurityScheme::ApiKey(ApiKey::Cookie(cookie))),
    ]
    .map(|(name, scheme)| (name.to_owned(), scheme))
}
