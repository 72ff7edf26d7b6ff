//! Server functions of Home.

use crate::wire::{Page, error::ApiError, fields::Form};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
#[cfg(feature = "ssr")]
use {
    super::{check_up, colleague},
    crate::page,
    crate::wire::{server as wire, ssr},
    domain::{check_up::NextStep, sessions::rights::UseCase},
    terms::SessionKind,
};

/// The data of Home. The parts in HTML are made by the server, so that they cost the client nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct HomeView {
    /// Whether the next step is two-factor (A14).
    pub protect: bool,
    /// The card of any other next step, as HTML.
    pub next_step: String,
    /// The rows of the check-up, as HTML.
    pub check_up: String,
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
    let of = service.check_up(&who).await?;
    let view = HomeView {
        protect: of.next_step() == NextStep::Protect,
        next_step: check_up::next_step(&of),
        check_up: check_up::rows(&wire::viewer(&who), &of),
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
