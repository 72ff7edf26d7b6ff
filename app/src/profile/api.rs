//! Server functions of My profile.

use crate::wire::{Asks, Page, error::ApiError, fields::Form, secret::Secret};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
#[cfg(feature = "ssr")]
use {
    crate::closing::profile_card,
    crate::wire::{
        server as wire,
        ssr::{self, Cookie},
    },
    domain::sessions::rights::UseCase,
    terms::Language,
};

/// The data of My profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ProfileView {
    /// When the password was set, in Unix seconds.
    pub password_changed_at: i64,
    /// The proofs that changing the password requires.
    pub asks: Asks,
    /// The code of the member's language; empty if it follows the browser.
    pub language: String,
    /// The card that closes the account or leaves it, as HTML.
    pub leaving: String,
}

/// Reads the data of the profile.
#[server(prefix = "/ui", endpoint = "profile", input = Form)]
pub(crate) async fn read_profile() -> Result<Page, ApiError> {
    let (service, who) = wire::signed_in(UseCase::ReadProfile).await?;
    let view = ProfileView {
        password_changed_at: who.member.password_changed_at.0,
        asks: wire::asks(&service, &who, UseCase::ChangePassword),
        language: who.member.language.map_or("", Language::as_str).to_owned(),
        leaving: profile_card(who.member.role),
    };
    Ok(wire::page(&who, view))
}

/// Renames the member.
#[server(prefix = "/ui", endpoint = "profile/rename", input = Form)]
pub(crate) async fn rename_member(name: String) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::RenameMember).await?;
    service.rename_member(&who, &name).await?;
    ssr::redirect("/profile?done=name");
    Ok(())
}

/// Sets the language of pages and mails by its code; an empty one follows the browser again.
#[server(prefix = "/ui", endpoint = "profile/language", input = Form)]
pub(crate) async fn choose_language(language: String) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::ChooseLanguage).await?;
    let language = match language.as_str() {
        "" => None,
        code => Some(Language::parse(code).ok_or(ApiError::BadRequest)?),
    };
    service.choose_language(&who, language).await?;
    ssr::keep_language(language);
    ssr::redirect("/profile?done=language");
    Ok(())
}

/// Changes the password and ends all other sessions.
#[server(prefix = "/ui", endpoint = "profile/change-password", input = Form)]
pub(crate) async fn change_password(
    password: Secret,
    new_password: Secret,
    #[server(default)] passcode: Secret,
) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::ChangePassword).await?;
    let new = service.new_password(&who, new_password.expose_secret()).await?;
    let who = wire::stepped_up(&service, who, &password, &passcode).await?;
    let token = service.change_password(&who, new).await?;
    ssr::set_cookie(Cookie::Session, token.expose_secret());
    ssr::redirect("/profile?changed=password");
    Ok(())
}
