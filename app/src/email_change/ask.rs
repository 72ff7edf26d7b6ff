//! *Change your e-mail address*: the form, and the change that waits for its confirmation.

use super::api::{AskEmailChange, KeepEmail, SendEmailChangeAgain};
use crate::{
    form::{PostForm, alert::FormAlert, step_up::StepUpFields, use_form},
    page,
    shell::{head::PageHead, served::served},
    text::{alert::AlertContext, text},
    ui::{Card, Field, FieldKind, SubmitButton, TimeIn},
    wire::{Asks, Page, Viewer, error::ApiError, server as wire},
};
use domain::{email_change::store::EmailChange, sessions::rights::UseCase};
use leptos::prelude::*;
use terms::Field as At;

/// The content of the page.
pub(crate) async fn content() -> Result<Page, ApiError> {
    let (service, who) = wire::signed_in(UseCase::ReadEmailChange).await?;
    let waits = service.email_change(&who).await?;
    let asks = wire::asks(&service, &who, UseCase::AskEmailChange);
    let content = |viewer| view! { <Content viewer=viewer waits=waits asks=asks /> }.into_any();
    Ok(served(wire::viewer(&who), page::EMAIL.title(), content))
}

#[component]
fn Content(viewer: Viewer, waits: Option<EmailChange>, asks: Asks) -> AnyView {
    let words = text().email_change();
    let form = use_form::<AskEmailChange>();
    let now = viewer.email.clone();
    view! {
        <PageHead title=page::EMAIL.title() lead=words.lead() viewer=viewer />
        <div class="stack">
            {waits.map(|waits| view! { <Waiting waits=waits /> })}
            <Card>
                <div class="field">
                    <span class="label">{words.now()}</span>
                    <p dir="auto" translate="no">{now}</p>
                </div>
                <FormAlert error=form.error />
                <PostForm form=form>
                    <div class="stack">
                        <Field
                            id="new-email"
                            name="email"
                            label=words.new_address()
                            kind=FieldKind::Email
                            hint=words.hint()
                            value=form.typed("email")
                            error=form.error_at(At::Email)
                        />
                        <StepUpFields asks=asks error=form.error id="email" />
                        <div class="row">
                            <SubmitButton label=words.send() pending=form.pending />
                            <a class="button text" href=page::PROFILE.path>{text().frame().cancel()}</a>
                        </div>
                    </div>
                </PostForm>
            </Card>
        </div>
    }
    .into_any()
}

/// The change that waits, with *Send again* and *Keep my address*.
#[component]
fn Waiting(waits: EmailChange) -> AnyView {
    let words = text().email_change();
    let (again, keep) = (use_form::<SendEmailChangeAgain>(), use_form::<KeepEmail>());
    let (before, after) = words.waits();
    view! {
        <Card>
            <div class="stack tight">
                <h2>{words.waiting()}</h2>
                <p class="lead" dir="auto">{before} " " <b translate="no">{waits.email.as_str().to_owned()}</b> " " {after}</p>
                <p class="lead small"><TimeIn words=words.until() at=waits.expires_at.0 /></p>
                <FormAlert error=again.error context=AlertContext::Resend />
                <FormAlert error=keep.error />
                <div class="row">
                    <PostForm form=again>
                        <SubmitButton label=text().sign_up().send_again() pending=again.pending class="quiet" />
                    </PostForm>
                    <PostForm form=keep>
                        <SubmitButton label=words.keep() pending=keep.pending class="quiet" />
                    </PostForm>
                </div>
            </div>
        </Card>
    }
    .into_any()
}
