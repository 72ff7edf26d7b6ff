//! The steps of an enrolment link, made by the server.

use super::{
    enrol_api::{FirstPasscode, ProveAddress, SendCode},
    scan::qr_figure,
    server::{QrCode, qr},
};
use crate::{
    form::{FormState, PostForm, alert::FormAlert, use_form},
    page,
    shell::{
        live::{LiveVersion, Refresh},
        served::fragment,
    },
    text::{alert::AlertContext, text},
    ui::{Alert, AlertKind, Field, FieldKind, PasscodeInput, SubmitButton},
    wire::error::ApiError,
};
use domain::{
    devices::remote::{HolderView, Step},
    live::Version,
};
use leptos::prelude::*;
use terms::Field as At;

/// The step that comes next.
pub(super) fn html(view: HolderView, version: Version) -> Result<String, ApiError> {
    let lead = text().enrolment().for_member(&view.member, &view.device);
    let HolderView {
        member, email, device, ..
    } = view;
    let code = match &view.step {
        Step::Scan { uri, .. } => Some(qr(uri)?),
        Step::Prove { .. } | Step::Waits { .. } | Step::Ready => None,
    };
    Ok(fragment(|| {
        let step = match (view.step, code) {
            (Step::Scan { uri, key }, Some(code)) => {
                view! { <Scan code=code key=key uri=uri.to_string() name=device /> }.into_any()
            }
            (Step::Waits { words }, _) => view! { <Waits words=words member=member version=version /> }.into_any(),
            (Step::Ready, _) => view! { <Ready member=member /> }.into_any(),
            (Step::Prove { sent }, _) => view! { <Prove email=email sent=sent /> }.into_any(),
            (Step::Scan { .. }, None) => ().into_any(),
        };
        view! {
            <p class="lead" dir="auto">{lead}</p>
            {step}
        }
        .into_any()
    }))
}

/// Proves the colleague's address.
#[component]
fn Prove(email: String, sent: bool) -> AnyView {
    let words = text().enrolment();
    let (send, prove) = (use_form::<SendCode>(), use_form::<ProveAddress>());
    let about = words.prove_lead(&email);
    view! { <ProveByCode title=words.prove_title() about=about email=email sent=sent forms=(send, prove) /> }.into_any()
}

/// Proves an address by a mailed code: asks for it, then for what it says.
#[component]
pub(crate) fn ProveByCode(
    title: &'static str,
    about: String,
    email: String,
    /// Whether a code was mailed that still works.
    sent: bool,
    /// The form that sends a code, and the one that checks it.
    forms: (FormState, FormState),
) -> AnyView {
    let words = text().enrolment();
    let (send, prove) = forms;
    if !sent {
        return view! {
            <h2>{title}</h2>
            <p dir="auto">{about}</p>
            <FormAlert error=send.error context=AlertContext::Resend />
            <PostForm form=send>
                <SubmitButton label=words.send_code() pending=send.pending class="wide" />
            </PostForm>
        }
        .into_any();
    }
    view! {
        <p dir="auto">{words.sent(&email)}</p>
        <FormAlert error=prove.error />
        <PostForm form=prove class="stack">
            <Field
                id="code"
                name="code"
                label=words.code()
                kind=FieldKind::RecoveryCode
                hint=words.code_hint()
                error=prove.error_at(At::MailedCode)
                autofocus=true
            />
            <SubmitButton label=words.verify() pending=prove.pending class="wide" />
        </PostForm>
        <FormAlert error=send.error context=AlertContext::Resend />
        <PostForm form=send>
            <SubmitButton label=words.send_again() pending=send.pending class="wide quiet" />
        </PostForm>
    }
    .into_any()
}

/// The QR code on the colleague's own screen, and the first passcode.
#[component]
fn Scan(code: QrCode, key: Vec<String>, uri: String, name: String) -> AnyView {
    let (words, scan) = (text().enrolment(), text().scan());
    let form = use_form::<FirstPasscode>();
    let key = key.into_iter().map(|group| view! { <span>{group} " "</span> });
    view! {
        <h2>{words.scan_title()}</h2>
        <p>{words.scan_lead()}</p>
        {qr_figure(code.size, code.path, scan.qr_label(&name))}
        <a class="button quiet" href=uri>{scan.open_app()}</a>
        <div class="stack tight">
            <h2>{scan.cannot_scan()}</h2>
            <p class="small lead">{scan.key_hint()}</p>
            <code class="key" translate="no">{key.collect_view()}</code>
        </div>
        <FormAlert error=form.error context=AlertContext::FirstPasscode />
        <PostForm form=form class="stack">
            <PasscodeInput id="passcode" error=form.error_at(At::Passcode) />
            <SubmitButton label=words.verify() pending=form.pending class="wide" />
        </PostForm>
    }
    .into_any()
}

/// The two words, until the member has approved.
#[component]
fn Waits(words: String, member: String, version: Version) -> AnyView {
    let text = text().enrolment();
    let lead = text.waits_lead(&member);
    view! {
        <Alert kind=AlertKind::Info title=text.waits_title()>
            <p dir="auto">{lead}</p>
        </Alert>
        <p>{text.words()} ": " <b translate="no">{words}</b></p>
        <p dir="auto">{text.signs_in(&member)}</p>
        <LiveVersion version=version of=page::ENROL.path as_document=true />
        <Refresh href=page::ENROL.path />
    }
    .into_any()
}

/// The member has approved.
#[component]
fn Ready(member: String) -> AnyView {
    let words = text().enrolment();
    view! {
        <Alert kind=AlertKind::Good title=words.ready_title()>
            <p dir="auto">{words.ready_lead(&member)}</p>
        </Alert>
        <a class="button wide" href=page::SIGN_IN.path>{page::SIGN_IN.title()}</a>
    }
    .into_any()
}
