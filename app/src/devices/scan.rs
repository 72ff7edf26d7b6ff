use super::discard::DiscardForm;
use crate::{
    devices::api::{ConfirmDevice, DiscardDevice, ReadScan, ScanSecret, ScanView},
    form::{PostForm, alert::FormAlert, read::read, use_form},
    page,
    shell::{head::PageHead, load::signed_in_page},
    text::{alert::Asked, frame, new_device, scan as words, two_factor},
    ui::{Alert, AlertKind, Card, CopyButton, Disclosure, Icon, IconName, PasscodeInput, Steps, SubmitButton, Time},
    wire::{Viewer, site::site},
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use terms::Field as At;

/// Joins *Start again* to its form, which cannot stand inside the other one.
const START_AGAIN: &str = "start-again";

/// The light edge a reader needs around the code, in modules.
const QUIET: u32 = 4;

/// *Scan the QR code*, and the first passcode.
#[component]
pub(crate) fn Scan() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id").unwrap_or_default());
    let data = read(id, |id| ReadScan { id });
    let render = |viewer, scan: ScanView| match scan.secret.clone() {
        Some(secret) => view! { <Content viewer=viewer scan=scan secret=secret /> }.into_any(),
        None => view! { <Elsewhere viewer=viewer scan=scan /> }.into_any(),
    };
    signed_in_page(page::SCAN, data, render)
}

#[component]
fn Content(viewer: Viewer, scan: ScanView, secret: ScanSecret) -> AnyView {
    view! {
        <Steps current=1 labels=new_device::STEPS />
        <PageHead title=page::SCAN.title() lead=words::lead(&scan.name) viewer=viewer />
        <div class="card scan">
            <div class="stack">
                <QrFigure size=secret.qr_size path=secret.qr_path label=words::qr_label(&scan.name) />
                <a class="button quiet open-app" href=secret.uri>
                    <Icon name=IconName::Phone />
                    {words::OPEN_APP}
                </a>
                <p class="or">{words::OR_OTHER_PHONE}</p>
            </div>
            <div class="stack loose">
                <ConfirmForm id=scan.id />
                <div class="stack tight">
                    <h2>{words::CANNOT_SCAN}</h2>
                    <p class="small lead">{words::KEY_HINT}</p>
                    <KeyText groups=secret.key />
                </div>
                <Disclosure label=new_device::APP_HELP>
                    <p class="lead">{new_device::APP_HELP_TEXT}</p>
                </Disclosure>
            </div>
        </div>
        <p class="small faint under">{words::SHOWN_ONLY_HERE} <Time at=scan.expires_at /> {words::UNCHANGED}</p>
    }
    .into_any()
}

#[component]
fn ConfirmForm(id: String) -> AnyView {
    let form = use_form::<ConfirmDevice>();
    let discard = use_form::<DiscardDevice>();
    let same = id.clone();
    view! {
        <div class="stack">
            <FormAlert error=form.error asked=Asked::FirstPasscode />
            <FormAlert error=discard.error asked=Asked::Device />
            <PostForm form=form>
                <div class="stack">
                    <input type="hidden" name="id" value=same />
                    <PasscodeInput
                        id="passcode"
                        hint=words::passcode_hint(&site().name)
                        error=form.error_at(At::Passcode)
                        focus_in_place=true
                    />
                    <div class="row">
                        <SubmitButton label=words::BUTTON pending=form.pending />
                        <button class="button text" form=START_AGAIN>{words::START_AGAIN}</button>
                    </div>
                </div>
            </PostForm>
            <PostForm form=discard id=START_AGAIN>
                <input type="hidden" name="id" value=id />
            </PostForm>
        </div>
    }
    .into_any()
}

/// A QR code: `path` draws the dark modules of a square of `size` modules, without its light edge.
#[component]
fn QrFigure(size: u32, #[prop(into)] path: String, #[prop(into)] label: String) -> AnyView {
    let whole = size.saturating_add(QUIET.saturating_mul(2));
    view! {
        <svg class=width_class(whole) viewBox=format!("-{QUIET} -{QUIET} {whole} {whole}") width="240" height="240" role="img" aria-label=label>
            <rect x="-4" y="-4" width=whole height=whole fill="#fff" />
            <path d=path fill="#000" />
        </svg>
    }.into_any()
}

/// The class that gives each module at least 4 px.
fn width_class(whole: u32) -> &'static str {
    match whole {
        ..=56 => "qr",
        57..=63 => "qr qr-57",
        64..=69 => "qr qr-65",
        _ => "qr qr-max",
    }
}

/// A key to type by hand, in groups that never break apart, and beside it the button that copies it whole.
#[component]
fn KeyText(groups: Vec<String>) -> AnyView {
    let whole = groups.concat();
    let groups = groups
        .into_iter()
        .map(|group| view! { <span>{group}" "</span> })
        .collect_view();
    view! {
        <div class="key-line">
            <code class="key">{groups}</code>
            <CopyButton text=whole />
        </div>
    }
    .into_any()
}

/// A device that another session is setting up: its secret is not for this one, which may only discard it.
#[component]
fn Elsewhere(viewer: Viewer, scan: ScanView) -> AnyView {
    let form = use_form::<DiscardDevice>();
    view! {
        <PageHead title=new_device::TITLE lead=words::elsewhere_lead(&scan.name) viewer=viewer />
        <Card>
            <Alert kind=AlertKind::Info title=words::ELSEWHERE_TITLE>
                <p>{words::ELSEWHERE}</p>
            </Alert>
            <FormAlert error=form.error asked=Asked::Device />
            <p class="small faint">{words::EXPIRES} <Time at=scan.expires_at /> "."</p>
            <div class="row">
                <DiscardForm id=scan.id form=form label=two_factor::DISCARD class="quiet" />
                <a class="button text" href=page::TWO_FACTOR.path>{frame::BACK}</a>
            </div>
        </Card>
    }
    .into_any()
}
