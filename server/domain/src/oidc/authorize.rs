//! Whether a browser gets a code for an app, and what a person has to do before.

use super::{
    clients::client::{Acr, Client},
    error::ErrorCode,
    grants::grant::{CODE_LIFE, Grant, NewGrant, Proved},
    parameters::Parameters,
    request::{AuthorizationRequest, Faulty, Unanswerable, Unusable},
    scope::AppScopes,
};
use crate::{
    Result, Service,
    kernel::{
        id::{ClientId, GrantId},
        token::PlainToken,
    },
    sessions::SignedIn,
    store::Effects,
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use terms::{EventKind, SessionKind};
use url::Url;

/// What comes next.
pub enum NextStep {
    /// The person signs in.
    SignIn,
    /// The person proves password and second factor again.
    ProveAgain,
    /// The person is asked whether the app may know who they are.
    Ask,
    /// The app wants a second factor, and the person has none.
    TwoFactorMissing,
    /// The browser goes back to the app.
    Answer(AppAnswer),
    /// The person is told that there is no way back to an app.
    Refuse(Unanswerable),
}

/// What a person is asked.
#[derive(Clone, Debug)]
pub struct ConsentQuestion {
    /// The request.
    pub request: AuthorizationRequest,
    /// The app.
    pub client: Client,
    /// The host that the browser goes on to.
    pub host: String,
    /// Whether the app wants a second factor that the person has not.
    pub factor_missing: bool,
}

/// What an app is sent with the browser. It may contain a code.
pub struct AppAnswer {
    redirect_uri: String,
    parameters: Vec<(&'static str, String)>,
}

terms::redacted!(AppAnswer);

/// Everything but RFC 3986's unreserved characters.
const IN_QUERY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

impl Service {
    /// Reads a request of an app.
    ///
    /// # Errors
    /// The inner error says why it is unusable.
    pub async fn read_request(&self, parameters: &Parameters) -> Result<Result<AuthorizationRequest, Unusable>> {
        let id = parameters.get("client_id").and_then(ClientId::parse);
        let client = match &id {
            Some(id) => self.store().client(id).await?,
            None => None,
        };
        let Some(client) = client else {
            return Ok(Err(Unusable::Shown(Unanswerable::Client)));
        };
        let mut request = match AuthorizationRequest::read(parameters, &client, self.now()) {
            Ok(request) => request,
            Err(unusable) => return Ok(Err(unusable)),
        };
        if let Some(hint) = parameters.get("id_token_hint") {
            let Some(hinted) = self.hinted(hint, Some(&client.id)).await? else {
                let reason = "id_token_hint is no ID token of this app";
                let faulty = request.faulty(ErrorCode::InvalidRequest, reason);
                return Ok(Err(Unusable::Told(faulty)));
            };
            request.expected = Some(hinted.member);
        }
        Ok(Ok(request))
    }

    /// Decides what comes next for a request, in this session if there is one.
    pub async fn authorize(&self, request: &AuthorizationRequest, who: Option<&SignedIn>) -> Result<NextStep> {
        let client = match self.store().client(&request.client).await? {
            None => return Ok(NextStep::Refuse(Unanswerable::Client)),
            Some(client) if !client.redirects_to(&request.redirect_uri) => {
                return Ok(NextStep::Refuse(Unanswerable::Redirect));
            }
            Some(client) => client,
        };
        let Some(who) = who else {
            return Ok(request.unless_silent(NextStep::SignIn, ErrorCode::LoginRequired, self));
        };
        if request
            .expected
            .as_ref()
            .is_some_and(|expected| *expected != who.member.id)
        {
            return Ok(self.refuse_app(request, ErrorCode::LoginRequired));
        }
        let Some(admission) = self.admitted(&client, who).await? else {
            return Ok(self.refuse_app(request, ErrorCode::AccessDenied));
        };
        let proved = Proved::by(&who.session);
        if let Some(step) = self.proof_step(request, &client, who, proved) {
            return Ok(step);
        }
        let scopes = request.scopes();
        let known = admission.allowed.is_some_and(|allowed| scopes.within(allowed));
        let agreed = request.allowed.as_ref() == Some(&who.member.id);
        if !agreed && (request.prompt.consent || (client.consent && !known)) {
            return Ok(request.unless_silent(NextStep::Ask, ErrorCode::ConsentRequired, self));
        }
        let allowed = admission.allowed.unwrap_or_default().and(scopes);
        self.give_code(request, &client, who, allowed).await
    }

    /// Returns what a person is asked about a sealed request; `None` if it is over, or its app gone.
    pub async fn question(&self, who: &SignedIn, sealed: &str) -> Result<Option<ConsentQuestion>> {
        let Some(request) = self.open_request(sealed) else {
            return Ok(None);
        };
        let Some(client) = self.store().client(&request.client).await? else {
            return Ok(None);
        };
        let step = self.proof_step(&request, &client, who, Proved::by(&who.session));
        let host = Url::parse(&request.redirect_uri)
            .ok()
            .and_then(|url| url.host_str().map(str::to_owned));
        Ok(Some(ConsentQuestion {
            factor_missing: matches!(step, Some(NextStep::TwoFactorMissing)),
            host: host.unwrap_or_else(|| request.redirect_uri.clone()),
            request,
            client,
        }))
    }

    /// Returns the sealed request to which this member has agreed. One that is over stays as it is.
    pub fn agree(&self, who: &SignedIn, sealed: &str) -> Result<String> {
        let agreed = match self.open_request(sealed) {
            Some(request) => self.seal_request(&request.allowed_by(&who.member.id))?,
            None => None,
        };
        Ok(agreed.unwrap_or_else(|| sealed.to_owned()))
    }

    /// Returns the answer to a person whose session may not pass to apps.
    pub fn interaction_required(&self, request: &AuthorizationRequest) -> AppAnswer {
        self.answer(
            request,
            vec![("error", ErrorCode::InteractionRequired.as_str().to_owned())],
        )
    }

    /// Returns the answer to a person who does not agree.
    pub fn decline(&self, request: &AuthorizationRequest) -> AppAnswer {
        self.answer(request, vec![("error", ErrorCode::AccessDenied.as_str().to_owned())])
    }

    /// Returns the answer to a faulty request.
    pub fn answer_faulty(&self, faulty: Faulty) -> AppAnswer {
        let mut parameters = vec![
            ("error", faulty.code.as_str().to_owned()),
            ("error_description", faulty.reason.to_owned()),
        ];
        parameters.extend(faulty.state.map(|state| ("state", state)));
        self.named(faulty.redirect_uri, parameters)
    }

    /// Returns what has to be proved before anything else.
    fn proof_step(
        &self,
        request: &AuthorizationRequest,
        client: &Client,
        who: &SignedIn,
        proved: Proved,
    ) -> Option<NextStep> {
        let on_the_way = proved.at >= request.asked_at;
        let too_old = request.max_age.is_some_and(|age| !proved.at.is_recent(who.now, age));
        let again = (request.prompt.login || too_old) && !on_the_way;
        let wanted = request.acr().next() == Some(Acr::Mfa) || client.least == Acr::Mfa;
        let missing = wanted && !proved.factor;
        if !again && !missing {
            return None;
        }
        if who.session.kind != SessionKind::Full {
            let code = if missing {
                ErrorCode::UnmetAuthenticationRequirements
            } else {
                ErrorCode::LoginRequired
            };
            return Some(self.refuse_app(request, code));
        }
        if missing && who.member.two_factor_since.is_none() {
            let optional = client.least == Acr::Password && request.acr().any(|acr| acr == Acr::Password);
            if !optional {
                let code = ErrorCode::UnmetAuthenticationRequirements;
                return Some(request.unless_silent(NextStep::TwoFactorMissing, code, self));
            }
            if !again {
                return None;
            }
        }
        Some(request.unless_silent(NextStep::ProveAgain, ErrorCode::LoginRequired, self))
    }

    async fn give_code(
        &self,
        request: &AuthorizationRequest,
        client: &Client,
        who: &SignedIn,
        allowed: AppScopes,
    ) -> Result<NextStep> {
        let code = PlainToken::random(self.entropy());
        let scopes = request.scopes();
        let new = NewGrant {
            grant: Grant {
                id: GrantId::random(self.entropy()),
                client: client.id.clone(),
                redirect_uri: request.redirect_uri.clone(),
                challenge: request.challenge.clone(),
                nonce: request.nonce.clone(),
                scopes,
                offline: scopes.offline,
                proved: Proved::by(&who.session),
                created_at: who.now,
                code_expires_at: who.now.plus(CODE_LIFE),
                redeemed_at: None,
                refresh: None,
            },
            code: code.digest(),
            member: who.member.id.clone(),
            session: who.session.id.clone(),
            allowed,
        };
        let event = self
            .event_by(EventKind::AppSignIn, who)
            .about_app(&client.id, &client.name);
        let stored = self.store().put_grant(&new, &Effects::events(vec![event])).await?;
        Ok(match stored {
            true => NextStep::Answer(self.answer(request, vec![("code", code.expose_secret().to_owned())])),
            // The session has ended at the same moment.
            false => request.unless_silent(NextStep::SignIn, ErrorCode::LoginRequired, self),
        })
    }

    fn refuse_app(&self, request: &AuthorizationRequest, code: ErrorCode) -> NextStep {
        NextStep::Answer(self.answer(request, vec![("error", code.as_str().to_owned())]))
    }

    fn answer(&self, request: &AuthorizationRequest, mut parameters: Vec<(&'static str, String)>) -> AppAnswer {
        parameters.extend(request.state.clone().map(|state| ("state", state)));
        self.named(request.redirect_uri.clone(), parameters)
    }

    /// Adds who answers (RFC 9207), so that an app with several providers cannot mix them up.
    fn named(&self, redirect_uri: String, mut parameters: Vec<(&'static str, String)>) -> AppAnswer {
        parameters.push(("iss", self.settings().origin.clone()));
        AppAnswer {
            redirect_uri,
            parameters,
        }
    }
}

impl AuthorizationRequest {
    /// Returns `step`, or tells the app this error if nothing may be asked.
    fn unless_silent(&self, step: NextStep, code: ErrorCode, service: &Service) -> NextStep {
        if self.prompt.none {
            service.refuse_app(self, code)
        } else {
            step
        }
    }

    fn faulty(&self, code: ErrorCode, reason: &'static str) -> Faulty {
        Faulty {
            redirect_uri: self.redirect_uri.clone(),
            state: self.state.clone(),
            code,
            reason,
        }
    }
}

impl AppAnswer {
    /// The way back to an app after a sign-out.
    pub(crate) fn after_sign_out(uri: &str, state: Option<&str>) -> Self {
        let state = state.map(|state| ("state", state.to_owned()));
        Self {
            redirect_uri: uri.to_owned(),
            parameters: state.into_iter().collect(),
        }
    }

    /// Returns the address that the browser is sent to.
    pub fn url(&self) -> String {
        let mut url = self.redirect_uri.clone();
        let mut separator = if url.contains('?') { '&' } else { '?' };
        for (name, value) in &self.parameters {
            url.push(separator);
            url.push_str(name);
            url.push('=');
            url.extend(utf8_percent_encode(value, IN_QUERY));
            separator = '&';
        }
        url
    }
}
