//! The pages, the wire types and the server functions of Twofold, shared by server and client.

pub mod devices;
pub mod form;
pub mod home;
pub mod profile;
pub mod recovery;
pub mod registration;
pub mod shell;
pub mod sign_in;
pub mod text;
pub mod ui;
pub mod wire;

use devices::*;
use home::{Home, security::Security};
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    SsrMode,
    components::{Route, Router, Routes},
    path,
};
use profile::Profile;
use recovery::RecoveryCodes;
use registration::*;
use shell::frame::NotFound;
use sign_in::*;
use wire::{json, site::Site};

/// The whole client: context for every page, then the one table of pages.
///
/// Every route is [`SsrMode::Async`]: the document is complete without scripts, and its status and cookies are right.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    form::provide_left();
    provide_site();
    shell::frame::provide_last_viewer();
    let async_mode = SsrMode::Async;
    view! {
        <Router>
            <Routes fallback=NotFound>
                <Route path=path!("/") view=Home ssr=async_mode.clone() />
                <Route path=path!("/set-up") view=SetUp ssr=async_mode.clone() />
                <Route path=path!("/set-up/:token") view=SetUpLink ssr=async_mode.clone() />
                <Route path=path!("/sign-up") view=SignUp ssr=async_mode.clone() />
                <Route path=path!("/sign-up/check-mail") view=CheckMail ssr=async_mode.clone() />
                <Route path=path!("/confirm-email") view=ConfirmEmail ssr=async_mode.clone() />
                <Route path=path!("/confirm-email/:token") view=ConfirmEmailLink ssr=async_mode.clone() />
                <Route path=path!("/sign-in") view=SignIn ssr=async_mode.clone() />
                <Route path=path!("/sign-in/passcode") view=EnterPasscode ssr=async_mode.clone() />
                <Route path=path!("/sign-in/recovery") view=UseRecoveryCode ssr=async_mode.clone() />
                <Route path=path!("/profile") view=Profile ssr=async_mode.clone() />
                <Route path=path!("/security") view=Security ssr=async_mode.clone() />
                <Route path=path!("/security/two-factor") view=TwoFactor ssr=async_mode.clone() />
                <Route path=path!("/security/two-factor/new") view=NewDevice ssr=async_mode.clone() />
                <Route path=path!("/security/two-factor/switch-off") view=SwitchOff ssr=async_mode.clone() />
                <Route path=path!("/security/two-factor/:id") view=Scan ssr=async_mode.clone() />
                <Route path=path!("/security/two-factor/:id/remove") view=RemoveDevice ssr=async_mode.clone() />
                <Route path=path!("/security/recovery-codes") view=RecoveryCodes ssr=async_mode />
            </Routes>
        </Router>
    }
}

/// Provides [`Site`]: known on the server, handed to the client with the first document.
fn provide_site() {
    let site = SharedValue::<Site, json::Json>::new_with_encoding(here).into_inner();
    provide_context(ui::MadeAt(site.now));
    provide_context(site);
}

#[cfg(feature = "ssr")]
fn here() -> Site {
    use_context::<domain::Service>().map_or_else(nowhere, |service| Site::of(&service))
}

#[cfg(not(feature = "ssr"))]
fn here() -> Site {
    nowhere()
}

/// Where the server did not say: while pages are listed, and never in a browser that got a document.
fn nowhere() -> Site {
    Site {
        name: "Twofold".to_owned(),
        open: false,
        now: 0,
    }
}

/// The document around [`App`].
#[cfg(feature = "ssr")]
pub fn shell() -> impl IntoView {
    use leptos::nonce::use_nonce;
    use leptos_meta::MetaTags;
    let assets = use_context::<wire::ssr::RequestInfo>()
        .map(|info| info.assets.as_ref().clone())
        .unwrap_or_default();
    let start = assets.script.zip(assets.wasm).map(|(script, wasm)| {
        // A module script runs after the document was parsed and painted: the client never delays it.
        format!("import start,{{hydrate}} from \"{script}\";await start({{module_or_path:\"{wasm}\"}});hydrate();")
    });
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="description" content=text::frame::DESCRIPTION />
                <meta name="color-scheme" content="light dark" />
                <meta name="theme-color" content="#ffffff" media="(prefers-color-scheme: light)" />
                <meta name="theme-color" content="#11191c" media="(prefers-color-scheme: dark)" />
                {assets.theme.map(|src| view! { <script src=src></script> })}
                {assets.style.map(|href| view! { <link rel="stylesheet" href=href /> })}
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="manifest" href="/manifest.webmanifest" />
                // A card in the middle moves while it grows: nothing is painted before the document is whole.
                {start.is_some().then(|| view! { <link rel="expect" href="#start" blocking="render" /> })}
                <MetaTags />
            </head>
            <body>
                <App />
                {start.map(|start| view! { <script id="start" type="module" nonce=use_nonce() inner_html=start></script> })}
            </body>
        </html>
    }
}
