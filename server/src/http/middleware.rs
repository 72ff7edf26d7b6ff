//! The middleware that every request and every response passes.
//!
//! tower-http's layers would not shorten it. Request id and span need their own makers (entropy, route template),
//! catch-panic and timeout their own responses and log lines (the default one logs the panic message, which may contain
//! values that were being processed), and a body must be complete before a slot is acquired. Its CSRF layer lets
//! requests through that have neither `Sec-Fetch-Site` nor `Origin`. Leptos depends on version 0.6, so 0.7 would be a
//! second copy.

use super::{
    RESERVED, Shared, Web, agent, api,
    caller::Caller,
    error_page::{render_error, say_when_to_retry},
    headers, language, proxies,
    routes::{Host, RequestBody, Rules, Slots},
    same_origin,
};
use crate::{clock::Stopwatch, config::Origin, remarks::UNTRUSTED_FORWARDED_FOR};
use axum::{
    body::{Body, to_bytes},
    extract::{ConnectInfo, MatchedPath, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use data_encoding::BASE64URL_NOPAD;
use domain::kernel::browser::Browser;
use futures_util::FutureExt;
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    panic::AssertUnwindSafe,
    time::Duration,
};
use tokio::{
    sync::{Semaphore, SemaphorePermit},
    time::timeout,
};
use tracing::Instrument;

/// Maximum length of a request body, in bytes.
pub(super) const BODY_BYTES: usize = 64 * 1024;
/// How long receiving a body may take.
const BODY_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a handler may take.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(30);
/// Maximum length of a URI, in bytes.
const URI_BYTES: usize = 8 * 1024;
/// Routes that may use the reserved slots under overload.
const ALWAYS_SERVED: [&str; 5] = [
    "/ui/sign-out",
    "/ui/devices/remove",
    "/ui/api-keys/revoke",
    "/api/v1/keys/current",
    "/api/v1/tokens/current",
];

/// The nonce of the response's content security policy, passed to the page in the request's extensions.
#[derive(Clone)]
pub(super) struct PageNonce(pub String);

/// The request id for log and error page, and the nonce.
struct Ids {
    request: String,
    nonce: String,
}

/// Identifies the request, guards it, runs the handler and completes the response.
pub(super) async fn handle(State(shared): State<Shared>, mut request: Request, next: Next) -> Response {
    let ids = Ids::draw(&shared.web);
    let browser = browser(&shared.web, &request);
    // The route's template is logged, never the path, because paths of links contain tokens.
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("-", MatchedPath::as_str)
        .to_owned();
    let rules = Rules::of(&route);
    let span =
        tracing::info_span!("request", id = ids.request, method = %request.method(), route, client = %browser.address);
    let caller = Caller::of(&request);
    request.extensions_mut().insert(caller);
    request.extensions_mut().insert(PageNonce(ids.nonce.clone()));
    request.extensions_mut().insert(browser);
    let language = language::of(request.headers(), shared.web.transport());
    request.extensions_mut().insert(language);
    async {
        let watch = Stopwatch::start();
        let mut response = guard(&shared.web, rules, request, next)
            .await
            .unwrap_or_else(StatusCode::into_response);
        if rules == Rules::FORWARD_AUTH {
            api::verify::narrow(&mut response);
        }
        say_when_to_retry(&mut response);
        render_error(
            &mut response,
            caller,
            language,
            shared.web.urls.style.as_deref(),
            &ids.request,
        );
        language::name(&mut response, language);
        headers::put(
            response.headers_mut(),
            &ids.nonce,
            &shared.web.apps,
            shared.web.origin.https(),
        );
        if let Ok(id) = HeaderValue::from_str(&ids.request) {
            response.headers_mut().insert("x-request-id", id);
        }
        log(response.status(), rules.routine, &watch);
        response
    }
    .instrument(span)
    .await
}

/// Refuses invalid requests, then runs the handler with a timeout.
async fn guard(web: &Web, rules: Rules, request: Request, next: Next) -> Result<Response, StatusCode> {
    if request
        .uri()
        .path_and_query()
        .is_some_and(|address| address.as_str().len() > URI_BYTES)
    {
        return Err(StatusCode::URI_TOO_LONG);
    }
    let named = match rules.host {
        Host::Ours => host_is(&web.origin, request.uri(), request.headers()),
        Host::App => web
            .app_of(request.headers())
            .is_some_and(|app| host_is(app, request.uri(), request.headers())),
        Host::Any => true,
    };
    if !named {
        return Err(StatusCode::MISDIRECTED_REQUEST);
    }
    if !same_origin::allowed(request.method(), request.uri().path(), request.headers(), &web.origin) {
        return Err(StatusCode::FORBIDDEN);
    }
    if is_exposed(web, &request) {
        let problem = api::Problem::exposed_credential();
        let problem = match rules {
            Rules::FORWARD_AUTH => api::verify::narrowed(problem),
            _ => problem,
        };
        return Ok(problem.into_response());
    }
    let request = match rules.body {
        RequestBody::Whole => with_whole_body(request).await?,
        RequestBody::Ignored => request,
    };
    let _slot = match rules.slots {
        Slots::Shared => Some(acquire_slot(web, request.uri().path())?),
        Slots::ForwardAuth => Some(free_slot(&web.forward_auth_slots)?),
        Slots::None => None,
    };
    match timeout(ANSWER_TIMEOUT, AssertUnwindSafe(next.run(request)).catch_unwind()).await {
        Ok(Ok(response)) => Ok(response),
        Ok(Err(_)) => Err(StatusCode::INTERNAL_SERVER_ERROR),
        Err(_) => {
            tracing::error!("no answer after {} seconds", ANSWER_TIMEOUT.as_secs());
            Err(StatusCode::GATEWAY_TIMEOUT)
        }
    }
}

impl Ids {
    fn draw(web: &Web) -> Self {
        let mut bytes = [0u8; 27];
        web.entropy.fill(&mut bytes);
        let (request, nonce) = bytes.split_at(9);
        Self {
            request: BASE64URL_NOPAD.encode(request),
            nonce: BASE64URL_NOPAD.encode(nonce),
        }
    }
}

/// The socket's peer. Without a socket (a router called directly) all requests share one address.
fn peer(request: &Request) -> IpAddr {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(address)| address.ip())
}

/// Whether a credential of the API came over the network unencrypted, to us or to the application that a proxy asks for.
///
/// It is refused, good or not: accepting it would leave the wrong address in the program unnoticed. An http origin is that
/// of a trial on one machine.
fn is_exposed(web: &Web, request: &Request) -> bool {
    let headers = request.headers();
    Caller::in_extensions(request) == Caller::Api
        && headers.contains_key(header::AUTHORIZATION)
        && web.origin.https()
        && proxies::came_unencrypted(peer(request), headers, &web.trusted_proxies)
}

fn browser(web: &Web, request: &Request) -> Browser {
    let peer = peer(request);
    let user_agent = request
        .headers()
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if proxies::is_unexpected(peer, request.headers(), &web.trusted_proxies) && web.remarks.set(UNTRUSTED_FORWARDED_FOR)
    {
        tracing::warn!(
            %peer,
            "X-Forwarded-For is ignored, because its sender is no trusted proxy; if it is your proxy, set \
             TWOFOLD_TRUSTED_PROXIES: until then all its clients share the proxy's limits"
        );
    }
    Browser {
        address: proxies::client(peer, request.headers(), &web.trusted_proxies),
        agent: agent::describe(user_agent),
    }
}

/// Whether there is exactly one `Host` header and it names this origin. An absolute request line must agree (RFC 9112
/// section 3.2).
fn host_is(origin: &Origin, uri: &Uri, headers: &HeaderMap) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    let named = hosts
        .next()
        .and_then(|host| host.to_str().ok())
        .is_some_and(|host| origin.is_host(host));
    named
        && hosts.next().is_none()
        && uri
            .authority()
            .is_none_or(|authority| origin.is_host(authority.as_str()))
}

/// Reads the whole body before a slot is acquired, so that slow senders do not occupy slots.
async fn with_whole_body(request: Request) -> Result<Request, StatusCode> {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return Ok(request);
    }
    let (parts, body) = request.into_parts();
    let bytes = timeout(BODY_TIMEOUT, to_bytes(body, BODY_BYTES))
        .await
        .map_err(|_| StatusCode::REQUEST_TIMEOUT)?;
    // The body is incomplete or too large; only the sender of one that is too large still reads the response.
    let bytes = bytes.map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
    Ok(Request::from_parts(parts, Body::from(bytes)))
}

fn acquire_slot<'a>(web: &'a Web, path: &str) -> Result<SemaphorePermit<'a>, StatusCode> {
    let always = ALWAYS_SERVED.iter().any(|prefix| path.starts_with(prefix));
    let free = web.slots.try_acquire().ok();
    let free = free.or_else(|| web.reserved_slots.try_acquire().ok().filter(|_| always));
    free.ok_or_else(refuse_slot)
}

fn free_slot(slots: &Semaphore) -> Result<SemaphorePermit<'_>, StatusCode> {
    slots.try_acquire().map_err(|_| refuse_slot())
}

fn refuse_slot() -> StatusCode {
    tracing::warn!(RESERVED, "too many requests at once");
    StatusCode::SERVICE_UNAVAILABLE
}

fn log(status: StatusCode, routine: bool, watch: &Stopwatch) {
    let milliseconds = watch.elapsed().as_secs_f64() * 1000.0;
    match status.as_u16() {
        status @ 500.. => tracing::warn!(status, milliseconds, "answered"),
        status @ ..400 if routine => tracing::debug!(status, milliseconds, "answered"),
        status => tracing::info!(status, milliseconds, "answered"),
    }
}
