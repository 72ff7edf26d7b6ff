//! The request that buys a token.

use super::{TokenError, error::Problem};
use crate::{config::TokenOptions, outgoing};
use domain::kernel::credential::{CredentialKind, PlainCredential};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use ureq::{
    Agent, Body,
    http::{Response, header},
};
use zeroize::Zeroizing;

/// How long the whole purchase may take.
const TIMEOUT: Duration = Duration::from_secs(10);
/// Maximum length of an answer, in bytes.
const ANSWER_BYTES: u64 = 64 * 1024;

/// Where tokens are bought.
pub(super) struct Shop {
    agent: Agent,
    origin: String,
    /// The body of the request, empty if nothing is asked for.
    body: Vec<u8>,
}

/// What is asked for.
#[derive(Serialize)]
struct Wish<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    ttl: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<&'a str>,
}

/// The part of the answer that is printed.
#[derive(Deserialize)]
struct TokenAnswer {
    access_token: Zeroizing<String>,
}

impl Shop {
    /// Prepares purchases.
    pub(super) fn new(options: &TokenOptions) -> Self {
        let mut config = outgoing::settings(TIMEOUT);
        config = match options.url.https() {
            true => config.tls_config(outgoing::tls()),
            // A proxy would read the key.
            false => config.proxy(None),
        };
        let wish = Wish {
            ttl: options.ttl,
            scope: options.scope.as_deref(),
        };
        let asks = options.ttl.is_some() || options.scope.is_some();
        let body = asks.then(|| serde_json::to_vec(&wish).unwrap_or_default());
        Self {
            agent: config.build().new_agent(),
            origin: options.url.as_str().to_owned(),
            body: body.unwrap_or_default(),
        }
    }

    /// Buys a token.
    pub(super) fn buy(&self, key: &PlainCredential, passcode: Option<&str>) -> Result<PlainCredential, TokenError> {
        let bearer = Zeroizing::new(format!("Bearer {}", key.expose_secret()));
        let mut request = self
            .agent
            .post(format!("{}/api/v1/tokens", self.origin))
            .header(header::AUTHORIZATION, bearer.as_str());
        if let Some(passcode) = passcode {
            request = request.header("x-otp", passcode);
        }
        let sent = match self.body.as_slice() {
            [] => request.send_empty(),
            body => request.content_type("application/json").send(body),
        };
        self.read(sent.map_err(|error| self.unreachable(&error))?)
    }

    fn read(&self, mut response: Response<Body>) -> Result<PlainCredential, TokenError> {
        let status = response.status().as_u16();
        let retry_after = response.headers().get(header::RETRY_AFTER);
        let retry_after = retry_after.and_then(|value| value.to_str().ok()?.parse().ok());
        let answer = response.body_mut().with_config().limit(ANSWER_BYTES).read_to_vec();
        let answer = Zeroizing::new(answer.map_err(|error| self.unreachable(&error))?);
        if status == 201 {
            return token(&answer).ok_or_else(|| self.foreign(status));
        }
        let mut problem: Problem = serde_json::from_slice(&answer).map_err(|_| self.foreign(status))?;
        problem.retry_after = retry_after;
        Err(problem.into())
    }

    fn foreign(&self, status: u16) -> TokenError {
        TokenError::Foreign(self.origin.clone(), status)
    }

    fn unreachable(&self, error: &ureq::Error) -> TokenError {
        TokenError::Unreachable(self.origin.clone(), error.to_string())
    }
}

/// Returns the token of an answer. Whatever has another form is not printed.
fn token(answer: &[u8]) -> Option<PlainCredential> {
    let bought: TokenAnswer = serde_json::from_slice(answer).ok()?;
    PlainCredential::parse(&bought.access_token).filter(|plain| plain.kind() == CredentialKind::AccessToken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Origin;
    use std::{
        io::{Read, Write},
        net::TcpListener,
        thread,
    };
    use testing::SeededEntropy;

    fn credential(kind: CredentialKind) -> PlainCredential {
        PlainCredential::random(kind, &"0".repeat(32), &SeededEntropy::new(1))
    }

    /// Buys a token from a server that gives one answer and is gone. Returns the outcome, with the server's address as
    /// `URL`, and the request.
    fn bought(answer: String) -> (Result<String, String>, String) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let server = thread::spawn(move || {
            let (mut client, _) = listener.accept().expect("a client");
            drop(listener);
            let (mut request, mut part) = (String::new(), [0; 1024]);
            while !request.contains("\r\n\r\n") {
                let read = client.read(&mut part).expect("a request");
                request.push_str(&String::from_utf8_lossy(&part[..read]));
            }
            // A client that has read enough closes the connection.
            let _ = client.write_all(answer.as_bytes());
            request.to_lowercase()
        });
        let options = TokenOptions {
            url: Origin::parse(&url).expect("an origin"),
            key_file: "key".into(),
            secret_file: None,
            scope: None,
            ttl: None,
        };
        let key = credential(CredentialKind::ApiKey);
        let outcome = Shop::new(&options).buy(&key, Some("492039"));
        let outcome = outcome.map(|token| token.expose_secret().to_owned());
        let request = server.join().expect("a request");
        (outcome.map_err(|error| error.to_string().replace(&url, "URL")), request)
    }

    fn answer(head: &str, body: &str) -> String {
        format!("HTTP/1.1 {head}\r\nContent-Length: {}\r\n\r\n{body}", body.len())
    }

    fn sold(token: &str) -> String {
        let body = format!("{{\"access_token\": \"{token}\", \"expires_in\": 900}}");
        answer("201 Created", &body)
    }

    #[test]
    fn key_and_passcode_are_sent_in_their_headers() {
        let token = credential(CredentialKind::AccessToken);
        let (outcome, request) = bought(sold(token.expose_secret()));
        assert_eq!(outcome.as_deref(), Ok(token.expose_secret()));
        assert!(request.starts_with("post /api/v1/tokens http/1.1\r\n"), "{request}");
        let key = credential(CredentialKind::ApiKey);
        for header in [
            &format!("authorization: bearer {}", key.expose_secret()),
            "x-otp: 492039",
        ] {
            assert!(request.contains(&format!("\r\n{header}\r\n")), "{request}");
        }
    }

    #[test]
    fn a_refusal_is_reported_with_the_time_to_wait() {
        let body = r#"{"title": "x", "status": 429, "code": "otp_locked", "detail": "Too many."}"#;
        let (outcome, _) = bought(answer("429 Too Many Requests\r\nRetry-After: 30", body));
        assert_eq!(outcome, Err("otp_locked: Too many. Try again in 30 s.".to_owned()));
    }

    #[test]
    fn what_is_no_answer_of_the_api_is_neither_followed_nor_printed() {
        let foreign = |status| {
            Err(format!(
                "URL answered with the status {status}, but not as Twofold does; is this the right --url?"
            ))
        };
        let moved = answer("307 Temporary Redirect\r\nLocation: http://127.0.0.1:1/", "");
        assert_eq!(bought(moved).0, foreign(307));
        assert_eq!(
            bought(answer("502 Bad Gateway", "<h1>Bad gateway</h1>")).0,
            foreign(502)
        );
        assert_eq!(bought(answer("200 OK", "{}")).0, foreign(200));
        for token in [
            "",
            "tfa_1",
            "\\u001b[2J",
            credential(CredentialKind::ApiKey).expose_secret(),
        ] {
            assert_eq!(bought(sold(token)).0, foreign(201), "{token}");
        }
    }

    #[test]
    fn an_answer_is_bounded() {
        let (outcome, _) = bought(sold(&"a".repeat(100_000)));
        assert!(outcome.is_err_and(|error| error.starts_with("no answer from URL: ")));
    }
}
