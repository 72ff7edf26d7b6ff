use crate::{
    form::{FormState, PostForm, alert::FormAlert},
    page,
    shell::address::{query, use_query},
    text::{alert::AlertContext, text},
    ui::{Alert, AlertKind, Card, Field, FieldKind, Live, SubmitButton},
    wire::error::ApiError,
};
use leptos::prelude::*;
use terms::Field as At;
use terms::Rejection;

/// Asks for one of the codes as proof that they were saved, which needs neither scripts nor a printer.
#[component]
pub(super) fn TypeBackForm(form: FormState) -> AnyView {
    let words = text().recovery_codes();
    let recovery = text().recovery();
    let error = form.error;
    // Malformed and wrong codes have one message: the code is not on the sheet.
    let wrong = Signal::derive(move || {
        let wrong = matches!(
            error.get(),
            Some(
                ApiError::Rejected(Rejection::Invalid(At::RecoveryCode, _))
                    | ApiError::Rejected(Rejection::WrongCode { .. })
            )
        );
        wrong.then(|| words.wrong().to_owned())
    });
    // Without scripts a rejected code returns to the page without its query, so `device` is read from the replay.
    let device = Some(form.typed("device")).filter(|device| !device.is_empty());
    let device = device.unwrap_or_else(new_device);
    view! {
        <Card>
            <h2>{words.type_back()}</h2>
            <FormAlert error=error context=AlertContext::RecoveryCode />
            <PostForm form=form>
                <div class="stack">
                    <input type="hidden" name="device" value=device />
                    <Field
                        id="typed-back"
                        label=recovery.label()
                        name="recovery_code"
                        kind=FieldKind::RecoveryCode
                        hint=words.type_back_hint()
                        error=wrong
                    />
                    <div class="row">
                        <SubmitButton label=words.type_back_button() pending=form.pending class="quiet" />
                    </div>
                </div>
            </PostForm>
        </Card>
    }
    .into_any()
}

/// *Done*, which asks for confirmation if the codes were not saved.
#[component]
pub(super) fn Leave(form: FormState, saved: Signal<bool>) -> AnyView {
    let words = text().recovery_codes();
    let leave = use_query("leave");
    let asks = move || leave.with(|leave| leave.as_deref() == Some("ask")) && !saved.get();
    let error = form.error;
    view! {
        <FormAlert error=error context=AlertContext::Sheet />
        {move || if asks() {
            view! { <Sure form=form /> }.into_any()
        } else {
            view! {
                <PostForm form=form>
                    <input type="hidden" name="device" value=new_device() />
                    <SubmitButton label=words.done() pending=form.pending />
                </PostForm>
            }
            .into_any()
        }}
    }
    .into_any()
}

#[component]
fn Sure(form: FormState) -> AnyView {
    let words = text().recovery_codes();
    let stay = match new_device() {
        device if device.is_empty() => page::RECOVERY_CODES.path.to_owned(),
        device => format!("{}?new={device}", page::RECOVERY_CODES.path),
    };
    view! {
        <Alert kind=AlertKind::Warn title=words.not_saved().0 live=Live::AtOnce>
            <p>{words.not_saved().1}</p>
        </Alert>
        <PostForm form=form>
            <input type="hidden" name="device" value=new_device() />
            <input type="hidden" name="anyway" value="true" />
            <div class="row">
                <SubmitButton label=words.leave() pending=form.pending class="quiet danger" />
                <a class="button text" href=stay>{words.stay()}</a>
            </div>
        </PostForm>
    }
    .into_any()
}

/// The device that was confirmed just before, which the list highlights afterwards.
fn new_device() -> String {
    query("new").unwrap_or_default()
}
