use super::steps;
use crate::{
    devices::api::{AddDevice, NewDeviceForm, ReadNewDevice},
    form::{PostForm, alert::FormAlert, read::read, step_up::StepUpFields, use_form},
    page,
    shell::{address::use_query, head::PageHead, load::signed_in_page},
    text::text,
    ui::{Alert, AlertKind, Card, Field, FieldKind, Icon, IconName, Steps, SubmitButton},
    wire::Viewer,
};
use leptos::prelude::*;
use terms::Field as At;

/// *Add new device*: its name and the account's password.
#[component]
pub(crate) fn NewDevice() -> impl IntoView {
    let query = use_query("name");
    let wish = move || query.get().unwrap_or_default();
    let data = read(wish, |wish| ReadNewDevice { wish });
    let render = |viewer, form| view! { <Content viewer=viewer data=form /> }.into_any();
    signed_in_page(page::NEW_DEVICE, data, render)
}

#[component]
fn Content(viewer: Viewer, data: NewDeviceForm) -> AnyView {
    let words = text().new_device();
    if data.full {
        return view! { <Full viewer=viewer /> }.into_any();
    }
    let may_share = viewer.two_factor_since.is_some() && !viewer.repair;
    view! {
        <Steps current=0 labels=steps() />
        <PageHead title=page::NEW_DEVICE.title() lead=words.lead() viewer=viewer />
        <Card>
            <Apps />
            <hr class="rule" />
            <AddForm data=data />
        </Card>
        {may_share.then(|| view! {
            <p class="small under"><a class="quiet-link" href=page::COLLEAGUE.path>{text().two_factor().colleague()}</a></p>
        })}
    }
    .into_any()
}

#[component]
fn AddForm(data: NewDeviceForm) -> AnyView {
    let words = text().new_device();
    let frame = text().frame();
    let form = use_form::<AddDevice>();
    let typed = Some(form.typed("device_name")).filter(|typed| !typed.is_empty());
    let name = typed.unwrap_or(data.suggested);
    let named = !name.is_empty();
    // After an error the invalid field takes the focus.
    let fresh = form.error.with_untracked(Option::is_none);
    view! {
        <FormAlert error=form.error />
        <PostForm form=form>
            <div class="stack">
                <Field
                    id="device-name"
                    label=words.name()
                    name="device_name"
                    kind=FieldKind::Text
                    hint=words.name_hint()
                    value=name
                    error=form.error_at(At::DeviceName)
                    autofocus=fresh && !named
                />
                <StepUpFields asks=data.asks error=form.error id="add" autofocus=fresh && named />
                <div class="row">
                    <SubmitButton label=words.button() pending=form.pending />
                    <a class="button text" href=page::TWO_FACTOR.path>{frame.cancel()}</a>
                </div>
            </div>
        </PostForm>
    }
    .into_any()
}

/// Shown at the limit of ten devices.
#[component]
fn Full(viewer: Viewer) -> AnyView {
    let words = text().new_device();
    let errors = text().errors();
    let two_factor = text().two_factor();
    view! {
        <PageHead title=page::NEW_DEVICE.title() lead=words.lead() viewer=viewer />
        <Card>
            <Alert kind=AlertKind::Warn title=errors.ten_devices().0>
                <p>{errors.ten_devices().1}</p>
            </Alert>
            <div class="row">
                <a class="button" href=page::TWO_FACTOR.path>{two_factor.devices()}</a>
            </div>
        </Card>
    }
    .into_any()
}

const PLAY_STORE: &str = "https://play.google.com/store/apps/details?id=com.google.android.apps.authenticator2";
const APP_STORE: &str = "https://apps.apple.com/app/google-authenticator/id388497605";

/// Where to get an authenticator app.
#[component]
pub(super) fn Apps() -> AnyView {
    let words = text().new_device();
    view! {
        <div class="stack tight">
            <h2>{words.app_title()}</h2>
            <p class="lead">{words.app_google()}</p>
            <div class="row">
                <Store href=PLAY_STORE name=words.play_store() />
                <Store href=APP_STORE name=words.app_store() />
            </div>
            <p class="lead">{words.app_other()}</p>
        </div>
    }
    .into_any()
}

/// A link to a store; `noreferrer` keeps the page's URL from it.
#[component]
fn Store(href: &'static str, name: &'static str) -> AnyView {
    view! {
        <a class="button quiet small" href=href target="_blank" rel="noreferrer">
            {name}
            <Icon name=IconName::External />
        </a>
    }
    .into_any()
}
