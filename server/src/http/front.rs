//! What every request passes on its way in and every response on its way out.
//!
//! tower-http's layers would not shorten it: request id and span need makers of our own (entropy, the route's template),
//! catch-panic and timeout answers and log lines of our own (the default one logs the panic's message, which may quote what
//! was handled), and a body must be whole before a place is taken. Its CSRF layer lets requests through that have neither
//! `Sec-Fetch-Site` nor `Origin`. Leptos brings version 0.6: 0.7 would be a second one.

use super::{
    RESERVED, Shared, Web, agent,
    caller::Caller,
    error_page::{dress, refusal},
    headers, language, proxies, same_origin,
};
use crate::clock::Stopwatch;
use axum::{
    body::{Body, to_bytes},
    extract::{ConnectInfo, MatchedPath, Request, State},
    middleware::Next,
    response::Response,
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
use tokio::{sync::SemaphorePermit, time::timeout};
use tracing::Instrument;

/// No form of ours is larger.
pub(super) const BODY_BYTES: usize = 64 * 1024;
/// A body must have arrived by then.
const BODY_TIMEOUT: Duration = Duration::from_secs(10);
/// An answer must be there by then.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(30);
/// An address that is longer is none of ours.
const URI_BYTES: usize = 8 * 1024;
/// Routes that say nothing in the log while all is well.
const ROUTINE: [&str; 3] = ["/assets/{file}", "/healthz", "/readyz"];
/// Server functions that find a place under overload.
const ALWAYS_SERVED: [&str; 2] = ["/ui/sign-out", "/ui/devices/remove"];

/// The nonce of this response's policy, on its way to the page.
#[derive(Clone)]
pub(super) struct PageNonce(pub String);

/// Identifies a request in the log and on the error page; its response's nonce is drawn with it.
struct Ids {
    request: String,
    nonce: String,
}

/// The whole way: identify, guard, run, dress.
pub(super) async fn front(State(shared): State<Shared>, mut request: Request, next: Next) -> Response {
    let ids = Ids::draw(&shared.web);
    let browser = browser(&shared.web, &request);
    // The route's template, never the path: paths of links hold a token.
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("-", MatchedPath::as_str)
        .to_owned();
    let routine = ROUTINE.contains(&route.as_str());
    let span =
        tracing::info_span!("request", id = ids.request, method = %request.method(), route, client = %browser.address);
    let caller = Caller::of(&request);
    request.extensions_mut().insert(caller);
    request.extensions_mut().insert(PageNonce(ids.nonce.clone()));
    request.extensions_mut().insert(browser);
    let language = language::of(request.headers());
    request.extensions_mut().insert(language);
    async {
        let watch = Stopwatch::start();
        let mut response = guarded(&shared.web, request, next).await.unwrap_or_else(refusal);
        dress(
            &mut response,
            caller,
            language,
            shared.web.urls.style.as_deref(),
            &ids.request,
        );
        language::name(&mut response, language);
        headers::put(response.headers_mut(), &ids.nonce, shared.web.origin.https());
        if let Ok(id) = HeaderValue::from_str(&ids.request) {
            response.headers_mut().insert("x-request-id", id);
        }
        log(response.status(), routine, &watch);
        response
    }
    .instrument(span)
    .await
}

/// Refuses what must not reach a handler, then runs it with an eye on the clock.
async fn guarded(web: &Web, request: Request, next: Next) -> Result<Response, StatusCode> {
    if request
        .uri()
        .path_and_query()
        .is_some_and(|address| address.as_str().len() > URI_BYTES)
    {
        return Err(StatusCode::URI_TOO_LONG);
    }
    if !host_is_ours(web, request.uri(), request.headers()) {
        return Err(StatusCode::MISDIRECTED_REQUEST);
    }
    if !same_origin::allowed(request.method(), request.uri().path(), request.headers(), &web.origin) {
        return Err(StatusCode::FORBIDDEN);
    }
    let request = with_whole_body(request).await?;
    let _place = place(web, request.uri().path())?;
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

fn browser(web: &Web, request: &Request) -> Browser {
    // Without a socket (a router called directly) nobody can be told from anybody.
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(address)| address.ip());
    let user_agent = request
        .headers()
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    Browser {
        address: proxies::client(peer, request.headers(), &web.trusted_proxies),
        agent: agent::in_words(user_agent),
    }
}

/// One `Host` and it is ours; an absolute request line must agree (RFC 9112 section 3.2).
fn host_is_ours(web: &Web, uri: &Uri, headers: &HeaderMap) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    let named = hosts
        .next()
        .and_then(|host| host.to_str().ok())
        .is_some_and(|host| web.origin.is_host(host));
    named
        && hosts.next().is_none()
        && uri
            .authority()
            .is_none_or(|authority| web.origin.is_host(authority.as_str()))
}

/// Reads the body before a place is taken, so that slow senders keep nobody out.
async fn with_whole_body(request: Request) -> Result<Request, StatusCode> {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return Ok(request);
    }
    let (parts, body) = request.into_parts();
    let bytes = timeout(BODY_TIMEOUT, to_bytes(body, BODY_BYTES))
        .await
        .map_err(|_| StatusCode::REQUEST_TIMEOUT)?;
    // Broken off or too large: only a sender of too much still reads the answer.
    let bytes = bytes.map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
    Ok(Request::from_parts(parts, Body::from(bytes)))
}

fn place<'a>(web: &'a Web, path: &str) -> Result<SemaphorePermit<'a>, StatusCode> {
    let always = ALWAYS_SERVED.iter().any(|prefix| path.starts_with(prefix));
    let free = web.places.try_acquire().ok();
    let free = free.or_else(|| web.reserved.try_acquire().ok().filter(|_| always));
    free.ok_or_else(|| {
        tracing::warn!(RESERVED, "too many requests at once");
        StatusCode::SERVICE_UNAVAILABLE
    })
}

fn log(status: StatusCode, routine: bool, watch: &Stopwatch) {
    let milliseconds = watch.elapsed().as_secs_f64() * 1000.0;
    match status.as_u16() {
        status @ 500.. => tracing::warn!(status, milliseconds, "answered"),
        status @ ..400 if routine => tracing::debug!(status, milliseconds, "answered"),
        status => tracing::info!(status, milliseconds, "answered"),
    }
}
