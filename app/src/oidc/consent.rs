//! *Sign in to an app*: whether an app may know who the person is. A served page, because a browser comes here from an app
//! and goes back there.

use super::decisions::{AllowApp, OtherAccount};
use crate::{
    form::{PostForm, alert::FormAlert, use_form},
    page,
    shell::{address, head::PageHead, served::served},
    text::text,
    ui::{Alert, AlertKind, Card, SubmitButton},
    wire::{Page, Viewer, error::ApiError, server as wire},
};
use domain::{
    oidc::{authorize::ConsentQuestion, scope::AppScopes},
    sessions::rights::UseCase,
};
use leptos::prelude::*;

/// What the page shows.
struct Asked {
    question: ConsentQuestion,
    /// The sealed request.
    request: String,
    email: String,
}

/// The content of the page.
pub(crate) async fn content() -> Result<Page, ApiError> {
    let (service, who) = wire::signed_in(UseCase::PassToApps).await?;
    let request = address::query("request").unwrap_or_default();
    let asked = service.question(&who, &request).await?.map(|question| Asked {
        question,
        request,
        email: who.member.email.as_str().to_owned(),
    });
    let content = |viewer| match asked {
        Some(asked) => view! { <Content viewer=viewer asked=asked /> }.into_any(),
        None => view! { <Over viewer=viewer /> }.into_any(),
    };
    Ok(served(wire::viewer(&who), page::ALLOW_APP.title(), content))
}

#[component]
fn Over(viewer: Viewer) -> AnyView {
    let (title, about) = text().consent().over();
    view! {
        <PageHead title=page::ALLOW_APP.title() lead="" viewer=viewer />
        <Alert kind=AlertKind::Info title=title>
            <p>{about}</p>
        </Alert>
    }
    .into_any()
}

#[component]
fn Content(viewer: Viewer, asked: Asked) -> AnyView {
    let words = text().consent();
    let app = asked.question.client.name.as_str().to_owned();
    let back = with_answer(&asked.request);
    let lead = words.lead(&app, &asked.email);
    let body = match asked.question.factor_missing {
        true => view! { <FactorMissing app=app.clone() back=back /> }.into_any(),
        false => view! { <Ask asked=asked app=app.clone() back=back /> }.into_any(),
    };
    view! {
        <PageHead title=page::ALLOW_APP.title() lead=lead viewer=viewer />
        {body}
    }
    .into_any()
    .into_any()
}

/// The app wants a second factor, and the person has none.
#[component]
fn FactorMissing(app: String, back: String) -> AnyView {
    let words = text().consent();
    let (title, about) = words.no_two_factor();
    view! {
        <Card>
            <div class="stack">
                <div>
                    <h2>{title}</h2>
                    <p>{about}</p>
                </div>
                <div class="row">
                    <a class="button" href=page::NEW_DEVICE.path>{words.set_up()}</a>
                    <a class="button quiet" href=back rel="external">{words.back(&app)}</a>
                </div>
            </div>
        </Card>
    }
    .into_any()
}

#[component]
fn Ask(asked: Asked, app: String, back: String) -> AnyView {
    let words = text().consent();
    let (allow, other) = (use_form::<AllowApp>(), use_form::<OtherAccount>());
    let Asked { question, request, .. } = asked;
    let other_request = request.clone();
    view! {
        <div class="stack">
            <Card>
                <FormAlert error=allow.error />
                <FormAlert error=other.error />
                <div class="stack">
                    <div class="stack tight">
                        <h2>{words.knows(&app)}</h2>
                        <Known scopes=question.request.scopes() />
                        <p class="small">{words.never()}</p>
                        <p class="small">{words.leads_to(&question.host)}</p>
                    </div>
                    <div class="row">
                        <PostForm form=allow>
                            <input type="hidden" name="request" value=request />
                            <SubmitButton label=words.allow() pending=allow.pending />
                        </PostForm>
                        <a class="button quiet" href=back rel="external">{words.back(&app)}</a>
                    </div>
                </div>
            </Card>
            <PostForm form=other>
                <input type="hidden" name="request" value=other_request />
                <button type="submit" class="button text">{words.other_account()}</button>
            </PostForm>
        </div>
    }
    .into_any()
}

/// What the app will know.
#[component]
pub(super) fn Known(scopes: AppScopes) -> AnyView {
    let words = text().consent();
    let known = [
        (true, words.knows_you()),
        (scopes.profile, words.knows_profile()),
        (scopes.email, words.knows_email()),
        (scopes.offline, words.knows_offline()),
    ];
    let lines = known.into_iter().filter(|(known, _)| *known);
    let lines = lines.map(|(_, line)| view! { <li>{line}</li> });
    view! { <ul class="bullets">{lines.collect_view()}</ul> }.into_any()
}

/// The way back to the app without agreeing.
fn with_answer(request: &str) -> String {
    format!("{}?answer=no&request={request}", super::CONTINUE)
}
