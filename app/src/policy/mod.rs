//! *Policy*: what an account asks of its members. Served pages, because they only show and send forms.

mod api;
mod asked;
mod choices;
mod preview;
mod required;

pub(crate) use required::{content as required_content, home_card};

use crate::{
    form::{PostForm, alert::FormAlert, step_up::StepUpFields, use_form},
    page,
    shell::{head::PageHead, served::served},
    text::text,
    ui::{Alert, AlertKind, Card, SubmitButton},
    wire::{Asks, Page, Viewer, error::ApiError, server as wire},
};
use api::ChangePolicy;
use asked::Asked;
use choices::Choices;
use domain::{
    Service,
    policy::{PolicyPreview, rules::Policy},
    profile::member::Member,
    sessions::{SignedIn, rights::UseCase},
};
use leptos::prelude::*;
use preview::Changes;
use terms::{Rejection, Role};

/// What the page shows.
struct Data {
    viewer: Member,
    asked: Asked,
    /// What is wrong with what was asked for.
    error: Option<ApiError>,
    preview: Option<PolicyPreview>,
    second_person: bool,
    asks: Asks,
}

/// The content of the page.
pub(crate) async fn content() -> Result<Page, ApiError> {
    let (service, who) = wire::signed_in(UseCase::ReadPolicy).await?;
    if !who.member.manages_team() {
        return Err(Rejection::NotFound.into());
    }
    // A form that failed without scripts comes back without the query.
    let failed = use_form::<ChangePolicy>().typed("choice");
    let chosen = Some(failed).filter(|choice| !choice.is_empty());
    let asked = chosen.map(|choice| Asked::in_query(&choice)).or_else(Asked::of_page);
    let (preview, error) = match &asked {
        None => (None, None),
        Some(asked) => match previewed(&service, &who, asked).await {
            Ok(preview) => (Some(preview), None),
            Err(error @ ApiError::Rejected(_)) => (None, Some(error)),
            Err(error) => return Err(error),
        },
    };
    let data = Data {
        asked: asked.unwrap_or_else(|| Asked::of(&who.member.policy)),
        error,
        preview,
        second_person: service.wants_second_person(&who).await?,
        asks: wire::asks(&service, &who, UseCase::ChangePolicy),
        viewer: who.member.clone(),
    };
    let content = |viewer| view! { <Content viewer=viewer data=data /> }.into_any();
    Ok(served(wire::viewer(&who), page::POLICY.title(), content))
}

async fn previewed(service: &Service, who: &SignedIn, asked: &Asked) -> Result<PolicyPreview, ApiError> {
    let policy = service.chosen_policy(who, asked.policy(who)?)?;
    Ok(service.policy_preview(who, &policy).await?)
}

#[component]
fn Content(viewer: Viewer, data: Data) -> AnyView {
    let words = text().policy();
    let Data {
        viewer: member,
        asked,
        error,
        preview,
        second_person,
        asks,
    } = data;
    let no_factor = member.two_factor_since.is_none().then(|| {
        let (title, about) = words.no_factor();
        view! {
            <Alert kind=AlertKind::Info title=title>
                <p>{about} " " <a href=page::NEW_DEVICE.path>{page::NEW_DEVICE.title()}</a></p>
            </Alert>
        }
    });
    let every_call = member.is_covered_by_account();
    let preview = preview.map(|preview| view! { <Preview preview=preview asked=asked.clone() asks=asks /> });
    view! {
        <PageHead title=page::POLICY.title() lead=words.lead() viewer=viewer />
        <div class="stack">
            {no_factor}
            {preview}
            <Choices asked=asked error=Signal::stored(error) may_require=member.two_factor_since.is_some() />
            <Elsewhere every_call=every_call second_person=second_person />
        </div>
    }
    .into_any()
}

/// What a choice changes, and the form that makes it the policy.
#[component]
fn Preview(preview: PolicyPreview, asked: Asked, asks: Asks) -> AnyView {
    let words = text().policy();
    let form = use_form::<ChangePolicy>();
    view! {
        <Card>
            <h2>{words.changes()}</h2>
            <Changes preview=preview required=!asked.two_factor.is_empty() />
            <FormAlert error=form.error />
            <PostForm form=form>
                <div class="stack">
                    <input type="hidden" name="choice" value=asked.query() />
                    <StepUpFields asks=asks error=form.error id="policy" />
                    <div class="row">
                        <SubmitButton label=words.change() pending=form.pending />
                        <a class="button text" href=page::POLICY.path>{words.back()}</a>
                    </div>
                </div>
            </PostForm>
        </Card>
    }
    .into_any()
}

/// The account's other decisions, which stand beside the API keys.
#[component]
fn Elsewhere(every_call: bool, second_person: bool) -> AnyView {
    let words = text().policy();
    let every_call = if every_call {
        words.every_call_on()
    } else {
        words.every_call_off()
    };
    let second_person = if second_person {
        words.two_people()
    } else {
        words.one_person()
    };
    view! {
        <section class="stack tight">
            <h2>{words.elsewhere()}</h2>
            <ul class="bullets">
                <li>{every_call}</li>
                <li>{second_person}</li>
            </ul>
            <p class="small"><a href=page::API_KEYS.path>{words.where_to_change()}</a></p>
        </section>
    }
    .into_any()
}

/// Of whom a policy requires two-factor, in words.
pub(crate) fn required_of(policy: &Policy) -> Option<&'static str> {
    let words = text().policy();
    policy.two_factor.map(|required| match required.least {
        Role::Owner => words.owners(),
        Role::Admin => words.managers(),
        Role::Member => words.everybody(),
    })
}
