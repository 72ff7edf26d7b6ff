//! An app that signs people in with the server.

use crate::{
    browser::{Browser, Reply, encoded},
    test_app::TestApp,
};
use axum::body::Body;
use data_encoding::{BASE64, BASE64URL_NOPAD};
use domain::{
    kernel::ports::Signer,
    oidc::{
        clients::{choice::ClientForm, client::SigningAlgorithm},
        pkce::CodeChallenge,
    },
};
use http::{Method, header};
use serde_json::Value;
use sha2::{Digest, Sha256};
use signing::AwsLcSigner;
use std::collections::BTreeMap;
use testing::ORIGIN;

/// Where people are sent back to.
pub(crate) const CALLBACK: &str = "https://app.example/callback";
/// Where people are sent after a sign-out.
pub(crate) const BYE: &str = "https://app.example/bye";
pub(crate) const VERIFIER: &str = "a-verifier-of-forty-three-characters-or-more";
pub(crate) const ALL_SCOPES: &str = "openid profile email offline_access";

/// The form of an app that asks people, with the secret of a server.
pub(crate) const FORM: ClientForm<'static> = ClientForm {
    name: "Notes",
    kind: "secret",
    key_set: "",
    redirect_uris: CALLBACK,
    logout_uris: BYE,
    backchannel_uri: "",
    audience: "everyone",
    members: "",
    consent: "ask",
    least: "pwd",
    algorithm: "RS256",
};

pub(crate) struct Rp<'a> {
    pub app: &'a TestApp,
    pub id: String,
    pub secret: Option<String>,
}

/// The answer with which a browser comes back.
pub(crate) type Brought = BTreeMap<String, String>;

impl<'a> Rp<'a> {
    pub(crate) async fn added(app: &'a TestApp, form: &ClientForm<'_>) -> Self {
        Self::added_by(app, None, form).await
    }

    /// An app of the account of this member, or of the operator.
    pub(crate) async fn added_by(app: &'a TestApp, member: Option<&str>, form: &ClientForm<'_>) -> Self {
        let added = app.service.operator_adds_app(member, form).await.unwrap();
        Self {
            app,
            id: added.id.to_string(),
            secret: added.secret.map(|secret| secret.expose_secret().to_owned()),
        }
    }

    /// Notes, which does not ask.
    pub(crate) async fn silent(app: &'a TestApp) -> Self {
        Self::added(
            app,
            &ClientForm {
                consent: "skip",
                ..FORM
            },
        )
        .await
    }

    /// The address of a request, with these parameters instead or besides; an empty one is left out.
    pub(crate) fn request(&self, others: &[(&str, &str)]) -> String {
        let challenge = challenge(VERIFIER);
        let mut all: BTreeMap<&str, &str> = BTreeMap::from([
            ("response_type", "code"),
            ("client_id", &self.id),
            ("redirect_uri", CALLBACK),
            ("scope", "openid"),
            ("state", "s t&a=te"),
            ("nonce", "n0nce"),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ]);
        all.extend(others.iter().copied());
        let all: Vec<_> = all.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        format!("/oidc/authorize?{}", encoded(&all))
    }

    /// A signed-in browser gets a code.
    pub(crate) async fn code(&self, browser: &mut Browser, others: &[(&str, &str)]) -> String {
        let back = browser.get(&self.request(others)).await;
        brought(&back).remove("code").unwrap_or_else(|| panic!("{back:?}"))
    }

    /// Asks the token endpoint.
    pub(crate) async fn token(&self, fields: &[(&str, &str)]) -> Reply {
        self.ask("/oidc/token", fields).await
    }

    pub(crate) async fn exchange(&self, code: &str) -> Reply {
        self.token(&[
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ])
        .await
    }

    pub(crate) async fn refresh(&self, token: &str) -> Reply {
        self.token(&[("grant_type", "refresh_token"), ("refresh_token", token)])
            .await
    }

    pub(crate) async fn is_active(&self, token: &str) -> bool {
        let reply = self.ask("/oidc/introspect", &[("token", token)]).await.ok();
        reply.json()["active"] == true
    }

    pub(crate) async fn user_info(&self, token: &str) -> Reply {
        let mut server = self.app.browser();
        let request = server.request(Method::GET, "/oidc/userinfo");
        let request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        server.send(request.body(Body::empty()).unwrap()).await
    }

    /// Asks as the app, which proves who it is with the header.
    pub(crate) async fn ask(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let mut fields = fields.to_vec();
        if self.secret.is_none() {
            fields.push(("client_id", &self.id));
        }
        let mut server = self.app.browser();
        let mut request = server.request(Method::POST, path);
        if let Some(secret) = &self.secret {
            let pair = BASE64.encode(format!("{}:{secret}", self.id).as_bytes());
            request = request.header(header::AUTHORIZATION, format!("Basic {pair}"));
        }
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        server.send(request.body(Body::from(encoded(&fields))).unwrap()).await
    }

    /// Reads a token as an app does: its signature and whom it is for.
    pub(crate) async fn claims(&self, token: &str) -> Value {
        let keys = self.app.browser().get("/oidc/jwks").await.ok().body;
        let read = AwsLcSigner.verify(token, &keys, SigningAlgorithm::ALL).unwrap();
        assert_eq!(
            (&read.claims["iss"], &read.claims["aud"]),
            (&ORIGIN.into(), &self.id.as_str().into())
        );
        read.claims
    }
}

pub(crate) fn challenge(verifier: &str) -> String {
    let digest = BASE64URL_NOPAD.encode(&Sha256::digest(verifier.as_bytes()));
    CodeChallenge::parse(&digest).unwrap().as_str().to_owned()
}

/// Reads what a browser brings back to the app, by a redirect or by the page after a form.
#[track_caller]
pub(crate) fn brought(reply: &Reply) -> Brought {
    let target = match reply.status.as_u16() {
        303 => reply.location().to_owned(),
        200 => {
            let (_, rest) = reply
                .body
                .split_once("content=\"0;url=")
                .unwrap_or_else(|| panic!("{}", reply.body));
            rest.split('"').next().unwrap().replace("&amp;", "&")
        }
        _ => panic!("{reply:?}"),
    };
    let query = target.strip_prefix(CALLBACK).unwrap_or_else(|| panic!("{target}"));
    let pairs = form_urlencoded::parse(query.trim_start_matches('?').as_bytes());
    let brought: Brought = pairs.into_owned().collect();
    assert_eq!(brought["iss"], ORIGIN, "RFC 9207");
    brought
}

/// Returns the parameter of a page of ours that a redirect leads to.
#[track_caller]
pub(crate) fn parameter(location: &str, page: &str, name: &str) -> String {
    let query = location.strip_prefix(page).unwrap_or_else(|| panic!("{location}"));
    let mut pairs = form_urlencoded::parse(query.trim_start_matches('?').as_bytes());
    pairs
        .find(|(key, _)| key == name)
        .unwrap_or_else(|| panic!("{location}"))
        .1
        .into_owned()
}
