//! The page of one app: its secret while that is new, what the app needs to know, its settings, *New secret* and *Remove*.

use super::{
    api::{ChangeApp, LeaveAppSecret, RemoveApp, ReplaceAppSecret},
    form::{Fields, Named, Values, audience_name, least_name},
};
use crate::{
    form::{FormState, PostForm, alert::FormAlert, step_up::StepUpFields, use_form},
    page,
    shell::{address, head::PageHead, served::served},
    text::text,
    ui::{Alert, AlertKind, Card, CopyLine, Disclosure, SubmitButton, TimeIn},
    wire::{Asks, Page, Viewer, error::ApiError, server as wire},
};
use domain::{
    Timestamp,
    oidc::clients::{
        ClientView,
        client::{Authentication, Client},
    },
    sessions::rights::UseCase,
};
use leptos::prelude::*;
use terms::Rejection;
use zeroize::Zeroizing;

/// What the page shows.
struct Data {
    view: ClientView,
    values: Values,
    named: Named,
    origin: String,
    asks: Asks,
}

/// The content of the page.
pub(crate) async fn content() -> Result<Page, ApiError> {
    let (service, who) = wire::signed_in(UseCase::ReadApps).await?;
    if !who.member.manages_team() {
        return Err(Rejection::NotFound.into());
    }
    let view = service.app(&who, &address::param()).await?;
    let form = use_form::<ChangeApp>();
    let values = Values::of(&view).or_typed(&form);
    let data = Data {
        named: values.named(&form, (&service, &who)).await?,
        values,
        view,
        origin: service.settings().origin.clone(),
        asks: wire::asks(&service, &who, UseCase::ChangeApp),
    };
    let content = |viewer| view! { <Content viewer=viewer data=data /> }.into_any();
    Ok(served(wire::viewer(&who), page::APP.title(), content))
}

#[component]
fn Content(viewer: Viewer, data: Data) -> AnyView {
    let Data {
        view,
        values,
        named,
        origin,
        asks,
    } = data;
    let ClientView {
        client,
        secret,
        shown_until,
        ..
    } = view;
    let (id, name) = (client.id.to_string(), client.name.as_str().to_owned());
    let shown = secret.zip(shown_until);
    let shown = shown.map(|(secret, until)| view! { <Shown id=id.clone() secret=secret until=until /> });
    let has_secret = matches!(client.authentication, Authentication::Secret(_));
    let rest = match client.account {
        None => view! { <Operators app=client.clone() /> }.into_any(),
        Some(_) => view! {
            <Settings id=id.clone() values=values named=named asks=asks />
            {has_secret.then(|| view! { <NewSecret id=id.clone() asks=asks /> })}
            <Remove id=id.clone() asks=asks />
        }
        .into_any(),
    };
    view! {
        <PageHead title=page::APP.title() lead=name viewer=viewer />
        <div class="stack">
            {shown}
            <Developer id=id origin=origin added=client.created_at />
            {rest}
            <p class="small"><a href=page::APPS.path>{page::APPS.title()}</a></p>
        </div>
    }
    .into_any()
}

/// The secret of a new app.
#[component]
fn Shown(id: String, secret: Zeroizing<String>, until: Timestamp) -> AnyView {
    let words = text().clients();
    let form = use_form::<LeaveAppSecret>();
    view! {
        <Card>
            <div class="stack tight">
                <h2>{words.ready().0}</h2>
                <p>{words.ready().1}</p>
                <p class="small lead"><TimeIn words=words.shown_until() at=until.0 /></p>
            </div>
            <CopyLine id="client-secret" label=words.ready().0 value=secret.to_string() />
            <FormAlert error=form.error />
            <PostForm form=form>
                <input type="hidden" name="id" value=id />
                <div class="row">
                    <SubmitButton label=words.stored() pending=form.pending />
                </div>
            </PostForm>
        </Card>
    }
    .into_any()
}

/// The values that a developer enters in the app.
#[component]
fn Developer(id: String, origin: String, added: Timestamp) -> AnyView {
    let words = text().clients();
    let discovery = format!("{origin}/.well-known/openid-configuration");
    let values = [
        ("client-id", words.client_id(), id),
        ("issuer", words.issuer(), origin),
        ("discovery", words.discovery(), discovery),
    ];
    let values = values.map(|(id, label, value)| {
        view! {
            <div class="stack tight">
                <h3>{label}</h3>
                <CopyLine id=id label=label value=value />
            </div>
        }
    });
    view! {
        <Card>
            <div class="stack tight">
                <h2>{words.developer().0}</h2>
                <p>{words.developer().1}</p>
            </div>
            {values}
            <p class="detail"><TimeIn words=words.added() at=added.0 /></p>
        </Card>
    }
    .into_any()
}

/// What an owner or admin sees of an app of the operator.
#[component]
fn Operators(app: Client) -> AnyView {
    let words = text().clients();
    let (title, about) = words.operators();
    let uris = app.redirect_uris.into_iter().map(|uri| uri.as_str().to_owned());
    let uris = uris.map(|uri| view! { <li><code translate="no">{uri}</code></li> });
    view! {
        <Card>
            <Alert kind=AlertKind::Info title=title>
                <p>{about}</p>
            </Alert>
            <ul class="bare">
                <li>{audience_name(app.audience)}</li>
                <li>{least_name(app.least)}</li>
                {uris.collect_view()}
            </ul>
        </Card>
    }
    .into_any()
}

#[component]
fn Settings(id: String, values: Values, named: Named, asks: Asks) -> AnyView {
    let words = text().clients();
    let form = use_form::<ChangeApp>();
    view! {
        <Card>
            <h2>{words.settings()}</h2>
            <FormAlert error=form.error />
            <PostForm form=form>
                <div class="stack">
                    <input type="hidden" name="id" value=id />
                    <Fields values=values form=form named=named />
                    <StepUpFields asks=asks error=form.error id="change-app" />
                    <div class="row">
                        <SubmitButton label=words.save() pending=form.pending />
                    </div>
                </div>
            </PostForm>
        </Card>
    }
    .into_any()
}

#[component]
fn NewSecret(id: String, asks: Asks) -> AnyView {
    let words = text().clients();
    let form = use_form::<ReplaceAppSecret>();
    let button = view! { <SubmitButton label=words.new_secret_button() pending=form.pending class="quiet" /> };
    ending(form, (id, "new-secret", asks), words.new_secret(), button.into_any())
}

#[component]
fn Remove(id: String, asks: Asks) -> AnyView {
    let words = text().clients();
    let form = use_form::<RemoveApp>();
    let button = view! { <SubmitButton label=words.remove_button() pending=form.pending class="danger" /> };
    ending(form, (id, "remove-app", asks), words.remove(), button.into_any())
}

/// A form that ends something of the app.
fn ending(
    form: FormState,
    (app, id, asks): (String, &'static str, Asks),
    (title, about): (&'static str, &'static str),
    button: AnyView,
) -> AnyView {
    view! {
        <Card>
            <div class="stack tight">
                <h2>{title}</h2>
                <p>{about}</p>
            </div>
            <Disclosure label=title open=form.error.get_untracked().is_some()>
                <FormAlert error=form.error />
                <PostForm form=form>
                    <div class="stack">
                        <input type="hidden" name="id" value=app />
                        <StepUpFields asks=asks error=form.error id=id />
                        <div class="row">{button}</div>
                    </div>
                </PostForm>
            </Disclosure>
        </Card>
    }
    .into_any()
}
