//! Server functions of Home.

use crate::wire::{Page, error::ApiError, fields::Form};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
#[cfg(feature = "ssr")]
use {
    super::colleague,
    crate::page,
    crate::places::with_place,
    crate::text::text,
    crate::wire::{server as wire, ssr},
    domain::sessions::rights::UseCase,
    terms::SessionKind,
};

/// The data of Home.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct HomeView {
    /// When the password was set, in Unix seconds.
    pub password_changed_at: i64,
    /// Number of devices that the member can step up with.
    pub devices: u32,
    /// Number of unused recovery codes.
    pub codes_left: u32,
    /// Whether the recovery codes count as saved.
    pub codes_saved: bool,
    /// Whether two-factor is recommended (A14): it is off, and *Not now* was not pressed within 14 days.
    pub recommend: bool,
    /// When the member last signed in from any browser, in Unix seconds.
    pub signed_in_at: i64,
    /// Whether that was this browser.
    pub signed_in_here: bool,
    /// The network address of that sign-in, with its place if that is known.
    pub address: String,
    /// The browser of that sign-in, in the reader's language.
    pub agent: String,
    /// The card of what waits for approval, as HTML; empty if nothing does. In a sign-in-only session all that Home says.
    pub approvals: String,
}

/// Reads the data of Home.
#[server(prefix = "/ui", endpoint = "home", input = Form)]
pub(crate) async fn read_home() -> Result<Page, ApiError> {
    let (service, who) = wire::signed_in(UseCase::ReadHome).await?;
    if who.session.kind == SessionKind::SignInOnly {
        let approvals = colleague::card(&service, &who).await?;
        return Ok(wire::page(
            &who,
            HomeView {
                approvals,
                ..HomeView::default()
            },
        ));
    }
    let list = service.devices(&who).await?;
    let last = service.last_sign_in(&who).await?;
    let agent = text().browser(&last.agent);
    let agent = match service.signed_in_with(&who, &last).await? {
        Some(device) => format!("{agent} · {}", colleague::with(&device)),
        None => agent,
    };
    let view = HomeView {
        password_changed_at: who.member.password_changed_at.0,
        devices: u32::try_from(list.that_step_up(who.now)).unwrap_or_default(),
        codes_left: list.codes_left,
        codes_saved: who.member.codes_saved_at.is_some(),
        recommend: who.member.recommends_two_factor(who.now),
        signed_in_at: last.at.0,
        signed_in_here: last.session == who.session.id,
        address: with_place(&last.address),
        agent,
        approvals: colleague::waiting(&service, &who).await?,
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
