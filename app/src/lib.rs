//! The pages, the wire types and the server functions of Twofold, shared by server and client.
#![expect(unreachable_pub, reason = "`#[component]` and `#[server]` generate public types")]

mod devices;
mod form;
mod home;
mod profile;
mod recovery;
mod registration;
mod shell;
mod sign_in;
mod text;
mod ui;
pub mod wire;

#[cfg(feature = "ssr")]
pub use shell::document::document;
pub use shell::page_info::{ClientPart, Nav, PageInfo};
pub use ui::IconName;

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
use shell::refusal::NotFound;
use sign_in::*;
use text::text;

/// Generates the module [`page`] and the routes from one table, which is the only place that lists the paths.
macro_rules! pages {
    ($($name:ident: $path:tt $view:ident, $part:ident, $title:expr, $nav:expr;)+) => {
        /// The pages by name.
        pub mod page {
            use super::*;

            $(
                #[doc = concat!("`", $path, "`")]
                pub const $name: &PageInfo = &PageInfo {
                    path: $path,
                    title: || $title,
                    nav: $nav,
                    part: ClientPart::$part,
                };
            )+

            /// All pages, in the order of the table.
            pub const ALL: &[&PageInfo] = &[$($name),+];
        }

        /// Every route is [`SsrMode::Async`]: the document is complete without scripts, and its status and cookies are
        /// right.
        #[component]
        fn PageRoutes() -> impl IntoView {
            view! {
                <Routes fallback=NotFound>
                    $(<Route path=path!($path) view=$view ssr=SsrMode::Async />)+
                </Routes>
            }
        }
    };
}

// Name, path, component, part of the client, title, navigation.
pages! {
    HOME: "/" Home, Home, text().home().title(), Nav::Bar;
    SET_UP: "/set-up" SetUp, Door, text().set_up().title(), Nav::None;
    SET_UP_LINK: "/set-up/:token" SetUpLink, Door, text().set_up().title(), Nav::None;
    SIGN_UP: "/sign-up" SignUp, Door, text().sign_up().title(), Nav::None;
    CHECK_MAIL: "/sign-up/check-mail" CheckMail, Door, text().sign_up().sent_title(), Nav::None;
    CONFIRM_EMAIL: "/confirm-email" ConfirmEmail, Door, text().confirm_email().title(), Nav::None;
    CONFIRM_EMAIL_LINK: "/confirm-email/:token" ConfirmEmailLink, Door, text().confirm_email().title(), Nav::None;
    SIGN_IN: "/sign-in" SignIn, Door, text().sign_in().title(), Nav::None;
    SIGN_IN_PASSCODE: "/sign-in/passcode" EnterPasscode, Door, text().passcode().title(), Nav::None;
    SIGN_IN_RECOVERY: "/sign-in/recovery" UseRecoveryCode, Door, text().recovery().title(), Nav::None;
    PROFILE: "/profile" Profile, Home, text().profile().title(), Nav::Menu(IconName::Person);
    SECURITY: "/security" Security, Home, text().security().title(), Nav::Bar;
    TWO_FACTOR: "/security/two-factor" TwoFactor, Home, text().two_factor().title(), Nav::Side(IconName::Phone);
    NEW_DEVICE: "/security/two-factor/new" NewDevice, Home, text().new_device().title(), Nav::None;
    SWITCH_OFF: "/security/two-factor/switch-off" SwitchOff, Home, text().switch_off().title(), Nav::None;
    SCAN: "/security/two-factor/:id" Scan, Home, text().scan().title(), Nav::None;
    REMOVE_DEVICE: "/security/two-factor/:id/remove" RemoveDevice, Home, text().remove().title(), Nav::None;
    RECOVERY_CODES: "/security/recovery-codes" RecoveryCodes, Home, text().recovery_codes().title(), Nav::Side(IconName::Sheet);
}

/// The root component, which provides the context of all pages.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    form::provide_form_replay();
    wire::site::provide_site();
    provide_context(ui::MadeAt(wire::site::site().now));
    shell::viewer::provide_last_viewer();
    view! {
        <Router>
            <PageRoutes />
        </Router>
    }
}
