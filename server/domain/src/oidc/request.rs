//! A request for a code (RFC 6749 section 4.1.1, OpenID Connect Core section 3.1.2.1), as an app sends it with a browser.
//!
//! It is checked once and then sealed, because the browser carries it through sign-in and consent: nothing is stored for
//! visitors who are not signed in, and nothing of it changes on the way.

use super::{
    clients::client::{Acr, Client},
    error::ErrorCode,
    parameters::Parameters,
    pkce::CodeChallenge,
    scope::AppScopes,
};
use crate::{
    InternalError, Service, Timestamp,
    kernel::{
        clock::MINUTE,
        id::{ClientId, MemberId},
        seal::{AssociatedData, Sealed},
    },
};
use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};
use terms::CLOCK_TOLERANCE;

/// Maximum length of all parameters, in bytes.
const PARAMETERS_BYTES: usize = 2_048;
/// Maximum length of a sealed request, in characters: it travels inside the query of other pages.
const SEALED_MAX: usize = 3_500;
/// How long a person may take from the request to the code, in seconds.
const LIFE: i64 = 30 * MINUTE;
/// The longest `max_age`, in seconds: a year.
const MAX_AGE: i64 = 31_536_000;
const SEALED_FOR: AssociatedData<'_> = AssociatedData {
    table: "oidc request",
    column: "",
    row: "",
    owner: "",
};

/// A request that was found valid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorizationRequest {
    /// The app.
    pub client: ClientId,
    /// Where the person is sent back to; one of the app's addresses.
    pub redirect_uri: String,
    /// What the app gets back as it is.
    pub state: Option<String>,
    /// What the ID token repeats.
    pub nonce: Option<String>,
    /// The digest of what the app has to show with the code.
    pub challenge: CodeChallenge,
    /// The scopes, separated by spaces.
    scopes: String,
    /// What has to be asked again.
    pub prompt: Prompt,
    /// How long ago the person may have proved who they are at most, in seconds.
    pub max_age: Option<i64>,
    /// What should be proved, the preferred first (`acr_values`).
    acr: Vec<String>,
    /// The address that the person probably signs in with.
    pub login_hint: Option<String>,
    /// The member that an earlier ID token was about (`id_token_hint`).
    pub expected: Option<MemberId>,
    /// When it came.
    pub asked_at: Timestamp,
    /// The member who has agreed on the way.
    pub allowed: Option<MemberId>,
}

/// What has to be asked again (`prompt`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prompt {
    /// Nothing may be asked.
    pub none: bool,
    /// Password and second factor.
    pub login: bool,
    /// Whether the app may learn who the person is, or with which account.
    pub consent: bool,
}

/// Why a request is not answered to its app: the address that it names is not known to be the app's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unanswerable {
    /// There is no such app.
    Client,
    /// The address is none of the app's.
    Redirect,
    /// It is longer than what is accepted, or has something twice.
    Unreadable,
    /// It began too long ago, or it was changed on the way.
    Over,
}

/// What an app is told about a request that it may not make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faulty {
    /// Where it is told.
    pub redirect_uri: String,
    /// What it gets back as it is.
    pub state: Option<String>,
    /// The code.
    pub code: ErrorCode,
    /// What its developer is told.
    pub reason: &'static str,
}

/// Why a request is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// The person is told.
    Shown(Unanswerable),
    /// The app is told.
    Told(Faulty),
}

impl AuthorizationRequest {
    /// Reads a request of this app.
    ///
    /// # Errors
    /// [`Unusable`].
    pub fn read(parameters: &Parameters, client: &Client, now: Timestamp) -> Result<Self, Unusable> {
        if parameters.bytes() > PARAMETERS_BYTES {
            return Err(Unusable::Shown(Unanswerable::Unreadable));
        }
        let redirect_uri = parameters
            .get("redirect_uri")
            .filter(|asked| client.redirects_to(asked));
        let redirect_uri = redirect_uri.ok_or(Unusable::Shown(Unanswerable::Redirect))?;
        let state = parameters
            .get("state")
            .filter(|state| is_visible(state))
            .map(str::to_owned);
        Self::checked(parameters, client, now, redirect_uri, state.clone()).map_err(|(code, reason)| {
            Unusable::Told(Faulty {
                redirect_uri: redirect_uri.to_owned(),
                state,
                code,
                reason,
            })
        })
    }

    fn checked(
        parameters: &Parameters,
        client: &Client,
        now: Timestamp,
        redirect_uri: &str,
        state: Option<String>,
    ) -> Result<Self, (ErrorCode, &'static str)> {
        unsupported(parameters)?;
        let visible = |name: &str, reason| match parameters.get(name) {
            Some(value) if !is_visible(value) => Err((ErrorCode::InvalidRequest, reason)),
            value => Ok(value.map(str::to_owned)),
        };
        visible("state", "state has characters that are not visible ASCII")?;
        let nonce = visible("nonce", "nonce has characters that are not visible ASCII")?;
        let challenge = challenge(parameters)?;
        let scopes = parameters.get("scope").and_then(AppScopes::parse);
        let scopes = scopes.ok_or((ErrorCode::InvalidScope, "scope does not contain openid"))?;
        let acr = parameters.get("acr_values").unwrap_or_default();
        Ok(Self {
            client: client.id.clone(),
            redirect_uri: redirect_uri.to_owned(),
            state,
            nonce,
            challenge,
            scopes: scopes.text(),
            prompt: Prompt::parse(parameters.get("prompt").unwrap_or_default())?,
            max_age: max_age(parameters)?,
            acr: acr
                .split(' ')
                .filter(|urn| Acr::of_urn(urn).is_some())
                .map(str::to_owned)
                .collect(),
            login_hint: parameters.get("login_hint").map(str::to_owned),
            expected: None,
            asked_at: now,
            allowed: None,
        })
    }

    /// Returns the scopes.
    pub fn scopes(&self) -> AppScopes {
        AppScopes::parse(&self.scopes).unwrap_or_default()
    }

    /// Returns what should be proved, the preferred first; none if the app does not say.
    pub fn acr(&self) -> impl Iterator<Item = Acr> {
        self.acr.iter().filter_map(|urn| Acr::of_urn(urn))
    }

    /// Returns the request that this member has agreed to.
    #[must_use]
    pub fn allowed_by(self, member: &MemberId) -> Self {
        Self {
            allowed: Some(member.clone()),
            ..self
        }
    }
}

impl Prompt {
    fn parse(text: &str) -> Result<Self, (ErrorCode, &'static str)> {
        let mut prompt = Self::default();
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            match word {
                "none" => prompt.none = true,
                "login" => prompt.login = true,
                // The page that asks says with which account, and leads to another one.
                "consent" | "select_account" => prompt.consent = true,
                _ => return Err((ErrorCode::InvalidRequest, "prompt has an unknown value")),
            }
        }
        match prompt.none && (prompt.login || prompt.consent) {
            true => Err((ErrorCode::InvalidRequest, "prompt=none excludes all others")),
            false => Ok(prompt),
        }
    }
}

/// Refuses what is not supported, because answering as if it had not been there would answer another question.
fn unsupported(parameters: &Parameters) -> Result<(), (ErrorCode, &'static str)> {
    if parameters.get("request").is_some() {
        return Err((ErrorCode::RequestNotSupported, "request objects are not supported"));
    }
    if parameters.get("request_uri").is_some() {
        return Err((ErrorCode::RequestUriNotSupported, "request objects are not supported"));
    }
    match parameters.get("response_type") {
        Some("code") => {}
        Some(_) => return Err((ErrorCode::UnsupportedResponseType, "response_type is not code")),
        None => return Err((ErrorCode::InvalidRequest, "response_type is missing")),
    }
    match parameters.get("response_mode") {
        None | Some("query") => Ok(()),
        Some(_) => Err((ErrorCode::InvalidRequest, "response_mode is not query")),
    }
}

fn challenge(parameters: &Parameters) -> Result<CodeChallenge, (ErrorCode, &'static str)> {
    let invalid = |reason| (ErrorCode::InvalidRequest, reason);
    let text = parameters.get("code_challenge");
    let text = text.ok_or(invalid("code_challenge is missing (PKCE, RFC 7636)"))?;
    // Without a method it is "plain".
    if parameters.get("code_challenge_method") != Some("S256") {
        return Err(invalid("code_challenge_method is not S256"));
    }
    CodeChallenge::parse(text).ok_or(invalid("code_challenge is not 43 characters of base64url"))
}

fn max_age(parameters: &Parameters) -> Result<Option<i64>, (ErrorCode, &'static str)> {
    let Some(text) = parameters.get("max_age") else {
        return Ok(None);
    };
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let age = text.parse().ok().filter(|age| digits && (0..=MAX_AGE).contains(age));
    let reason = "max_age is not a number of seconds up to a year";
    age.map(Some).ok_or((ErrorCode::InvalidRequest, reason))
}

/// Whether a text consists of what RFC 6749 appendix A permits in `state`: visible ASCII and spaces.
fn is_visible(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

impl Service {
    /// Seals a request, for a browser to carry it; `None` if it is longer than what other pages accept.
    pub fn seal_request(&self, request: &AuthorizationRequest) -> Result<Option<String>, InternalError> {
        let failed = |error| InternalError::new("sealing a request of an app", error);
        let text = serde_json::to_vec(request).map_err(failed)?;
        let sealed = self.vault().seal(&text, SEALED_FOR, self.entropy())?;
        let text = BASE64URL_NOPAD.encode(&sealed.0);
        Ok((text.len() <= SEALED_MAX).then_some(text))
    }

    /// Opens a request that a browser brings; `None` if it is changed or over.
    pub fn open_request(&self, text: &str) -> Option<AuthorizationRequest> {
        let sealed = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
        let text = self.vault().open(&Sealed(sealed), SEALED_FOR).ok()?;
        let request: AuthorizationRequest = serde_json::from_slice(&text).ok()?;
        let age = self.now().since(request.asked_at);
        (-CLOCK_TOLERANCE..LIFE).contains(&age).then_some(request)
    }
}
