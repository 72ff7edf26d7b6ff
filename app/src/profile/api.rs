//! Home and My profile.

use crate::wire::{Asks, Page, error::ApiError, fields::Form, secret::Secret};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
#[cfg(feature = "ssr")]
use {
    crate::page,
    crate::text::text,
    crate::wire::{
        server as wire,
        ssr::{self, Cookie},
    },
    domain::{
        devices::device::{Device, DeviceState},
        sessions::rights::UseCase,
    },
    terms::Language,
};

/// Home: the security check-up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct HomeView {
    /// When the password was set, Unix seconds.
    pub password_changed_at: i64,
    /// Confirmed devices.
    pub devices: u32,
    /// Unused recovery codes.
    pub codes_left: u32,
    /// The set of recovery codes counts as saved.
    pub codes_saved: bool,
    /// Recommend two-factor now (A14): it is off and *Not now* was not said within 14 days.
    pub recommend: bool,
    /// The last sign-in, in whichever browser: when, Unix seconds.
    pub signed_in_at: i64,
    /// It was in this browser.
    pub signed_in_here: bool,
    /// From where.
    pub address: String,
    /// With which browser.
    pub agent: String,
}

/// My profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ProfileView {
    /// When the password was set, Unix seconds.
    pub password_changed_at: i64,
    /// What changing the password asks for.
    pub asks: Asks,
    /// The code of the member's language; empty is the browser's.
    pub language: String,
}

/// Home's data.
#[server(prefix = "/ui", endpoint = "home", input = Form)]
pub(crate) async fn read_home() -> Result<Page, ApiError> {
    let (service, who) = wire::signed_in(UseCase::ReadHome).await?;
    let list = service.devices(&who).await?;
    let confirmed = |device: &&Device| matches!(device.state, DeviceState::Confirmed(_));
    let hidden = who.member.reminder_hidden_until.is_some_and(|until| who.now < until);
    let last = service.last_sign_in(&who).await?;
    let view = HomeView {
        password_changed_at: who.member.password_changed_at.0,
        devices: u32::try_from(list.devices.iter().filter(confirmed).count()).unwrap_or_default(),
        codes_left: list.codes_left,
        codes_saved: who.member.codes_saved_at.is_some(),
        recommend: who.member.two_factor_since.is_none() && !hidden,
        signed_in_at: last.at.0,
        signed_in_here: last.session == who.session.id,
        address: last.address,
        agent: text().browser(&last.agent),
    };
    Ok(wire::page(&who, view))
}

/// *Not now*: hides the recommendation for 14 days.
#[server(prefix = "/ui", endpoint = "home/not-now", input = Form)]
pub(crate) async fn not_now() -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::HideReminder).await?;
    service.hide_reminder(&who).await?;
    ssr::redirect(page::HOME.path);
    Ok(())
}

/// The profile's data.
#[server(prefix = "/ui", endpoint = "profile", input = Form)]
pub(crate) async fn read_profile() -> Result<Page, ApiError> {
    let (service, who) = wire::signed_in(UseCase::ReadProfile).await?;
    let view = ProfileView {
        password_changed_at: who.member.password_changed_at.0,
        asks: wire::asks(&service, &who, UseCase::ChangePassword),
        language: who.member.language.map_or("", Language::as_str).to_owned(),
    };
    Ok(wire::page(&who, view))
}

/// Another name; stays on the profile.
#[server(prefix = "/ui", endpoint = "profile/rename", input = Form)]
pub(crate) async fn rename_member(name: String) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::RenameMember).await?;
    service.rename_member(&who, &name).await?;
    ssr::redirect(page::PROFILE.path);
    Ok(())
}

/// Another language for pages and mails, by its code; none is the browser's. Stays on the profile.
#[server(prefix = "/ui", endpoint = "profile/language", input = Form)]
pub(crate) async fn choose_language(language: String) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::ChooseLanguage).await?;
    let language = match language.as_str() {
        "" => None,
        code => Some(Language::parse(code).ok_or(ApiError::BadRequest)?),
    };
    service.choose_language(&who, language).await?;
    ssr::keep_language(language);
    ssr::redirect(page::PROFILE.path);
    Ok(())
}

/// Another password: ends all other sessions; stays on the profile.
#[server(prefix = "/ui", endpoint = "profile/change-password", input = Form)]
pub(crate) async fn change_password(
    password: Secret,
    new_password: Secret,
    #[server(default)] passcode: Secret,
) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::ChangePassword).await?;
    let new = service.new_password(&who, new_password.expose_secret())?;
    let who = wire::stepped_up(&service, who, &password, &passcode).await?;
    let token = service.change_password(&who, new).await?;
    ssr::set_cookie(Cookie::Session, token.expose_secret());
    ssr::redirect("/profile?changed=password");
    Ok(())
}
