//! A browser with cookies and an address, and the two ways of calling a server function.

use app::wire::{error::ApiError, fields::PAGE_FIELD};
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
};
use http::{HeaderMap, Method, Request, StatusCode, header};
use std::{
    collections::BTreeMap,
    net::{IpAddr, SocketAddr},
};
use terms::Rejection;
use tower::ServiceExt;

pub(crate) const HTML: &str = "text/html,application/xhtml+xml,*/*;q=0.8";
pub(crate) const SESSION: &str = "__Host-session";
pub(crate) const CHALLENGE: &str = "__Host-challenge";
pub(crate) const KNOWN: &str = "__Host-known";
pub(crate) const LINK: &str = "__Host-link";
pub(crate) const FLASH: &str = "__Host-flash";
const FORM: &str = "application/x-www-form-urlencoded";

#[derive(Clone)]
pub(crate) struct Browser {
    router: Router,
    pub jar: BTreeMap<String, String>,
    pub address: IpAddr,
    /// The path of the page that plain forms name.
    pub page: String,
    /// The host that it asks.
    pub host: String,
    /// Whether cookies have to be `Secure` and their names prefixed, as from an https origin.
    pub secure: bool,
    /// Additional headers of every request.
    pub extra: Vec<(&'static str, String)>,
}

#[derive(Debug)]
pub(crate) struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Browser {
    pub(crate) fn at(router: Router, address: IpAddr) -> Self {
        Self {
            router,
            jar: BTreeMap::new(),
            address,
            page: "/".into(),
            host: "localhost:3000".into(),
            secure: true,
            extra: Vec::new(),
        }
    }

    /// The same browser at another server, or at the restarted one.
    pub(crate) fn moved(&self, router: &Router) -> Self {
        Self {
            router: router.clone(),
            ..self.clone()
        }
    }

    /// Another browser at the same address with only these cookies.
    pub(crate) fn with(&self, names: &[&str]) -> Self {
        let jar = self.jar.iter().filter(|(name, _)| names.contains(&name.as_str()));
        Self {
            jar: jar.map(|(name, value)| (name.clone(), value.clone())).collect(),
            ..self.clone()
        }
    }

    pub(crate) fn cookie(&self, name: &str) -> String {
        self.jar.get(name).cloned().unwrap_or_default()
    }

    pub(crate) fn put(&mut self, name: &str, value: &str) {
        self.jar.insert(name.into(), value.into());
    }

    /// Calls a server function like the client's script.
    pub(crate) async fn post(&mut self, endpoint: &str, fields: &[(&str, &str)]) -> Reply {
        let request = self.script(endpoint).body(Body::from(encoded(fields))).unwrap();
        self.send(request).await
    }

    /// The head of such a call.
    pub(crate) fn script(&self, endpoint: &str) -> http::request::Builder {
        self.request(Method::POST, &format!("/ui/{endpoint}"))
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, FORM)
            .header("sec-fetch-site", "same-origin")
    }

    /// Sends a plain form, as without scripts.
    pub(crate) async fn form(&mut self, endpoint: &str, fields: &[(&str, &str)]) -> Reply {
        let all = [&[(PAGE_FIELD, self.page.as_str())], fields].concat();
        let request = self
            .request(Method::POST, &format!("/ui/{endpoint}"))
            .header(header::ACCEPT, HTML)
            .header(header::CONTENT_TYPE, FORM)
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(encoded(&all)));
        self.send(request.unwrap()).await
    }

    /// Opens a page.
    pub(crate) async fn get(&mut self, path: &str) -> Reply {
        let request = self
            .request(Method::GET, path)
            .header(header::ACCEPT, HTML)
            .body(Body::empty());
        self.send(request.unwrap()).await
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> http::request::Builder {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, &self.host);
        if !self.jar.is_empty() {
            let pairs: Vec<_> = self.jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header(header::COOKIE, pairs.join("; "));
        }
        for (name, value) in &self.extra {
            request = request.header(*name, value);
        }
        request
    }

    pub(crate) async fn send(&mut self, mut request: Request<Body>) -> Reply {
        request
            .extensions_mut()
            .insert(ConnectInfo(SocketAddr::new(self.address, 50_000)));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            self.keep(cookie.to_str().unwrap());
        }
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Reply {
            status: parts.status,
            headers: parts.headers,
            body,
        }
    }

    fn keep(&mut self, cookie: &str) {
        let mut parts = cookie.split("; ");
        let (name, value) = parts.next().and_then(|pair| pair.split_once('=')).unwrap();
        let attributes: Vec<_> = parts.collect();
        for attribute in ["Path=/", "HttpOnly", "SameSite=Lax"] {
            assert!(attributes.contains(&attribute), "{cookie}");
        }
        assert_eq!(attributes.contains(&"Secure"), self.secure, "{cookie}");
        assert_eq!(name.starts_with("__Host-"), self.secure, "{cookie}");
        assert!(!attributes.iter().any(|a| a.starts_with("Domain")), "{cookie}");
        match value.is_empty() || attributes.contains(&"Max-Age=0") {
            true => self.jar.remove(name),
            false => self.jar.insert(name.into(), value.into()),
        };
    }

    /// Whether this browser has access to a member's pages; checked after an attack.
    pub(crate) async fn is_in(&mut self) -> bool {
        let home = self.post("home", &[]).await;
        let list = self.post("devices", &[]).await;
        let page = self.get("/security/two-factor").await;
        assert_eq!(list.status == StatusCode::OK, page.status == StatusCode::OK, "{page:?}");
        match list.status {
            // A repair session and a restricted one have the devices, but not Home.
            StatusCode::OK if home.status != StatusCode::OK => {
                let refused = [Rejection::Repair, Rejection::Restricted].map(ApiError::Rejected);
                assert!(refused.contains(&home.error()), "{}", home.body);
            }
            StatusCode::OK => {}
            // A sign-in-only session has Home, but not the devices.
            _ if home.status == StatusCode::OK => {
                assert_eq!(list.error(), ApiError::Rejected(Rejection::SignInOnly));
                return true;
            }
            // A restricted session has nothing before the mailbox is proved.
            _ if list.error() == ApiError::Rejected(Rejection::Restricted) => {
                assert_eq!(home.error(), list.error());
                return true;
            }
            _ => {
                assert_eq!(list.error(), ApiError::Rejected(Rejection::NotSignedIn));
                assert_eq!(home.error(), ApiError::Rejected(Rejection::NotSignedIn));
            }
        }
        list.status == StatusCode::OK
    }
}

impl Reply {
    #[track_caller]
    pub(crate) fn ok(self) -> Self {
        assert_eq!(self.status, StatusCode::OK, "{}", self.body);
        self
    }

    /// Returns the error and checks that its status matches.
    #[track_caller]
    pub(crate) fn error(&self) -> ApiError {
        let error: ApiError =
            serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{e}: {} {}", self.status, self.body));
        assert_eq!(self.status.as_u16(), error.status(), "{}", self.body);
        assert!(
            !self.headers.contains_key(header::SET_COOKIE),
            "a refusal sets no cookie: {:?}",
            self.headers
        );
        error
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// Returns the data that a read returns for its page.
    pub(crate) fn data(&self) -> serde_json::Value {
        self.json()["data"].clone()
    }

    pub(crate) fn location(&self) -> &str {
        self.header("location")
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn is_wrong_code(&self) -> bool {
        matches!(self.error(), ApiError::Rejected(Rejection::WrongCode { .. }))
    }
}

pub(crate) fn encoded(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}
