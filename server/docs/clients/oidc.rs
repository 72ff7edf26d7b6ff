//! A command-line app whose user signs in with Twofold in a browser (OpenID Connect, RFC 8252). It prints who that is; each
//! line of its input asks Twofold again, and the end of the input signs out.
//!
//! ```text
//! ISSUER      https://accounts.example.com
//! CLIENT_ID   the app's: twofold app add "Command line" --public --redirect http://127.0.0.1/callback
//! ```
//!
//! People have the code of such an app, so it has no secret: what only this run knows (the verifier of PKCE, RFC 7636) takes
//! its place. Twofold takes any port of a loopback address, so a free one is used.
//!
//! ```toml
//! [dependencies]
//! openidconnect = { version = "4", default-features = false }
//! ureq = "3"
//! url = "2"
//! ```
#![expect(
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "a command-line app; leave this out of your program"
)]

use openidconnect::{
    AccessTokenHash, AuthenticationContextClass, AuthorizationCode, ClientId, CsrfToken, EndpointMaybeSet,
    EndpointNotSet, EndpointSet, HttpRequest, HttpResponse, IssuerUrl, LogoutRequest, Nonce, OAuth2TokenResponse,
    PkceCodeChallenge, ProviderMetadataWithLogout, RedirectUrl, RequestTokenError, Scope, TokenResponse,
    core::{
        CoreAuthenticationFlow, CoreClient, CoreErrorResponseType, CoreIdTokenClaims, CoreTokenResponse,
        CoreUserInfoClaims,
    },
};
use std::{
    collections::HashMap,
    env,
    error::Error,
    io::{self, BufRead, BufReader, Read, Write},
    net::TcpListener,
    process::ExitCode,
    time::Duration,
};
use ureq::Agent;
use url::Url;

type Result<T> = std::result::Result<T, Box<dyn Error>>;
type Client =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

const SECOND_FACTOR: &str = "urn:twofold:acr:mfa";

struct App {
    agent: Agent,
    issuer: IssuerUrl,
    client: Client,
    listener: TcpListener,
}

impl App {
    /// Signs a person in, and checks what Twofold says about it.
    fn sign_in(&self) -> Result<(CoreTokenResponse, CoreIdTokenClaims)> {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (address, state, nonce) = self
            .client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                CsrfToken::new_random,
                Nonce::new_random,
            )
            .add_scope(Scope::new("profile".to_owned()))
            .add_scope(Scope::new("email".to_owned()))
            .add_auth_context_value(AuthenticationContextClass::new(SECOND_FACTOR.to_owned()))
            .set_pkce_challenge(challenge)
            .url();
        println!("Open in your browser: {address}");
        let code = self.code(&state)?;
        let tokens = self
            .client
            .exchange_code(code)?
            .set_pkce_verifier(verifier)
            .request(&|request| send(&self.agent, request))?;
        let verifier = self.client.id_token_verifier();
        let id_token = tokens.id_token().ok_or("no ID token came")?;
        let claims = id_token.claims(&verifier, &nonce)?.clone();
        if let Some(hash) = claims.access_token_hash()
            && *hash
                != AccessTokenHash::from_token(
                    tokens.access_token(),
                    id_token.signing_alg()?,
                    id_token.signing_key(&verifier)?,
                )?
        {
            return Err("the access token is not the one that the ID token names".into());
        }
        // What was asked for may have been taken out of the address on the way.
        match claims.auth_context_ref() {
            Some(acr) if acr.as_str() == SECOND_FACTOR => Ok((tokens, claims)),
            _ => Err("a second factor is needed".into()),
        }
    }

    /// Waits for the browser, and returns the code that it brings from Twofold.
    fn code(&self, state: &CsrfToken) -> Result<AuthorizationCode> {
        loop {
            let (mut stream, _) = self.listener.accept()?;
            // Browsers open connections in advance, and send nothing.
            stream.set_read_timeout(Some(Duration::from_secs(2)))?;
            let mut lines = BufReader::new((&stream).take(16_384)).lines();
            let Some(Ok(line)) = lines.next() else { continue };
            // The whole head is read: what is left unread when the connection closes would cost the browser the answer.
            while lines.next().is_some_and(|line| line.is_ok_and(|line| !line.is_empty())) {}
            let target = line.split(' ').nth(1).unwrap_or_default();
            let url = Url::parse(&format!("http://127.0.0.1{target}"))?;
            let answer: HashMap<_, _> = url.query_pairs().into_owned().collect();
            let is = |name: &str, expected: &str| answer.get(name).is_some_and(|value| value == expected);
            if url.path() != "/callback" || !is("state", state.secret()) {
                write!(stream, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")?;
                continue;
            }
            let text = "You can close this page and go back to the terminal.";
            write!(
                stream,
                "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n\r\n{text}",
                text.len()
            )?;
            // Another provider's answer is not for this one (RFC 9207).
            if !is("iss", self.issuer.as_str()) {
                return Err("the answer is of another issuer".into());
            }
            return match answer.get("code") {
                Some(code) => Ok(AuthorizationCode::new(code.clone())),
                None => Err(format!("{:?}", answer.get("error")).into()),
            };
        }
    }

    /// Returns new tokens of the same sign-in, or `None` once it has ended.
    fn refreshed(&self, tokens: &CoreTokenResponse, of: &CoreIdTokenClaims) -> Result<Option<CoreTokenResponse>> {
        let refresh_token = tokens.refresh_token().ok_or("no refresh token came")?;
        let asked = self.client.exchange_refresh_token(refresh_token)?;
        let tokens = match asked.request(&|request| send(&self.agent, request)) {
            Ok(tokens) => tokens,
            Err(RequestTokenError::ServerResponse(refused))
                if *refused.error() == CoreErrorResponseType::InvalidGrant =>
            {
                return Ok(None);
            }
            Err(error) => return Err(error.into()),
        };
        let id_token = tokens.id_token().ok_or("no ID token came")?;
        // A nonce belongs to a browser's answer, and there was none.
        let claims = id_token.claims(&self.client.id_token_verifier(), |_: Option<&Nonce>| Ok(()))?;
        if claims.subject() != of.subject() {
            return Err("the tokens are of another person".into());
        }
        Ok(Some(tokens))
    }

    /// Prints who has signed in, and how.
    fn print(&self, tokens: &CoreTokenResponse, claims: &CoreIdTokenClaims) -> Result<()> {
        let user: CoreUserInfoClaims = self
            .client
            .user_info(tokens.access_token().clone(), Some(claims.subject().clone()))?
            .request(&|request| send(&self.agent, request))?;
        let methods: Vec<_> = claims.auth_method_refs().into_iter().flatten().collect();
        let methods: Vec<_> = methods.iter().map(|method| method.as_str()).collect();
        println!("sub={}", claims.subject().as_str());
        println!("email={}", user.email().map_or("", |email| email.as_str()));
        println!("acr={}", claims.auth_context_ref().map_or("", |acr| acr.as_str()));
        println!("amr={}", methods.join(" "));
        println!("auth_time={}", claims.auth_time().map_or(0, |at| at.timestamp()));
        Ok(())
    }
}

/// Sends a request of the crate.
fn send(agent: &Agent, request: HttpRequest) -> std::result::Result<HttpResponse, ureq::Error> {
    let (head, mut body) = agent.run(request)?.into_parts();
    Ok(HttpResponse::from_parts(head, body.read_to_vec()?))
}

fn run() -> Result<()> {
    let agent = Agent::config_builder()
        .timeout_global(Some(Duration::from_secs(10)))
        // A redirect could lead tokens elsewhere.
        .max_redirects(0)
        .http_status_as_error(false)
        .build()
        .new_agent();
    let issuer = IssuerUrl::new(env::var("ISSUER")?)?;
    let provider = ProviderMetadataWithLogout::discover(&issuer, &|request| send(&agent, request))?;
    let sign_out = provider.additional_metadata().end_session_endpoint.clone();
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let redirect = RedirectUrl::new(format!("http://{}/callback", listener.local_addr()?))?;
    let client = CoreClient::from_provider_metadata(provider, ClientId::new(env::var("CLIENT_ID")?), None)
        .set_redirect_uri(redirect);
    let app = App {
        agent,
        issuer,
        client,
        listener,
    };
    let (mut tokens, claims) = app.sign_in()?;
    app.print(&tokens, &claims)?;
    for line in io::stdin().lines() {
        line?;
        match app.refreshed(&tokens, &claims)? {
            Some(new) => tokens = new,
            None => return Err("The session has ended at Twofold.".into()),
        }
        app.print(&tokens, &claims)?;
    }
    let (Some(sign_out), Some(id_token)) = (sign_out, tokens.id_token()) else {
        return Ok(());
    };
    let address = LogoutRequest::from(sign_out).set_id_token_hint(id_token);
    println!("Open in your browser to sign out: {}", address.http_get_url());
    Ok(())
}

fn main() -> ExitCode {
    run().map_or_else(
        |error| {
            eprintln!("{error}");
            ExitCode::FAILURE
        },
        |()| ExitCode::SUCCESS,
    )
}
