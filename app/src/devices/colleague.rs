//! *Add a colleague's device*. A served page, because its form needs no help while it is filled in.

use super::add_colleague::AddColleague;
use crate::{
    form::{FormState, PostForm, alert::FormAlert, step_up::StepUpFields, use_form},
    page,
    shell::{
        head::PageHead,
        served::{fragment, served},
    },
    text::text,
    ui::{Alert, AlertKind, Card, Choice, Field, FieldKind, SubmitButton},
    wire::{Asks, Page, Viewer, error::ApiError, server as wire},
};
use domain::{
    devices::{colleague::LIVES, device::Holder},
    sessions::rights::UseCase,
};
use leptos::prelude::*;
use terms::Field as At;

/// The content of the page.
pub(crate) async fn content() -> Result<Page, ApiError> {
    let (service, who) = wire::signed_in(UseCase::AddColleague).await?;
    let asks = wire::asks(&service, &who, UseCase::AddColleague);
    let content = |viewer| view! { <Content viewer=viewer asks=asks /> }.into_any();
    Ok(served(wire::viewer(&who), page::COLLEAGUE.title(), content))
}

/// What the page of the QR code says to the two who sit side by side.
pub(super) fn side_by_side(holder: &Holder) -> String {
    let words = text().colleagues();
    fragment(|| {
        view! {
            <p class="lead" dir="auto">{words.scan(&holder.name)}</p>
        }
        .into_any()
    })
}

#[component]
fn Content(viewer: Viewer, asks: Asks) -> AnyView {
    let words = text().colleagues();
    let form = use_form::<AddColleague>();
    let own = page::NEW_DEVICE.path;
    if viewer.two_factor_since.is_none() {
        let (title, about) = words.two_factor_first();
        return view! {
            <PageHead title=page::COLLEAGUE.title() lead=words.lead() viewer=viewer />
            <Card>
                <Alert kind=AlertKind::Info title=title>
                    <p>{about}</p>
                </Alert>
                <div class="row">
                    <a class="button" href=own>{page::NEW_DEVICE.title()}</a>
                </div>
            </Card>
        }
        .into_any();
    }
    view! {
        <PageHead title=page::COLLEAGUE.title() lead=words.lead() viewer=viewer />
        <Card>
            <FormAlert error=form.error />
            <Fields form=form asks=asks />
        </Card>
        <p class="small under">{words.own_device()} " " <a href=own>{page::NEW_DEVICE.title()}</a></p>
    }
    .into_any()
}

#[component]
fn Fields(form: FormState, asks: Asks) -> AnyView {
    let (words, frame) = (text().colleagues(), text().frame());
    let checked = form.typed("changes_security") == "true";
    view! {
        <PostForm form=form>
            <div class="stack">
                <Field
                    id="holder-name"
                    label=words.name()
                    name="name"
                    kind=FieldKind::Text
                    value=form.typed("name")
                    error=form.error_at(At::Name)
                />
                <Field
                    id="holder-email"
                    label=words.email()
                    name="email"
                    kind=FieldKind::OthersEmail
                    hint=words.email_hint()
                    value=form.typed("email")
                    error=form.error_at(At::Email)
                />
                <Field
                    id="device-name"
                    label=words.device_name()
                    name="device_name"
                    kind=FieldKind::Text
                    hint=words.device_name_hint()
                    value=form.typed("device_name")
                    error=form.error_at(At::DeviceName)
                />
                <Choice
                    name="days"
                    label=words.ends()
                    any=words.never()
                    chosen=form.typed("days")
                    choices=lives()
                    error=form.error_at(At::Life)
                />
                <label class="check">
                    <input type="checkbox" name="changes_security" value="true" checked=checked />
                    <span>
                        {words.changes_security()} <br /> <span class="small lead">{words.changes_security_hint()}</span>
                    </span>
                </label>
                <How form=form />
                <StepUpFields asks=asks error=form.error id="colleague" />
                <div class="row">
                    <SubmitButton label=text().enrolment().button() pending=form.pending />
                    <a class="button text" href=page::TWO_FACTOR.path>{frame.cancel()}</a>
                </div>
            </div>
        </PostForm>
    }
    .into_any()
}

/// Side by side, or by link.
#[component]
fn How(form: FormState) -> AnyView {
    let by_link = form.typed("by_link") == "true";
    let choice = |value: bool, label: &'static str| {
        view! {
            <label class="check">
                <input type="radio" name="by_link" value=value.to_string() checked=value == by_link />
                <span>{label}</span>
            </label>
        }
    };
    view! {
        <fieldset class="field">
            <legend>{text().enrolment().how()}</legend>
            {choice(false, text().colleagues().here())}
            {choice(true, text().enrolment().by_link())}
        </fieldset>
    }
    .into_any()
}

fn lives() -> Vec<(String, String)> {
    let words = text().colleagues();
    let life = |days: i64| (days.to_string(), words.days(u32::try_from(days).unwrap_or(u32::MAX)));
    LIVES.into_iter().map(life).collect()
}
