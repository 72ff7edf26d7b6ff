use super::{discard::DiscardForm, steps};
use crate::{
    devices::api::{ConfirmDevice, DiscardDevice, ReadScan, ScanSecret, ScanView},
    form::{PostForm, alert::FormAlert, read::read, use_form},
    page,
    shell::{address::use_param, head::PageHead, load::signed_in_page},
    text::{alert::AlertContext, text},
    ui::{Alert, AlertKind, Card, CopyButton, Disclosure, Icon, IconName, PasscodeInput, Steps, SubmitButton, TimeIn},
    wire::{Viewer, site::site},
};
use leptos::prelude::*;
use terms::{Field as At, Problem, Rejection};

/// The id that associates *Start again* with its form, because forms cannot be nested.
const START_AGAIN: &str = "start-again";

/// The quiet zone that scanners need around the code, in modules (ISO/IEC 18004).
const QUIET: u32 = 4;

/// *Scan the QR code*, and the first passcode.
#[component]
pub(crate) fn Scan() -> impl IntoView {
    let param = use_param();
    let id = move || param.get().unwrap_or_default();
    let data = read(id, |id| ReadScan { id });
    let render = |viewer, scan: ScanView| match scan.secret.clone() {
        Some(secret) => view! { <Content viewer=viewer scan=scan secret=secret /> }.into_any(),
        None => view! { <Elsewhere viewer=viewer scan=scan /> }.into_any(),
    };
    signed_in_page(page::SCAN, data, render)
}

#[component]
fn Content(viewer: Viewer, scan: ScanView, secret: ScanSecret) -> AnyView {
    let words = text().scan();
    let new_device = text().new_device();
    view! {
        <Steps current=1 labels=steps() />
        <PageHead title=page::SCAN.title() lead=words.lead(&scan.name) viewer=viewer />
        <div class="card scan">
            <div class="stack">
                {qr_figure(secret.qr_size, secret.qr_path, words.qr_label(&scan.name))}
                <a class="button quiet open-app" href=secret.uri>
                    <Icon name=IconName::Phone />
                    {words.open_app()}
                </a>
                <p class="or">{words.or_other_phone()}</p>
            </div>
            <div class="stack loose">
                <ConfirmForm id=scan.id changes=scan.changes />
                <div class="stack tight">
                    <h2>{words.cannot_scan()}</h2>
                    <p class="small lead">{words.key_hint()}</p>
                    <KeyText groups=secret.key />
                </div>
                <Disclosure label=new_device.app_help().0>
                    <p class="lead">{new_device.app_help().1}</p>
                </Disclosure>
            </div>
        </div>
        <p class="small faint under"><TimeIn words=words.shown_only_here() at=scan.expires_at /></p>
    }
    .into_any()
}

#[component]
fn ConfirmForm(id: String, changes: String) -> AnyView {
    let words = text().scan();
    let form = use_form::<ConfirmDevice>();
    let discard = use_form::<DiscardDevice>();
    let same = id.clone();
    view! {
        <div class="stack">
            <FormAlert error=form.error context=AlertContext::FirstPasscode />
            <FormAlert error=discard.error />
            <PostForm form=form>
                <div class="stack">
                    <input type="hidden" name="id" value=same />
                    // The server makes it, so that the client need not know what it says.
                    <div class="stack changes" inner_html=changes></div>
                    <PasscodeInput
                        id="passcode"
                        hint=words.passcode_hint(&site().name)
                        error=form.error_at(At::Passcode)
                        focus_in_place=true
                        on_recovery_code=Callback::new(move |()| form.refuse(Rejection::Invalid(At::Passcode, Problem::RecoveryCode)))
                    />
                    <div class="row">
                        <SubmitButton label=words.button() pending=form.pending />
                        <button class="button text" form=START_AGAIN>{words.start_again()}</button>
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

/// A QR code; `path` draws the dark modules of a square of `size` modules, without the quiet zone.
pub(super) fn qr_figure(size: u32, path: String, label: String) -> AnyView {
    let whole = size.saturating_add(QUIET.saturating_mul(2));
    view! {
        <svg class=width_class(whole) viewBox=format!("-{QUIET} -{QUIET} {whole} {whole}") width="240" height="240" role="img" aria-label=label>
            <rect x="-4" y="-4" width=whole height=whole fill="#fff" />
            <path d=path fill="#000" />
        </svg>
    }.into_any()
}

/// The class for a width at which each module has at least 4 px.
fn width_class(whole: u32) -> &'static str {
    match whole {
        ..=56 => "qr",
        57..=63 => "qr qr-57",
        64..=69 => "qr qr-65",
        _ => "qr qr-max",
    }
}

/// The key for manual entry, in groups that do not wrap, with a copy button.
#[component]
fn KeyText(groups: Vec<String>) -> AnyView {
    let whole = groups.concat();
    let groups = groups
        .into_iter()
        .map(|group| view! { <span>{group}" "</span> })
        .collect_view();
    view! {
        <div class="key-line">
            <code class="key" translate="no">{groups}</code>
            <CopyButton copies=whole />
        </div>
    }
    .into_any()
}

/// The page of a device that another session created: this session may discard it but not see its secret.
#[component]
fn Elsewhere(viewer: Viewer, scan: ScanView) -> AnyView {
    let new_device = text().new_device();
    let words = text().scan();
    let two_factor = text().two_factor();
    let frame = text().frame();
    let form = use_form::<DiscardDevice>();
    view! {
        <PageHead title=new_device.title() lead=words.elsewhere_lead(&scan.name) viewer=viewer />
        <Card>
            <Alert kind=AlertKind::Info title=words.elsewhere().0>
                <p>{words.elsewhere().1}</p>
            </Alert>
            <FormAlert error=form.error />
            <p class="small faint"><TimeIn words=words.expires() at=scan.expires_at /></p>
            <div class="row">
                <DiscardForm id=scan.id form=form label=two_factor.discard() class="quiet" />
                <a class="button text" href=page::TWO_FACTOR.path>{frame.back()}</a>
            </div>
        </Card>
    }
    .into_any()
}
