//! *My profile*: name, language and password, and the link to two-factor authentication.

pub(crate) mod api;
mod language;
mod password;

use crate::{
    form::{FormState, PostForm, alert::FormAlert, read::read, use_form},
    page,
    profile::api::{ChangePassword, ChooseLanguage, ProfileView, ReadProfile, RenameMember},
    shell::{head::PageHead, load::signed_in_page},
    text::text,
    ui::{Card, Field, FieldKind, SubmitButton},
    wire::{Viewer, paths::encode_query},
};
use language::LanguageCard;
use leptos::prelude::*;
use password::PasswordCard;
use terms::Field as At;

/// *Download my data*, which is a file and no page.
pub const DATA: &str = "/ui/profile/data.json";

/// The page.
#[component]
pub(crate) fn Profile() -> impl IntoView {
    let rename = use_form::<RenameMember>();
    let change = use_form::<ChangePassword>();
    let language = use_form::<ChooseLanguage>();
    let (renamed, changed) = (rename.successes(), change.successes());
    let data = read(move || (renamed.get(), changed.get()), |_| ReadProfile {});
    let render = move |viewer, profile| {
        view! { <Content viewer=viewer profile=profile rename=rename language=language change=change /> }.into_any()
    };
    signed_in_page(page::PROFILE, data, render)
}

#[component]
fn Content(viewer: Viewer, profile: ProfileView, rename: FormState, language: FormState, change: FormState) -> AnyView {
    let words = text().profile();
    let leaving = profile.leaving.clone();
    view! {
        <PageHead title=page::PROFILE.title() lead=words.lead() viewer=viewer.clone() />
        <div class="stack">
            <AboutYou viewer=viewer.clone() form=rename />
            <TwoFactorCard on=viewer.two_factor_since.is_some() />
            <LanguageCard chosen=profile.language.clone() form=language />
            <PasswordCard profile=profile form=change />
            <ApiKeysCard />
            <DataCard />
            <div inner_html=leaving></div>
        </div>
    }
    .into_any()
}

#[component]
fn AboutYou(viewer: Viewer, form: FormState) -> AnyView {
    let words = text().profile();
    let field = text().field();
    let name = Some(form.typed("name"))
        .filter(|typed| !typed.is_empty())
        .unwrap_or(viewer.name);
    view! {
        <Card>
            <h2>{words.about()}</h2>
            <FormAlert error=form.error />
            <PostForm form=form>
                <div class="stack">
                    <Field id="name" label=words.name() name="name" kind=FieldKind::PersonName value=name error=form.error_at(At::Name) />
                    <div class="field">
                        <span class="label">{words.email()}</span>
                        <p class="hint">{words.email_hint()}</p>
                        <p dir="auto" translate="no">{viewer.email}</p>
                        <p><a href=page::EMAIL.path>{page::EMAIL.title()}</a></p>
                    </div>
                    <div class="row">
                        <SubmitButton label=field.save() pending=form.pending />
                    </div>
                </div>
            </PostForm>
        </Card>
    }
    .into_any()
}

/// A card that leads to more about one setting.
#[component]
pub(crate) fn SettingCard(title: &'static str, about: &'static str, link: AnyView) -> AnyView {
    view! {
        <Card padded=false>
            <div class="setting">
                <div>
                    <h2>{title}</h2>
                    <p>{about}</p>
                </div>
                {link}
            </div>
        </Card>
    }
    .into_any()
}

#[component]
fn ApiKeysCard() -> AnyView {
    let words = text().security();
    let link = view! {
        <a class="button quiet" href=page::API_KEYS.path>
            {text().home().manage()}
            <span class="hidden-text">" " {words.api_keys_title()}</span>
        </a>
    };
    view! { <SettingCard title=words.api_keys_title() about=words.api_keys() link=link.into_any() /> }.into_any()
}

#[component]
fn DataCard() -> AnyView {
    let words = text().profile();
    let (title, about) = words.data();
    let link = view! {
        <a class="button quiet" href=DATA download="">
            {words.download_data()}
        </a>
    };
    view! { <SettingCard title=title about=about link=link.into_any() /> }.into_any()
}

/// Links to the form for the first device, with a name filled in; with two-factor on, to the list.
#[component]
fn TwoFactorCard(on: bool) -> AnyView {
    let words = text().profile();
    let activate = format!(
        "{}?name={}",
        page::NEW_DEVICE.path,
        encode_query(words.first_device_name())
    );
    let (about, href, label, class) = if on {
        (
            words.two_factor_on(),
            page::TWO_FACTOR.path.to_owned(),
            words.manage(),
            "button quiet",
        )
    } else {
        (words.two_factor_off(), activate, words.activate(), "button")
    };
    let link = view! { <a class=class href=href>{label}</a> };
    view! { <SettingCard title=words.two_factor() about=about link=link.into_any() /> }.into_any()
}
