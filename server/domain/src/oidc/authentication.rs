//! How an app proves who it is (RFC 6749 section 2.3, OpenID Connect Core section 9).

use super::{
    clients::client::{Authentication, Client, SigningAlgorithm},
    error::{AppError, ErrorCode},
};
use crate::{
    Service, Timestamp,
    kernel::{
        clock::MINUTE,
        credential::{CredentialKind, PlainCredential},
        id::ClientId,
        ports::VerifiedJwt,
        throttle::Window,
        token::TokenDigest,
    },
    sign_in::store::Reservation,
};
use serde_json::Value;
use terms::CLOCK_TOLERANCE;

/// How far in the future an assertion may end, in seconds.
const ASSERTION_LIFE: i64 = 5 * MINUTE;
/// The only kind of assertion (RFC 7523 section 2.2).
pub const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// What an app presents.
pub enum Presented<'a> {
    /// Its id alone.
    Nothing(&'a str),
    /// Its id and secret.
    Secret(&'a str, &'a str),
    /// A signed assertion, and its id if it says it.
    Assertion(Option<&'a str>, &'a str),
}

/// The app is none of ours, or did not prove that it is.
const UNPROVED: AppError = AppError::refused(
    ErrorCode::InvalidClient,
    "the app is unknown, or its proof is not right",
);

impl Service {
    /// Authenticates an app by the method that it was added with.
    ///
    /// # Errors
    /// `InvalidClient`.
    pub async fn proved_app(&self, presented: &Presented<'_>) -> Result<Client, AppError> {
        let (id, assertion) = match presented {
            Presented::Nothing(id) | Presented::Secret(id, _) => (ClientId::parse(id), None),
            Presented::Assertion(id, assertion) => {
                let issuer = issuer(assertion).and_then(|issuer| ClientId::parse(&issuer));
                let said = id.is_none_or(|id| issuer.as_ref().is_some_and(|issuer| issuer.as_str() == id));
                (issuer.filter(|_| said), Some(*assertion))
            }
        };
        let client = self.store().client(&id.ok_or(UNPROVED)?).await?.ok_or(UNPROVED)?;
        let proved = match (&client.authentication, presented, assertion) {
            (Authentication::None, Presented::Nothing(_), _) => true,
            (Authentication::Secret(digest), Presented::Secret(_, secret), _) => PlainCredential::parse(secret)
                .is_some_and(|plain| plain.kind() == CredentialKind::ClientSecret && plain.digest() == *digest),
            (Authentication::Keys(keys), _, Some(assertion)) => self.asserted(&client, keys, assertion).await?,
            _ => false,
        };
        proved.then_some(client).ok_or(UNPROVED)
    }

    /// Checks an assertion: who signed it, for whom, until when. Each counts once.
    async fn asserted(&self, client: &Client, keys: &str, assertion: &str) -> Result<bool, AppError> {
        let Ok(VerifiedJwt { claims, .. }) = self.signer().verify(assertion, keys, SigningAlgorithm::ALL) else {
            return Ok(false);
        };
        let now = self.now();
        let origin = &self.settings().origin;
        let audiences = [origin.clone(), format!("{origin}{}", super::TOKEN_PATH)];
        let Some(until) = judged(&claims, client, &audiences, now) else {
            return Ok(false);
        };
        let Some(id) = claims.get("jti").and_then(Value::as_str).filter(|id| !id.is_empty()) else {
            return Ok(false);
        };
        let window = Window {
            subject: format!("assertion {} {}", client.id, TokenDigest::of(id).as_str()),
            limit: 1,
            span: until.since(now) + CLOCK_TOLERANCE,
            keeps_right: true,
        };
        Ok(self.store().reserve(&[window], now).await? == Reservation::Reserved)
    }
}

/// Returns who an assertion says has signed it. Nothing is checked: it is only where to look for the keys.
fn issuer(assertion: &str) -> Option<String> {
    let body = assertion.split('.').nth(1)?;
    let bytes = data_encoding::BASE64URL_NOPAD.decode(body.as_bytes()).ok()?;
    let claims: Value = serde_json::from_slice(&bytes).ok()?;
    claims.get("iss")?.as_str().map(str::to_owned)
}

/// Returns the end of an assertion whose claims are right (RFC 7523 section 3).
fn judged(claims: &Value, client: &Client, audiences: &[String], now: Timestamp) -> Option<Timestamp> {
    let is_client = |name: &str| claims.get(name).and_then(Value::as_str) == Some(client.id.as_str());
    let is_ours = |audience: &Value| {
        let audience = audience.as_str();
        audiences.iter().any(|ours| audience == Some(ours.as_str()))
    };
    let for_us = match claims.get("aud")? {
        Value::Array(many) => many.iter().any(is_ours),
        one => is_ours(one),
    };
    let until = Timestamp(claims.get("exp")?.as_i64()?);
    let begun = |name: &str| match claims.get(name) {
        Some(at) => at
            .as_i64()
            .is_some_and(|at| now.since(Timestamp(at)) >= -CLOCK_TOLERANCE),
        None => true,
    };
    let left = until.since(now);
    let in_time = (-CLOCK_TOLERANCE + 1..=ASSERTION_LIFE + CLOCK_TOLERANCE).contains(&left);
    (is_client("iss") && is_client("sub") && for_us && in_time && begun("nbf") && begun("iat")).then_some(until)
}
