//! `/api/v1/verify` and everything below it: whether a request to an application behind a proxy may pass (forward-auth).
//!
//! Proxies know three answers: 200 lets the request pass, 401 and 403 refuse it; nginx makes 500 of anything else. The body
//! is never read, because some proxies announce one and send none.

use super::{
    Problem,
    credential::{bearer, only},
};
use crate::http::Shared;
use app::wire::{cookies::Transport, ssr::Cookie};
use axum::{
    Extension,
    extract::{Query, State},
    response::{IntoResponse, Response},
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
use terms::{Rejection, Role};

/// The path. Below it proxies repeat the path of the request that they ask about.
pub(in crate::http) const PATH: &str = "/api/v1/verify";
/// The path of an application's root, which the wildcard of everything below does not match.
pub(in crate::http) const ROOT: &str = "/api/v1/verify/";
/// The path of everything below it.
pub(in crate::http) const BELOW: &str = "/api/v1/verify/{*path}";
/// The demand of requests below the path, whose query is that of the client.
const DEMAND: &str = "x-twofold-demand";
/// What values of headers cannot have, and the sign of an encoded one.
const ENCODED: &AsciiSet = &CONTROLS.add(b'%');

/// The demand, as the query has it.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    scope: Option<String>,
    approval: Option<String>,
    max_mfa_age: Option<i64>,
    role: Option<String>,
}

/// Decides whether a request may pass.
pub(in crate::http) async fn verify(
    State(shared): State<Shared>,
    Extension(browser): Extension<Browser>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    match decide(&shared, &browser, &uri, &headers).await {
        Ok(passed) => (StatusCode::OK, describe(&passed)).into_response(),
        Err(problem) => narrowed(problem).into_response(),
    }
}

/// Turns an answer that proxies do not know into a refusal.
pub(in crate::http) fn narrow(response: &mut Response) {
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

async fn decide(shared: &Shared, browser: &Browser, uri: &Uri, headers: &HeaderMap) -> Result<Passed, Problem> {
    let demand = demand(uri, headers)?;
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

/// Reads the demand: from the query, or below the path, where the query is the client's, from the header of the proxy.
fn demand(uri: &Uri, headers: &HeaderMap) -> Result<Demand, Problem> {
    let bad = |_| Problem::bad_demand();
    let Query(asked) = match uri.path() == PATH {
        true => Query::<Asked>::try_from_uri(uri).map_err(bad)?,
        false => {
            let text = format!("{PATH}?{}", only(headers, DEMAND)?.unwrap_or_default());
            let uri = text.parse().map_err(|_| Problem::bad_demand())?;
            Query::try_from_uri(&uri).map_err(bad)?
        }
    };
    let role = asked
        .role
        .map(|role| Role::parse(&role).ok_or_else(Problem::bad_demand));
    if asked.max_mfa_age.is_some_and(|age| age < 0) {
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

/// Returns the headers that the proxy passes on to the application.
fn describe(passed: &Passed) -> HeaderMap {
    let Passed {
        member,
        amr,
        auth_time,
        scope,
        device,
        approval,
    } = passed;
    let texts = [
        ("x-twofold-member", Some(member.id.to_string())),
        ("x-twofold-account", Some(member.account.to_string())),
        ("x-twofold-email", Some(member.email.as_str().to_owned())),
        ("x-twofold-role", Some(member.role.as_str().to_owned())),
        ("x-twofold-amr", Some(amr.join(" "))),
        ("x-twofold-auth-time", Some(auth_time.0.to_string())),
        ("x-twofold-scope", scope.clone()),
        ("x-twofold-device", device.as_ref().map(ToString::to_string)),
    ];
    let header = |(name, text): (&'static str, Option<String>)| {
        let value = utf8_percent_encode(&text?, ENCODED).to_string();
        Some((HeaderName::from_static(name), HeaderValue::try_from(value).ok()?))
    };
    // A form is encoded already.
    let approval = approval
        .as_ref()
        .and_then(|approved| HeaderValue::try_from(form(approved)).ok());
    let approval = approval.map(|value| (HeaderName::from_static("x-twofold-approval"), value));
    texts.into_iter().filter_map(header).chain(approval).collect()
}
