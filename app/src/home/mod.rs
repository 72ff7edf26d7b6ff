//! Home: the one next step, and below it the check-up of what protects the account.

pub(crate) mod api;
#[cfg(feature = "ssr")]
mod check_up;
#[cfg(feature = "ssr")]
pub(crate) mod colleague;
mod protect;
#[cfg(feature = "ssr")]
pub(crate) mod security;

use crate::{
    form::{FormState, alert::FormAlert, read::read, use_form},
    page,
    shell::{address::use_changes, head::PageHead, load::signed_in_page},
    text::text,
    wire::Viewer,
};
use api::{HomeView, NotNow, ReadHome};
use leptos::prelude::*;
use protect::Protect;

/// The page.
#[component]
pub(crate) fn Home() -> impl IntoView {
    let not_now = use_form::<NotNow>();
    let hidden = not_now.successes();
    let changes = use_changes();
    let data = read(move || (hidden.get(), changes.get()), |_| ReadHome {});
    let render = move |viewer, home| view! { <Content viewer=viewer home=home not_now=not_now /> }.into_any();
    signed_in_page(page::HOME, data, render)
}

#[component]
fn Content(viewer: Viewer, home: HomeView, not_now: FormState) -> AnyView {
    let home_words = text().home();
    if viewer.limited {
        return view! {
            <PageHead title=page::HOME.title() lead="" viewer=viewer />
            <div inner_html=home.approvals></div>
        }
        .into_any();
    }
    let lead = if viewer.two_factor_since.is_some() {
        home_words.lead_on()
    } else {
        home_words.lead_off()
    };
    let step = match home.protect {
        true => view! { <Protect not_now=not_now /> }.into_any(),
        false => view! { <div inner_html=home.next_step></div> }.into_any(),
    };
    view! {
        <PageHead title=page::HOME.title() lead=lead viewer=viewer />
        <div class="stack">
            <div class="live" aria-live="polite" inner_html=home.approvals></div>
            <FormAlert error=not_now.error />
            {step}
        </div>
        <h2 class="section-title">{home_words.check_up()}</h2>
        <div inner_html=home.check_up></div>
    }
    .into_any()
}
