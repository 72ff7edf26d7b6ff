//! What is chosen for an app.

use crate::{
    form::FormState,
    text::text,
    ui::{Choice, Field, FieldKind, Lines},
    wire::error::ApiError,
};
use domain::{
    Service,
    kernel::email::Email,
    oidc::clients::{
        ClientView,
        choice::{self, ASK, SKIP},
        client::{Acr, Audience, Authentication, Client, SigningAlgorithm},
        redirect::{LogoutUri, RedirectUri},
    },
    sessions::SignedIn,
};
use leptos::prelude::*;
use terms::{Field as At, Problem, Rejection};

/// The values of the form.
#[derive(Clone)]
pub(super) struct Values {
    name: String,
    kind: String,
    key_set: String,
    redirect_uris: String,
    logout_uris: String,
    backchannel_uri: String,
    audience: String,
    members: String,
    consent: String,
    least: String,
    algorithm: String,
}

/// A message that names what was typed, at its field.
pub(super) type Named = Option<(At, String)>;

impl Values {
    /// Those of a new app.
    pub(super) fn blank() -> Self {
        let nothing = String::new;
        Self {
            name: nothing(),
            kind: "secret".to_owned(),
            key_set: nothing(),
            redirect_uris: nothing(),
            logout_uris: nothing(),
            backchannel_uri: nothing(),
            audience: Audience::Everyone.as_str().to_owned(),
            members: nothing(),
            consent: ASK.to_owned(),
            least: Acr::Password.as_str().to_owned(),
            algorithm: SigningAlgorithm::Rs256.as_str().to_owned(),
        }
    }

    /// Those that an app has.
    pub(super) fn of(view: &ClientView) -> Self {
        let app = &view.client;
        let emails: Vec<_> = view.members.iter().map(Email::as_str).collect();
        let redirect_uris: Vec<_> = app.redirect_uris.iter().map(RedirectUri::as_str).collect();
        let logout_uris: Vec<_> = app.logout_uris.iter().map(LogoutUri::as_str).collect();
        Self {
            name: app.name.as_str().to_owned(),
            kind: app.authentication.kind().to_owned(),
            key_set: key_set(app),
            redirect_uris: redirect_uris.join("\n"),
            logout_uris: logout_uris.join("\n"),
            backchannel_uri: app.backchannel_uri.clone().unwrap_or_default(),
            audience: app.audience.as_str().to_owned(),
            members: emails.join("\n"),
            consent: if app.consent { ASK } else { SKIP }.to_owned(),
            least: app.least.as_str().to_owned(),
            algorithm: app.algorithm.as_str().to_owned(),
        }
    }

    /// What was typed instead, if the form failed.
    pub(super) fn or_typed(self, form: &FormState) -> Self {
        let typed = |name: &str, else_: String| form.typed_all(name).into_iter().next().unwrap_or(else_);
        Self {
            name: typed("app_name", self.name),
            kind: typed("kind", self.kind),
            key_set: typed("key_set", self.key_set),
            redirect_uris: typed("redirect_uris", self.redirect_uris),
            logout_uris: typed("logout_uris", self.logout_uris),
            backchannel_uri: typed("backchannel_uri", self.backchannel_uri),
            audience: typed("audience", self.audience),
            members: typed("members", self.members),
            consent: typed("consent", self.consent),
            least: typed("least", self.least),
            algorithm: typed("algorithm", self.algorithm),
        }
    }

    /// Names the line that is wrong, if one is.
    pub(super) async fn named(&self, form: &FormState, by: (&Service, &SignedIn)) -> Result<Named, ApiError> {
        let words = text().client_errors();
        let Some(Rejection::Invalid(at, Problem::Malformed)) = rejected(form) else {
            return Ok(None);
        };
        let first = |typed: &str, is_wrong: fn(&str) -> bool| {
            choice::lines(typed).find(|line| is_wrong(line)).map(str::to_owned)
        };
        let said = match at {
            At::RedirectUris => {
                first(&self.redirect_uris, |uri| RedirectUri::parse(uri).is_err()).map(|uri| words.bad_uri(&uri))
            }
            At::LogoutUris => {
                first(&self.logout_uris, |uri| LogoutUri::parse(uri).is_err()).map(|uri| words.bad_uri(&uri))
            }
            At::Chosen => {
                let (service, who) = by;
                let stranger = service.no_member_among(who, &self.members).await?;
                stranger.map(|stranger| words.no_member(&stranger))
            }
            _ => None,
        };
        Ok(said.map(|said| (at, said)))
    }
}

fn rejected(form: &FormState) -> Option<Rejection> {
    form.error.get_untracked()?.rejection().cloned()
}

fn key_set(app: &Client) -> String {
    match &app.authentication {
        Authentication::Keys(keys) => keys.clone(),
        Authentication::None | Authentication::Secret(_) => String::new(),
    }
}

/// The message at this field.
fn error_at(form: FormState, named: &Named, field: At) -> Signal<Option<String>> {
    match named {
        Some((at, said)) if *at == field => Signal::stored(Some(said.clone())),
        _ => form.error_at(field),
    }
}

/// All fields but those of the step-up.
#[component]
pub(super) fn Fields(values: Values, form: FormState, named: Named) -> AnyView {
    let words = text().clients();
    view! {
        <Field
            id="app-name"
            label=words.name()
            name="app_name"
            kind=FieldKind::Text
            hint=words.name_hint()
            value=values.name.clone()
            error=form.error_at(At::AppName)
        />
        <Lines
            name="redirect_uris"
            label=words.redirect_uris()
            hint=words.redirect_uris_hint()
            value=values.redirect_uris.clone()
            rows=2
            error=error_at(form, &named, At::RedirectUris)
        />
        <Proof values=values.clone() form=form />
        <People values=values.clone() form=form named=named.clone() />
        <Ends values=values form=form named=named />
    }
    .into_any()
}

/// How the app proves itself.
#[component]
fn Proof(values: Values, form: FormState) -> AnyView {
    let words = text().clients();
    let kinds = [
        ("secret", words.kind_secret()),
        ("public", words.kind_public()),
        ("keys", words.kind_keys()),
    ];
    view! {
        <Choice
            name="kind"
            label=words.kind()
            hint=Some(words.kind_hint())
            chosen=values.kind
            choices=labelled(&kinds)
            error=form.error_at(At::AppKind)
        />
        <Lines
            name="key_set"
            label=words.key_set()
            hint=words.key_set_hint()
            value=values.key_set
            rows=2
            error=form.error_at(At::KeySet)
        />
    }
    .into_any()
}

/// Who may use it, what they are asked and what they prove.
#[component]
fn People(values: Values, form: FormState, named: Named) -> AnyView {
    let words = text().clients();
    let audiences = Audience::ALL
        .iter()
        .map(|audience| (audience.as_str(), audience_name(*audience)));
    let least = Acr::ALL.iter().map(|acr| (acr.as_str(), least_name(*acr)));
    let (audiences, least): (Vec<_>, Vec<_>) = (audiences.collect(), least.collect());
    view! {
        <Choice
            name="audience"
            label=words.audience()
            chosen=values.audience
            choices=labelled(&audiences)
            error=form.error_at(At::Audience)
        />
        <Lines
            name="members"
            label=words.members()
            hint=words.members_hint()
            value=values.members
            rows=2
            error=error_at(form, &named, At::Chosen)
        />
        <Choice
            name="consent"
            label=words.consent()
            hint=Some(words.consent_hint())
            chosen=values.consent
            choices=labelled(&[(ASK, words.ask()), (SKIP, words.skip())])
            error=form.error_at(At::Consent)
        />
        <Choice
            name="least"
            label=words.least()
            chosen=values.least
            choices=labelled(&least)
            error=form.error_at(At::LeastProof)
        />
    }
    .into_any()
}

/// What follows a sign-out, and the algorithm.
#[component]
fn Ends(values: Values, form: FormState, named: Named) -> AnyView {
    let words = text().clients();
    let algorithms = SigningAlgorithm::ALL
        .iter()
        .map(|algorithm| (algorithm.as_str(), algorithm.as_str()));
    let algorithms: Vec<_> = algorithms.collect();
    view! {
        <Lines
            name="logout_uris"
            label=words.logout_uris()
            hint=words.logout_uris_hint()
            value=values.logout_uris
            rows=2
            error=error_at(form, &named, At::LogoutUris)
        />
        <Field
            id="backchannel"
            label=words.backchannel_uri()
            name="backchannel_uri"
            kind=FieldKind::Text
            hint=words.backchannel_uri_hint()
            value=values.backchannel_uri
            error=form.error_at(At::BackchannelUri)
            required=false
        />
        <Choice
            name="algorithm"
            label=words.algorithm()
            hint=Some(words.algorithm_hint())
            chosen=values.algorithm
            choices=labelled(&algorithms)
            error=form.error_at(At::Algorithm)
        />
    }
    .into_any()
}

/// Who may use an app.
pub(super) fn audience_name(audience: Audience) -> &'static str {
    let words = text().clients();
    match audience {
        Audience::Everyone => words.for_everyone(),
        Audience::Managers => words.for_managers(),
        Audience::Chosen => words.for_chosen(),
    }
}

/// What has to be proved at least.
pub(super) fn least_name(acr: Acr) -> &'static str {
    let words = text().clients();
    match acr {
        Acr::Password => words.least_password(),
        Acr::Mfa => words.least_factor(),
    }
}

fn labelled(choices: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = choices
        .iter()
        .map(|(value, label)| ((*value).to_owned(), (*label).to_owned()));
    owned.collect()
}
