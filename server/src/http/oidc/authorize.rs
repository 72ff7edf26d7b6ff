//! `/oidc/authorize`: a browser brings the request of an app. `/oidc/continue`: it comes again, with the request sealed, once
//! the person has signed in or agreed.

use super::{
    form,
    way::{dead_end, onward, redirect},
};
use crate::http::{
    Shared,
    download::{failure, signed_in},
};
use app::{
    oidc::CONTINUE,
    page,
    wire::paths::{with_next, with_parameter},
};
use axum::{Extension, body::Bytes, extract::State, response::Response};
use domain::{
    Error, Result,
    kernel::browser::Browser,
    oidc::{
        authorize::{AppAnswer, NextStep},
        parameters::Parameters,
        request::{AuthorizationRequest, Unanswerable, Unusable},
    },
    sessions::rights::UseCase,
};
use http::{HeaderMap, Method, Uri};
use terms::{Language, Rejection};

/// Where the browser comes from.
#[derive(Clone, Copy)]
enum From {
    /// Another site, which redirects may lead back to.
    App,
    /// A form of ours.
    Form,
}

/// The browser that asks.
struct Asking<'a> {
    shared: &'a Shared,
    browser: &'a Browser,
    language: Language,
    headers: &'a HeaderMap,
    from: From,
}

/// Reads the request of an app. A form of another site comes without the cookie of the session, so it is answered with the
/// way to the same request as an address.
pub(in crate::http) async fn authorize(
    State(shared): State<Shared>,
    Extension(browser): Extension<Browser>,
    Extension(language): Extension<Language>,
    (method, uri, headers): (Method, Uri, HeaderMap),
    body: Bytes,
) -> Response {
    let posted = method == Method::POST;
    let parameters = if posted {
        form::in_body(&headers, &body)
    } else {
        form::in_query(&uri)
    };
    let Some(parameters) = parameters else {
        return dead_end(&shared, language, Unanswerable::Unreadable);
    };
    let asking = Asking {
        shared: &shared,
        browser: &browser,
        language,
        headers: &headers,
        from: From::App,
    };
    let answered = match posted {
        true => asking.again(&parameters).await,
        false => asking.first(&parameters).await,
    };
    answered.unwrap_or_else(|error| failure(error, page::HOME.path))
}

/// Goes on with a sealed request.
pub(in crate::http) async fn go_on(
    State(shared): State<Shared>,
    Extension(browser): Extension<Browser>,
    Extension(language): Extension<Language>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let parameters = form::in_query(&uri).unwrap_or_default();
    let request = parameters
        .get("request")
        .and_then(|sealed| shared.service.open_request(sealed));
    let Some(request) = request else {
        return dead_end(&shared, language, Unanswerable::Over);
    };
    if parameters.get("answer") == Some("no") {
        return redirect(&shared.service.decline(&request).url());
    }
    let asking = Asking {
        shared: &shared,
        browser: &browser,
        language,
        headers: &headers,
        from: From::Form,
    };
    let answered = asking.step(&request).await;
    answered.unwrap_or_else(|error| failure(error, page::HOME.path))
}

impl Asking<'_> {
    async fn first(&self, parameters: &Parameters) -> Result<Response> {
        match self.shared.service.read_request(parameters).await? {
            Ok(request) => self.step(&request).await,
            Err(unusable) => Ok(self.unusable(unusable)),
        }
    }

    async fn again(&self, parameters: &Parameters) -> Result<Response> {
        let request = match self.shared.service.read_request(parameters).await? {
            Ok(request) => request,
            Err(unusable) => return Ok(self.unusable(unusable)),
        };
        Ok(match self.sealed(&request)? {
            Some(sealed) => redirect(&with_parameter(CONTINUE, "request", &sealed)),
            None => dead_end(self.shared, self.language, Unanswerable::Unreadable),
        })
    }

    fn unusable(&self, unusable: Unusable) -> Response {
        match unusable {
            Unusable::Shown(reason) => dead_end(self.shared, self.language, reason),
            Unusable::Told(faulty) => self.lead(&self.shared.service.answer_faulty(faulty)),
        }
    }

    async fn step(&self, request: &AuthorizationRequest) -> Result<Response> {
        let service = &self.shared.service;
        let who = match signed_in(self.shared, UseCase::PassToApps, self.browser, self.headers).await {
            Ok(who) => {
                service.touch(&who).await?;
                Some(who)
            }
            Err(Error::Rejected(Rejection::NotSignedIn)) => None,
            Err(Error::Rejected(_)) if request.prompt.none => {
                return Ok(self.lead(&service.interaction_required(request)));
            }
            // What a repair or restricted session may do is there.
            Err(error) => return Ok(failure(error, page::TWO_FACTOR.path)),
        };
        let step = service.authorize(request, who.as_ref()).await?;
        let way = match step {
            NextStep::Answer(answer) => return Ok(self.lead(&answer)),
            NextStep::Refuse(reason) => return Ok(dead_end(self.shared, self.language, reason)),
            way => way,
        };
        Ok(match self.sealed(request)? {
            Some(sealed) => redirect(&page_of(&way, request, &sealed)),
            None => dead_end(self.shared, self.language, Unanswerable::Unreadable),
        })
    }

    fn sealed(&self, request: &AuthorizationRequest) -> Result<Option<String>> {
        Ok(self.shared.service.seal_request(request)?)
    }

    /// Leads back to the app.
    fn lead(&self, answer: &AppAnswer) -> Response {
        match self.from {
            From::App => redirect(&answer.url()),
            From::Form => onward(self.shared, self.language, &answer.url()),
        }
    }
}

/// Returns the page of ours on which a person does what is needed.
fn page_of(step: &NextStep, request: &AuthorizationRequest, sealed: &str) -> String {
    let here = with_parameter(CONTINUE, "request", sealed);
    match step {
        NextStep::SignIn => {
            let target = with_next(page::SIGN_IN.path, &here);
            let hint = request.login_hint.as_deref();
            hint.map_or_else(|| target.clone(), |hint| with_parameter(&target, "email", hint))
        }
        NextStep::ProveAgain => with_next(page::PROVE_AGAIN.path, &here),
        _ => with_parameter(page::ALLOW_APP.path, "request", sealed),
    }
}
