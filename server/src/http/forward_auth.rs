//! Browsers at applications on hosts of their own.
//!
//! A proxy hands `/.twofold/` of the application's host to this server, and sends a browser that may not pass to
//! `/.twofold/sign-in` there. That sets a cookie, the state, and leads to `/apps/open` here; with a session that leads
//! back with a code, which `/.twofold/callback` exchanges for the cookie that forward-auth accepts on that host.
//!
//! If the browser may not pass because its second factor is too old, the proxy says how old it may be. `/apps/open` then
//! leads to a page that asks for a passcode first: a code alone would bring the browser back to the same refusal, in
//! circles. A changed age only adds or skips that page: what passes is decided at `/api/v1/verify` only.

use super::{
    Shared, Web,
    download::{failure, signed_in},
};
use crate::config::Origin;
use app::{
    page,
    wire::{
        cookies::Transport,
        paths::{local_path, with_next},
        ssr::Cookie,
    },
};
use axum::{
    Extension,
    extract::{Query, State, rejection::QueryRejection},
    response::{IntoResponse, Response},
};
use data_encoding::BASE64URL_NOPAD;
use domain::{
    Error, Result,
    forward_auth::Demand,
    kernel::{
        browser::Browser,
        token::{PlainToken, TokenDigest},
    },
    sessions::rights::UseCase,
};
use form_urlencoded::byte_serialize;
use http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use serde::Deserialize;
use terms::Rejection;

/// Where a browser gets a code, on our own host.
pub(super) const OPEN: &str = "/apps/open";
/// Where a browser begins, on the application's host.
pub(super) const SIGN_IN: &str = "/.twofold/sign-in";
/// Where it exchanges the code, on the application's host.
pub(super) const CALLBACK: &str = "/.twofold/callback";

/// Where the browser wanted to go on the application's host, and how old its second factor may be there, in seconds.
#[derive(Default, Deserialize)]
struct Wanted {
    #[serde(default)]
    next: String,
    #[serde(default)]
    max_mfa_age: String,
}

/// The application, the digest of the state that the browser has there, and the age.
#[derive(Deserialize)]
pub(super) struct Asking {
    app: String,
    state: String,
    max_mfa_age: Option<i64>,
}

/// The code that the browser brings back.
#[derive(Deserialize)]
pub(super) struct Brought {
    code: String,
}

impl Web {
    /// The application on the host of this request; the proxy names it if it asks on behalf of the browser.
    pub(super) fn app_of(&self, headers: &HeaderMap) -> Option<&Origin> {
        let only = |name: &str| {
            let mut values = headers.get_all(name).iter();
            let value = values.next()?.to_str().ok()?;
            values.next().is_none().then_some(value)
        };
        let host = match headers.contains_key("x-forwarded-host") {
            true => only("x-forwarded-host"),
            false => only(header::HOST.as_str()),
        }?;
        self.apps.iter().find(|app| app.is_host(host))
    }
}

/// Sets the state and leads to our own host.
pub(super) async fn sign_in(State(shared): State<Shared>, uri: Uri, headers: HeaderMap) -> Response {
    let Some(app) = shared.web.app_of(&headers) else {
        return StatusCode::MISDIRECTED_REQUEST.into_response();
    };
    let state = PlainToken::random(shared.web.entropy.as_ref());
    let Wanted { next, max_mfa_age } = wanted(&uri, app);
    let value = format!("{}.{}", state.expose_secret(), BASE64URL_NOPAD.encode(next.as_bytes()));
    let encode = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
    let mut target = format!(
        "{}{OPEN}?app={}&state={}",
        shared.web.origin.as_str(),
        encode(app.as_str()),
        state.digest().as_str()
    );
    // Passed on unparsed: `/apps/open` answers 404 to an invalid age, and without one the browser could go in circles.
    if !max_mfa_age.is_empty() {
        target.push_str(&format!("&max_mfa_age={}", encode(&max_mfa_age)));
    }
    let over = Transport::of(app.as_str());
    redirect(&target, [Cookie::AppState.set(&value, over)])
}

/// Returns the path that the browser wanted, and the age that the proxy adds.
///
/// `next` has the path encoded, or as an address of this application, which is what Traefik knows. nginx, Caddy and
/// Envoy cannot encode: after `uri=` it stands as the browser sent it, up to the end, so the age comes before it. The age
/// is empty where the proxy writes what it found in a refusal that has none.
fn wanted(uri: &Uri, app: &Origin) -> Wanted {
    let query = uri.query().unwrap_or_default();
    let (age, rest) = match query.strip_prefix("max_mfa_age=").and_then(|rest| rest.split_once('&')) {
        Some((age, rest)) => (age, rest),
        None => ("", query),
    };
    let wanted = match rest.strip_prefix("uri=") {
        Some(raw) => Wanted {
            next: raw.to_owned(),
            max_mfa_age: age.to_owned(),
        },
        None => Query::<Wanted>::try_from_uri(uri).map_or_else(|_| Wanted::default(), |Query(wanted)| wanted),
    };
    let path = wanted.next.strip_prefix(app.as_str()).unwrap_or(&wanted.next);
    Wanted {
        next: local_path(path).unwrap_or("/").to_owned(),
        ..wanted
    }
}

/// Leads back to the application with a code, or to sign-in or a passcode and then here again.
pub(super) async fn open(
    State(shared): State<Shared>,
    Extension(browser): Extension<Browser>,
    asking: Result<Query<Asking>, QueryRejection>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let state = |asking: &Asking| TokenDigest::parse(&asking.state);
    let Some((asking, state)) = asking
        .ok()
        .filter(|Query(asking)| asking.max_mfa_age.is_none_or(|age| Demand::AGES.contains(&age)))
        .and_then(|Query(asking)| state(&asking).map(|state| (asking, state)))
    else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let code = async {
        let who = signed_in(&shared, UseCase::PassToApps, &browser, &headers).await?;
        shared.service.touch(&who).await?;
        let age = asking.max_mfa_age;
        shared.service.app_code(&who, &asking.app, state, age).await
    };
    let here = || uri.path_and_query().map(ToString::to_string).unwrap_or_default();
    match code.await {
        Ok(code) => {
            let target = format!("{}{CALLBACK}?code={}", asking.app, code.expose_secret());
            redirect(&target, [])
        }
        Err(Error::Rejected(Rejection::NotSignedIn)) => redirect(&with_next(page::SIGN_IN.path, &here()), []),
        Err(Error::Rejected(Rejection::SecondFactorNeeded)) => {
            redirect(&with_next(page::PROVE_AGAIN.path, &here()), [])
        }
        Err(Error::Rejected(Rejection::NotFound)) => StatusCode::NOT_FOUND.into_response(),
        // What a repair session may do is there.
        Err(error) => failure(error, page::TWO_FACTOR.path),
    }
}

/// Exchanges the code for the cookie of this host, and leads to where the browser wanted to go.
pub(super) async fn callback(
    State(shared): State<Shared>,
    brought: Result<Query<Brought>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let Some(app) = shared.web.app_of(&headers) else {
        return StatusCode::MISDIRECTED_REQUEST.into_response();
    };
    let over = Transport::of(app.as_str());
    let state = Cookie::AppState.read(&headers, over).and_then(parse_state);
    let (Some((state, next)), Ok(Query(Brought { code }))) = (state, brought) else {
        return StatusCode::FORBIDDEN.into_response();
    };
    match shared.service.open_app_session(&code, &state, app.as_str()).await {
        Ok(token) => {
            let cookies = [
                Cookie::App.set(token.expose_secret(), over),
                Cookie::AppState.clear(over),
            ];
            redirect(&next, cookies)
        }
        Err(Error::Rejected(_)) => StatusCode::FORBIDDEN.into_response(),
        Err(error) => failure(error, "/"),
    }
}

/// Reads the cookie of the application's host: the state, and where the browser wanted to go.
fn parse_state(value: &str) -> Option<(PlainToken, String)> {
    let (state, next) = value.split_once('.')?;
    let next = String::from_utf8(BASE64URL_NOPAD.decode(next.as_bytes()).ok()?).ok()?;
    Some((PlainToken::parse(state)?, local_path(&next)?.to_owned()))
}

fn redirect(target: &str, cookies: impl IntoIterator<Item = Option<HeaderValue>>) -> Response {
    let Ok(location) = HeaderValue::from_str(target) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let mut response = (StatusCode::FOUND, [(header::LOCATION, location)]).into_response();
    for cookie in cookies.into_iter().flatten() {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
