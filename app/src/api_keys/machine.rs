//! *Machine device*: setting up the second factor of a program, replacing and removing it.

use super::api::{AddMachineDevice, ConfirmMachineDevice, RemoveMachineDevice};
use crate::{
    form::{FormState, PostForm, alert::FormAlert, step_up::StepUpFields, use_form},
    page,
    shell::{address, head::PageHead, served::served},
    text::{alert::AlertContext, text},
    ui::{Card, Choice, CopyLine, Field, FieldKind, SubmitButton, TimeIn},
    wire::{Asks, Page, Viewer, error::ApiError, server as wire},
};
use domain::{
    api_keys::machine::{DIGITS, MachineDevice, MachineSetUp},
    sessions::rights::UseCase,
    sign_in::passcode::{Algorithm, TotpParameters},
};
use leptos::prelude::*;
use terms::{Field as At, Rejection};

/// What the page shows.
struct Data {
    key: String,
    name: String,
    pending: Option<MachineSetUp>,
    confirmed: Option<MachineDevice>,
    add: Asks,
    remove: Asks,
}

/// The content of the page.
pub(crate) async fn content() -> Result<Page, ApiError> {
    let (service, who) = wire::signed_in(UseCase::ReadApiKeys).await?;
    let key = address::param();
    // Only the key's own member gets past this.
    let pending = service.machine_set_up(&who, &key).await?;
    let view = service.api_key(&who, &key).await?;
    let data = Data {
        key,
        name: view.key.key.label.as_str().to_owned(),
        pending,
        confirmed: view.machine,
        add: wire::asks(&service, &who, UseCase::AddMachineDevice),
        remove: wire::asks(&service, &who, UseCase::RemoveMachineDevice),
    };
    let content = |viewer| view! { <Content viewer=viewer data=data /> }.into_any();
    Ok(served(wire::viewer(&who), page::MACHINE_DEVICE.title(), content))
}

#[component]
fn Content(viewer: Viewer, data: Data) -> AnyView {
    let words = text().machine_device();
    let key = data.key;
    let remove = data
        .confirmed
        .as_ref()
        .map(|_| view! { <Remove key=key.clone() asks=data.remove /> });
    let next = match data.pending {
        Some(pending) => view! { <Confirm key=key pending=pending /> }.into_any(),
        None => view! { <Add key=key asks=data.add replaces=data.confirmed.is_some() /> }.into_any(),
    };
    view! {
        <PageHead title=page::MACHINE_DEVICE.title() lead=words.lead(&data.name) viewer=viewer />
        <div class="stack">{next} {remove}</div>
    }
    .into_any()
}

/// Chooses what the program's library can do.
#[component]
fn Add(key: String, asks: Asks, replaces: bool) -> AnyView {
    let (words, frame) = (text().machine_device(), text().frame());
    let form = use_form::<AddMachineDevice>();
    let algorithms = Algorithm::ALL.map(|algorithm| (algorithm.as_str().to_owned(), name(algorithm).to_owned()));
    let digits = DIGITS.map(|digits| (digits.to_string(), words.digits(&digits.to_string())));
    let back = page::API_KEY.path_of(&key);
    view! {
        <Card>
            <div class="stack tight">
                <h2>{words.add().0}</h2>
                <p>{words.add().1}</p>
                {replaces.then(|| view! { <p>{words.replaces()}</p> })}
            </div>
            <FormAlert error=form.error />
            <PostForm form=form>
                <div class="stack">
                    <input type="hidden" name="id" value=key />
                    <Choice
                        name="algorithm"
                        label=words.algorithm()
                        chosen=form.typed("algorithm")
                        choices=algorithms.to_vec()
                        error=form.error_at(At::Algorithm)
                    />
                    <Choice
                        name="digits"
                        label=words.length()
                        chosen=form.typed("digits")
                        choices=digits.to_vec()
                        error=form.error_at(At::Digits)
                    />
                    <p class="small lead">{words.apps()}</p>
                    <StepUpFields asks=asks error=form.error id="machine" />
                    <div class="row">
                        <SubmitButton label=words.add_button() pending=form.pending />
                        <a class="button text" href=back>{frame.cancel()}</a>
                    </div>
                </div>
            </PostForm>
        </Card>
    }
    .into_any()
}

/// The secret, until the program's first passcode.
#[component]
fn Confirm(key: String, pending: MachineSetUp) -> AnyView {
    let words = text().machine_device();
    let form = use_form::<ConfirmMachineDevice>();
    let TotpParameters { algorithm, digits } = pending.parameters;
    let digits = digits.to_string();
    view! {
        <Card>
            <div class="stack tight">
                <h2>{words.secret().0}</h2>
                <p>{words.secret().1}</p>
                <p class="small lead"><TimeIn words=words.shown_until() at=pending.expires_at.0 /></p>
            </div>
            <Copied id="secret" label=words.base32() secret=pending.secret.to_string() />
            <Copied id="uri" label=words.uri() secret=pending.uri.to_string() />
            <div class="stack tight">
                <h3>{words.usage()}</h3>
                <p>{words.usage_hint()}</p>
                <pre class="snippet"><code translate="no">{oathtool(algorithm, &digits)}</code></pre>
            </div>
            <FormAlert error=form.error context=AlertContext::FirstPasscode />
            <PostForm form=form>
                <div class="stack">
                    <input type="hidden" name="id" value=key />
                    <Field
                        id="machine-passcode"
                        label=words.first_passcode()
                        name="passcode"
                        kind=FieldKind::RecoveryCode
                        hint=words.first_hint(&digits)
                        error=passcode_error(form, digits.clone())
                    />
                    <div class="row">
                        <SubmitButton label=words.verify() pending=form.pending />
                    </div>
                </div>
            </PostForm>
        </Card>
    }
    .into_any()
}

/// A text that is shown once, with *Copy*.
#[component]
fn Copied(id: &'static str, label: &'static str, secret: String) -> AnyView {
    view! {
        <div class="stack tight">
            <h3>{label}</h3>
            <CopyLine id=id label=label value=secret />
        </div>
    }
    .into_any()
}

#[component]
fn Remove(key: String, asks: Asks) -> AnyView {
    let words = text().machine_device();
    let form = use_form::<RemoveMachineDevice>();
    view! {
        <Card>
            <h2>{words.remove().0}</h2>
            <p>{words.remove().1}</p>
            <FormAlert error=form.error />
            <PostForm form=form>
                <div class="stack">
                    <input type="hidden" name="id" value=key />
                    <StepUpFields asks=asks error=form.error id="remove" />
                    <div class="row">
                        <SubmitButton label=words.remove_button() pending=form.pending class="danger" />
                    </div>
                </div>
            </PostForm>
        </Card>
    }
    .into_any()
}

/// The error at the passcode, which has not always six digits here.
fn passcode_error(form: FormState, digits: String) -> Signal<Option<String>> {
    let usual = form.error_at(At::Passcode);
    Signal::derive(move || {
        let error = form.error.get();
        match error.as_ref().and_then(ApiError::rejection) {
            Some(Rejection::Invalid(At::Passcode, _)) => Some(text().machine_device().shape(&digits)),
            _ => usual.get(),
        }
    })
}

/// The name that people read.
pub(super) const fn name(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::Sha1 => "SHA-1",
        Algorithm::Sha256 => "SHA-256",
        Algorithm::Sha512 => "SHA-512",
    }
}

/// How a shell computes a passcode; the secret stands in a file that only the program may read.
fn oathtool(algorithm: Algorithm, digits: &str) -> String {
    let totp = match algorithm {
        Algorithm::Sha1 => "--totp",
        Algorithm::Sha256 => "--totp=sha256",
        Algorithm::Sha512 => "--totp=sha512",
    };
    format!("oathtool {totp} --digits={digits} --base32 @machine-secret")
}
