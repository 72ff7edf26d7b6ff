//! `twofold app`: apps that sign people in with this server.

use super::{
    operator::{self, OperatorError},
    terminal::printable,
};
use crate::config::{AppChangeOptions, AppTask, NewAppOptions, Settings};
use domain::{
    Service,
    kernel::credential::PlainCredential,
    oidc::clients::{
        choice::{ASK, ClientForm, SKIP},
        client::{Acr, Client, SigningAlgorithm},
        operator::ClientPatch,
    },
};
use std::{
    fs,
    io::{self, Write},
};
use terms::{Conflict, Field, Language, Rejection};
use text::Text;

/// Does what is asked. It may run beside a server.
pub(super) fn run(settings: &Settings, task: &AppTask) -> Result<(), OperatorError> {
    operator::run(settings, async |service| match task {
        AppTask::Add(options) => add(&service, options).await,
        AppTask::List => list(&service).await,
        AppTask::Show { id } => show(&service, id).await,
        AppTask::Change(options) => change(&service, options).await,
        AppTask::NewSecret { id } => {
            let secret = service.operator_replaces_app_secret(id).await.map_err(explain)?;
            print_secret(&secret)
        }
        AppTask::Remove { id } => service.operator_removes_app(id).await.map_err(explain),
    })
}

async fn add(service: &Service, options: &NewAppOptions) -> Result<(), OperatorError> {
    let keys = match &options.key_set {
        Some(file) => {
            fs::read_to_string(file).map_err(|_| OperatorError::Refused("the file with the keys cannot be read"))?
        }
        None => String::new(),
    };
    let kind = match (options.public, &options.key_set) {
        (true, _) => "public",
        (false, Some(_)) => "keys",
        (false, None) => "secret",
    };
    let form = ClientForm {
        name: &options.name,
        kind,
        key_set: &keys,
        redirect_uris: &options.redirects.join("\n"),
        logout_uris: &options.logouts.join("\n"),
        backchannel_uri: options.backchannel.as_deref().unwrap_or_default(),
        audience: &options.audience,
        members: "",
        consent: if options.no_consent { SKIP } else { ASK },
        least: if options.mfa { Acr::Mfa } else { Acr::Password }.as_str(),
        algorithm: if options.es256 {
            SigningAlgorithm::Es256
        } else {
            SigningAlgorithm::Rs256
        }
        .as_str(),
    };
    let added = service.operator_adds_app(options.account.as_deref(), &form).await;
    let added = added.map_err(explain)?;
    writeln!(io::stdout(), "client_id={}", added.id)?;
    added.secret.as_ref().map_or(Ok(()), print_secret)
}

fn print_secret(secret: &PlainCredential) -> Result<(), OperatorError> {
    Ok(writeln!(io::stdout(), "client_secret={}", secret.expose_secret())?)
}

async fn list(service: &Service) -> Result<(), OperatorError> {
    let mut out = io::stdout();
    for app in service.all_apps().await.map_err(explain)? {
        writeln!(out, "{}  {}  {}", app.id, whose(&app), printable(app.name.as_str()))?;
    }
    Ok(())
}

async fn show(service: &Service, id: &str) -> Result<(), OperatorError> {
    let app = service.any_app(id).await.map_err(explain)?;
    let mut out = io::stdout();
    let consent = if app.consent { "yes" } else { "no" };
    for (label, value) in [
        ("client_id", app.id.as_str()),
        ("name", app.name.as_str()),
        ("account", whose(&app)),
        ("proves itself with", app.authentication.kind()),
        ("for", app.audience.as_str()),
        ("consent", consent),
        ("least", app.least.as_str()),
        ("algorithm", app.algorithm.as_str()),
        ("added", &Text::of(Language::English).machine(app.created_at.0)),
    ] {
        writeln!(out, "{label}: {}", printable(value))?;
    }
    for uri in &app.redirect_uris {
        writeln!(out, "redirect: {}", uri.as_str())?;
    }
    for uri in &app.logout_uris {
        writeln!(out, "logout: {}", uri.as_str())?;
    }
    if let Some(uri) = &app.backchannel_uri {
        writeln!(out, "backchannel: {uri}")?;
    }
    Ok(())
}

async fn change(service: &Service, options: &AppChangeOptions) -> Result<(), OperatorError> {
    let given = |lines: &[String]| (!lines.is_empty()).then(|| lines.join("\n"));
    let patch = ClientPatch {
        name: options.rename.clone(),
        redirect_uris: given(&options.redirects),
        logout_uris: given(&options.logouts),
        backchannel_uri: options.backchannel.clone(),
        audience: options.audience.clone(),
        consent: options
            .consent
            .as_deref()
            .map(|consent| if consent == "yes" { ASK } else { SKIP }.to_owned()),
        least: options.least.clone(),
        algorithm: options.algorithm.clone(),
    };
    service.operator_changes_app(&options.id, &patch).await.map_err(explain)
}

/// Returns the id of the account whose app it is.
fn whose(app: &Client) -> &str {
    app.account.as_ref().map_or("all accounts", |account| account.as_str())
}

fn explain(error: domain::Error) -> OperatorError {
    let rejection = match error {
        domain::Error::Internal(error) => return error.into(),
        domain::Error::Rejected(rejection) => rejection,
    };
    OperatorError::Refused(match rejection {
        Rejection::Conflict(Conflict::ManyApps) => "there are fifty apps; remove one first",
        Rejection::Conflict(_) => "there is an app of this name",
        Rejection::Invalid(Field::AppName, _) => "a name has 1 to 64 characters, none of them invisible",
        Rejection::Invalid(Field::RedirectUris, _) => {
            "--redirect: up to ten addresses that begin with https://, http:// on 127.0.0.1, [::1] or localhost, or the scheme of \
             a native app with a dot in it; without #"
        }
        Rejection::Invalid(Field::LogoutUris, _) => "--logout: up to ten addresses as those of --redirect",
        Rejection::Invalid(Field::BackchannelUri, _) => {
            "--backchannel: an address that begins with https:// or http://, without #"
        }
        Rejection::Invalid(Field::KeySet, terms::Problem::PrivateKey) => {
            "the file has a private key; export the public one, and make a new pair if others have seen this one"
        }
        Rejection::Invalid(Field::KeySet, _) => {
            "the file has to be a JSON Web Key Set of 1 to 5 public keys, each on P-256 or RSA with 2048 to 4096 bits, up to 8 KiB"
        }
        Rejection::Invalid(Field::Chosen, _) => "nobody is left for whom the app was chosen; name others with --for",
        Rejection::Invalid(Field::Email, _) => "--account: no member has this address",
        _ => "there is no such app, no such member, or the app has no secret",
    })
}
