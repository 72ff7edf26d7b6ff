//! `/api/v1/verify` and everything below it: whether a request to an application behind a proxy may pass (forward-auth).
//!
//! Proxies know three answers: 200 lets the request pass, 401 and 403 refuse it; nginx makes 500 of anything else. The body
//! is never read, because some proxies announce one and send none.

use super::{
    Problem,
    credential::{bearer, only},
    document::FORWARD_AUTH,
    fields::{self, text},
};
use crate::http::Shared;
use app::wire::{cookies::Transport, ssr::Cookie};
use axum::{
    Extension,
    extract::{Query, State},
    response::{IntoResponse, Response as Answer},
};
use domain::{
    Error,
    approvals::approval::Approved,
    forward_auth::{Demand, Passed},
    kernel::browser::Browser,
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::Deserialize;
use std::collections::BTreeMap;
use terms::{Rejection, Role};
use utoipa::{
    IntoParams, IntoResponses,
    openapi::{HeaderBuilder, RefOr, Response, ResponseBuilder},
};

/// The path. Below it proxies repeat the path of the request that they ask about.
pub(in crate::http) const PATH: &str = "/api/v1/verify";
/// The path of an application's root, which the wildcard of everything below does not match.
pub(in crate::http) const ROOT: &str = "/api/v1/verify/";
/// The path of everything below it.
pub(in crate::http) const BELOW: &str = "/api/v1/verify/{*path}";
/// The demand of requests below the path, whose query is that of the client.
const DEMAND: &str = "x-twofold-demand";
/// A header that describes what may pass: its name, what it says, and its value.
type Header = (&'static str, &'static str, fn(&Passed) -> Option<String>);

const HEADERS: [Header; 10] = [
    ("x-twofold-member", "The member's id.", |passed| {
        Some(passed.member.id.to_string())
    }),
    ("x-twofold-account", "The account's id.", |passed| {
        Some(passed.member.account.to_string())
    }),
    (
        "x-twofold-email",
        "The member's e-mail address, percent-encoded.",
        |passed| Some(encoded(passed.member.email.as_str())),
    ),
    ("x-twofold-role", "`owner`, `admin` or `member`.", |passed| {
        Some(passed.member.role.as_str().to_owned())
    }),
    (
        "x-twofold-amr",
        "What was proved, separated by spaces (RFC 8176).",
        |passed| Some(passed.amr.join(" ")),
    ),
    ("x-twofold-auth-time", "When, in Unix seconds.", |passed| {
        Some(passed.auth_time.0.to_string())
    }),
    (
        "x-twofold-scope",
        "What a program may do; not there for a browser.",
        |passed| passed.scope.as_deref().map(encoded),
    ),
    (
        "x-twofold-device",
        "Whose passcode it was; not there without one.",
        |passed| passed.device.as_ref().map(ToString::to_string),
    ),
    (
        "x-twofold-sign-in-only",
        "`true` if a colleague's device opened the session; not there otherwise.",
        |passed| passed.sign_in_only.then(|| "true".to_owned()),
    ),
    (
        "x-twofold-approval",
        "What a person approved, as a form; not there without an approval.",
        |passed| passed.approval.as_ref().map(form),
    ),
];
/// What values of headers cannot have, and the sign of an encoded one.
const ENCODED: &AsciiSet = &CONTROLS.add(b'%');

/// The demand, as the query has it.
#[derive(Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Asked {
    /// A scope of the operator's own API.
    #[param(value_type = Option<fields::ScopeName>, nullable = false)]
    scope: Option<String>,
    /// An action that a person has approved.
    #[param(value_type = Option<fields::ScopeName>, nullable = false)]
    approval: Option<String>,
    /// Seconds since the second factor was proved, at most.
    #[param(minimum = 1, maximum = 31_536_000, nullable = false)]
    max_mfa_age: Option<i64>,
    /// The role, at least.
    #[param(value_type = Option<fields::Role>, nullable = false)]
    role: Option<String>,
}

/// What the proxy passes on to the application.
struct PassedOn;

impl IntoResponses for PassedOn {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let passed = ResponseBuilder::new().description("It may pass; the headers say who it is.");
        let passed = HEADERS.iter().fold(passed, |passed, (name, description, _)| {
            let header = HeaderBuilder::new().schema(text(8_192)).description(Some(*description));
            passed.header(*name, header.build())
        });
        BTreeMap::from([("200".to_owned(), passed.build().into())])
    }
}

/// Decides whether a request to an application may pass.
///
/// A proxy asks, with any method; the body is not read. Without `Authorization` a browser's cookie counts. A program of which
/// neither scope nor approval is demanded needs the scope `verify`.
#[utoipa::path(
    get,
    path = "/api/v1/verify",
    operation_id = "verify",
    tag = FORWARD_AUTH,
    params(Asked),
    security(("key" = []), ("token" = []), ("cookie" = [])),
    responses(PassedOn),
)]
pub(in crate::http) async fn verify(
    State(shared): State<Shared>,
    Extension(browser): Extension<Browser>,
    uri: Uri,
    headers: HeaderMap,
) -> Answer {
    let demand = Query::try_from_uri(&uri).map_err(|_| Problem::bad_demand());
    answer(&shared, &browser, demand, &headers).await
}

/// Decides whether a request to an application may pass, for proxies that append its path.
///
/// The query is that of the client, so the demand is in a header, in the same form.
#[utoipa::path(
    get,
    path = "/api/v1/verify/{path}",
    operation_id = "verify_below",
    tag = FORWARD_AUTH,
    params(
        ("path" = String, Path, description = "The client's path.", pattern = "^[!-~]*$", max_length = 8_192),
        ("X-Twofold-Demand" = Option<String>, Header, nullable = false, pattern = "^[!\"$-~]*$", description = "The demand.", max_length = 1_024),
    ),
    security(("key" = []), ("token" = []), ("cookie" = [])),
    responses(PassedOn),
)]
pub(in crate::http) async fn below(
    State(shared): State<Shared>,
    Extension(browser): Extension<Browser>,
    headers: HeaderMap,
) -> Answer {
    answer(&shared, &browser, demand_of_proxy(&headers), &headers).await
}

async fn answer(
    shared: &Shared,
    browser: &Browser,
    demand: Result<Query<Asked>, Problem>,
    headers: &HeaderMap,
) -> Answer {
    let decided = async { decide(shared, browser, parsed(demand?)?, headers).await };
    match decided.await {
        Ok(passed) => (StatusCode::OK, describe(&passed)).into_response(),
        Err(problem) => narrowed(problem).into_response(),
    }
}

/// Turns an answer that proxies do not know into a refusal.
pub(in crate::http) fn narrow(response: &mut Answer) {
    let status = response.status();
    if !matches!(
        status,
        StatusCode::OK | StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN
    ) {
        *response = narrowed(Problem::of_status(status)).into_response();
    }
}

/// The same as a refusal that proxies know.
pub(in crate::http) fn narrowed(problem: Problem) -> Problem {
    match problem.status() {
        StatusCode::UNAUTHORIZED => problem,
        _ => problem.with_status(StatusCode::FORBIDDEN),
    }
}

async fn decide(shared: &Shared, browser: &Browser, demand: Demand, headers: &HeaderMap) -> Result<Passed, Problem> {
    let named = demand.scope.iter().chain(&demand.approval);
    for scope in named.filter(|scope| shared.service.knows_no_scope(scope)) {
        tracing::warn!(
            scope,
            "an application demands a scope that the settings do not have: nobody passes"
        );
    }
    let answer = if headers.contains_key(header::AUTHORIZATION) {
        let key = bearer(headers).map_err(|_| Problem::from(Error::from(Rejection::NotSignedIn)))?;
        let passed = shared.service.pass_program(key, &demand, browser).await;
        passed.map_err(|error| Problem::from(error).with_page(&shared.service.settings().origin, key))
    } else {
        let passed = match shared.web.app_of(headers) {
            Some(app) => {
                let token = Cookie::App.read(headers, Transport::of(app.as_str()));
                let token = (token.unwrap_or_default(), app.as_str());
                shared.service.pass_app_browser(token, &demand, browser).await
            }
            None => {
                let token = Cookie::Session.read(headers, shared.web.transport());
                let token = token.unwrap_or_default();
                shared.service.pass_browser(token, &demand, browser).await
            }
        };
        passed.map_err(Problem::from)
    };
    answer.map_err(|problem| match shared.service.demanded_age(&demand) {
        Some(age) => problem.with_max_age(age),
        None => problem,
    })
}

/// Reads the demand in the proxy's header.
fn demand_of_proxy(headers: &HeaderMap) -> Result<Query<Asked>, Problem> {
    let demand = only(headers, DEMAND)?.unwrap_or_default();
    // What follows a `#` would be no part of the query, so a demand would be left out.
    if !demand.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#') {
        return Err(Problem::bad_demand());
    }
    let uri = format!("{PATH}?{demand}").parse().map_err(|_| Problem::bad_demand())?;
    Query::try_from_uri(&uri).map_err(|_| Problem::bad_demand())
}

fn parsed(Query(asked): Query<Asked>) -> Result<Demand, Problem> {
    let role = asked
        .role
        .map(|role| Role::parse(&role).ok_or_else(Problem::bad_demand));
    if asked.max_mfa_age.is_some_and(|age| !Demand::AGES.contains(&age)) {
        return Err(Problem::bad_demand());
    }
    Ok(Demand {
        scope: asked.scope,
        approval: asked.approval,
        max_mfa_age: asked.max_mfa_age,
        role: role.transpose()?,
    })
}

/// Writes what was approved as the fields of a form, which every language can read.
fn form(approved: &Approved) -> String {
    let Approved {
        id,
        action,
        digest,
        approved_by,
        approved_at,
    } = approved;
    let mut fields = form_urlencoded::Serializer::new(String::new());
    fields.append_pair("id", id.as_str()).append_pair("action", action);
    if let Some(digest) = digest {
        fields.append_pair("digest", digest);
    }
    fields.append_pair("approved_by", approved_by.as_str());
    fields.append_pair("approved_at", &approved_at.0.to_string());
    fields.finish()
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

/// Returns the headers that the proxy passes on to the application.
fn describe(passed: &Passed) -> HeaderMap {
    let header = |(name, _, value): &Header| {
        let value = HeaderValue::try_from(value(passed)?).ok()?;
        Some((HeaderName::from_static(name), value))
    };
    HEADERS.iter().filter_map(header).collect()
}
