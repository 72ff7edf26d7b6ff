//! The pages, the wire types and the server functions of Twofold, shared by server and client.
#![expect(unreachable_pub, reason = "`#[component]` and `#[server]` generate public types")]

#[cfg(feature = "ssr")]
pub mod activity;
#[cfg(feature = "ssr")]
pub mod api_keys;
#[cfg(feature = "ssr")]
mod approvals;
#[cfg(feature = "ssr")]
mod apps;
mod closing;
mod devices;
mod email_change;
mod form;
mod freeze;
mod home;
#[cfg(feature = "ssr")]
pub mod oidc;
mod password_reset;
#[cfg(feature = "ssr")]
mod places;
#[cfg(feature = "ssr")]
mod policy;
pub mod profile;
mod recovery;
mod registration;
#[cfg(feature = "ssr")]
mod sessions;
mod shell;
mod sign_in;
#[cfg(feature = "ssr")]
pub mod team;
mod text;
mod ui;
pub mod wire;

pub use shell::page_info::{ClientPart, Nav, PageInfo};
#[cfg(feature = "ssr")]
pub use shell::{document::document, served::served_url};
pub use ui::IconName;

use closing::*;
use devices::*;
use email_change::*;
use freeze::*;
use home::Home;
use leptos::prelude::*;
use password_reset::*;
use profile::Profile;
use recovery::RecoveryCodes;
use registration::*;
use shell::{
    address::{address, in_place::InPlace},
    done::DoneRegion,
    refusal::NotFound,
    served::ServedPage,
};
use sign_in::*;
use text::text;

/// Generates the module [`page`] and what shows the pages of each client from one table, which is the only place that
/// lists the paths.
macro_rules! pages {
    (
        door { $($door:ident: $door_path:tt $door_view:ident, $door_title:expr;)+ }
        home { $($home:ident: $home_path:tt $home_view:ident, $home_title:expr, $nav:expr;)+ }
        served { $($served:ident: $served_path:tt $content:path, $served_title:expr, $served_nav:expr;)+ }
    ) => {
        /// The pages by name.
        pub mod page {
            use super::*;

            $(
                #[doc = concat!("`", $door_path, "`")]
                pub const $door: &PageInfo = &PageInfo {
                    path: $door_path,
                    title: || $door_title,
                    nav: Nav::None,
                    part: ClientPart::Door,
                };
            )+
            $(
                #[doc = concat!("`", $home_path, "`")]
                pub const $home: &PageInfo = &PageInfo {
                    path: $home_path,
                    title: || $home_title,
                    nav: $nav,
                    part: ClientPart::Home,
                };
            )+
            $(
                #[doc = concat!("`", $served_path, "`")]
                pub const $served: &PageInfo = &PageInfo {
                    path: $served_path,
                    title: || $served_title,
                    nav: $served_nav,
                    part: ClientPart::Home,
                };
            )+

            /// All pages, in the order of the table.
            pub const ALL: &[&PageInfo] = &[$($door,)+ $($home,)+ $($served,)+];

            /// The page at a path.
            pub fn at(path: &str) -> Option<&'static PageInfo> {
                // A path without parameter comes first: `new` is no device.
                let named = ALL.iter().find(|page| page.path == path);
                named.or_else(|| ALL.iter().find(|page| page.is_at(path))).copied()
            }
        }

        /// The page of the door at this path.
        fn door_page(path: &str) -> AnyView {
            $(
                if page::$door.is_at(path) {
                    return view! { <$door_view /> }.into_any();
                }
            )+
            view! { <NotFound /> }.into_any()
        }

        /// The page of the home with this path in the table.
        fn home_page(path: &str) -> AnyView {
            $(
                if path == page::$home.path {
                    return view! { <$home_view /> }.into_any();
                }
            )+
            $(
                if path == page::$served.path {
                    return view! { <ServedPage page=page::$served /> }.into_any();
                }
            )+
            view! { <NotFound /> }.into_any()
        }

        /// The content of the served page with this path in the table.
        #[cfg(feature = "ssr")]
        async fn served_content(path: &str) -> Result<wire::Page, wire::error::ApiError> {
            $(
                if path == page::$served.path {
                    return $content().await;
                }
            )+
            Err(terms::Rejection::NotFound.into())
        }
    };
}

// Name, path, component, title; in the home also navigation. A served page has a function instead of a component, see
// `shell::served`.
pages! {
    door {
        SET_UP: "/set-up" SetUp, text().set_up().title();
        SET_UP_LINK: "/set-up/:token" SetUpLink, text().set_up().title();
        SIGN_UP: "/sign-up" SignUp, text().sign_up().title();
        CHECK_MAIL: "/sign-up/check-mail" CheckMail, text().sign_up().sent_title();
        CONFIRM_EMAIL: "/confirm-email" ConfirmEmail, text().confirm_email().title();
        CONFIRM_EMAIL_LINK: "/confirm-email/:token" ConfirmEmailLink, text().confirm_email().title();
        JOIN: "/join" Join, text().join().title();
        JOIN_LINK: "/join/:token" JoinLink, text().join().title();
        ENROL: "/enrol" Enrol, text().enrol().title();
        ENROL_LINK: "/enrol/:token" EnrolLink, text().enrol().title();
        STOP_RESET: "/stop-reset/:token" StopResetLink, text().stop_reset().title();
        FORGOT_PASSWORD: "/forgot-password" ForgotPassword, text().forgot_password().title();
        RESET_SENT: "/forgot-password/check-mail" ResetSent, text().sign_up().sent_title();
        RESET_PASSWORD: "/reset-password" ResetPassword, text().forgot_password().new_title();
        RESET_PASSWORD_LINK: "/reset-password/:token" ResetPasswordLink, text().forgot_password().new_title();
        NOT_ME: "/not-me" NotMe, text().not_me().title();
        NOT_ME_LINK: "/not-me/:token" NotMeLink, text().not_me().title();
        UNFREEZE: "/unfreeze" Unfreeze, text().forgot_password().new_title();
        UNFREEZE_LINK: "/unfreeze/:token" UnfreezeLink, text().forgot_password().new_title();
        CLOSED: "/closed-account" Closed, text().closed_account().title();
        KEEP_LINK: "/keep-account/:token" KeepLink, text().closed_account().title();
        CHANGE_EMAIL: "/change-email" ChangeEmail, text().new_email().title();
        CHANGE_EMAIL_LINK: "/change-email/:token" ChangeEmailLink, text().new_email().title();
        SIGN_IN: "/sign-in" SignIn, text().sign_in().title();
        SIGN_IN_PASSCODE: "/sign-in/passcode" EnterPasscode, text().passcode().title();
        SIGN_IN_RECOVERY: "/sign-in/recovery" UseRecoveryCode, text().recovery().title();
    }
    home {
        HOME: "/" Home, text().home().title(), Nav::Bar;
        PROFILE: "/profile" Profile, text().profile().title(), Nav::Menu(IconName::Person);
        TWO_FACTOR: "/security/two-factor" TwoFactor, text().two_factor().title(), Nav::Side(IconName::Phone);
        NEW_DEVICE: "/security/two-factor/new" NewDevice, text().new_device().title(), Nav::None;
        SCAN: "/security/two-factor/:id" Scan, text().scan().title(), Nav::None;
        RECOVERY_CODES: "/security/recovery-codes" RecoveryCodes, text().recovery_codes().title(), Nav::Side(IconName::Sheet);
    }
    served {
        SECURITY: "/security" home::security::content, text().security().title(), Nav::Bar;
        EMAIL: "/profile/email" email_change::content, text().security().email_title(), Nav::None;
        CLOSE: "/profile/close" closing::close_content, text().security().close_title(), Nav::None;
        SWITCH_OFF: "/security/two-factor/switch-off" devices::switch_off_content, text().two_factor().switch_off(), Nav::None;
        REQUIRED: "/security/two-factor/required" policy::required_content, text().security().required_title(), Nav::None;
        COLLEAGUE: "/security/two-factor/colleague" devices::colleague_content, text().security().colleague_title(), Nav::None;
        ENROLMENT: "/security/two-factor/:enrolment/approve" devices::enrolment_content, text().security().enrolment_title(), Nav::None;
        REMOVE_DEVICE: "/security/two-factor/:id/remove" devices::removal_content, text().remove().title(), Nav::None;
        REPLACE_DEVICE: "/security/two-factor/:id/replace" devices::replacement_content, text().two_factor().replace(), Nav::None;
        TRY_DEVICE: "/security/two-factor/:id/try" devices::trial_content, text().two_factor().try_title(), Nav::None;
        API_KEYS: "/security/api-keys" api_keys::content, text().security().api_keys_title(), Nav::Side(IconName::Lock);
        NEW_API_KEY: "/security/api-keys/new" api_keys::new_content, text().security().new_api_key_title(), Nav::None;
        API_KEY: "/security/api-keys/:key" api_keys::key_content, text().security().api_key_title(), Nav::None;
        MACHINE_DEVICE: "/security/api-keys/:key/device" api_keys::machine_content, text().security().machine_device_title(), Nav::None;
        APPROVE: "/approve/:approval" approvals::content, text().security().approve_title(), Nav::None;
        PROVE_AGAIN: "/apps/prove-again" apps::content, text().security().prove_again_title(), Nav::None;
        ALLOW_APP: "/apps/allow" oidc::consent_content, text().security().allow_app_title(), Nav::None;
        SIGN_OUT_FOR_APP: "/apps/sign-out" oidc::sign_out_content, text().frame().sign_out(), Nav::None;
        MY_APPS: "/security/apps" oidc::mine_content, text().security().my_apps_title(), Nav::Side(IconName::External);
        TEAM: "/team" team::content, text().security().team_title(), Nav::Bar;
        POLICY: "/team/policy" policy::content, text().security().policy_title(), Nav::None;
        APPS: "/team/apps" oidc::apps_content, text().security().apps_title(), Nav::None;
        NEW_APP: "/team/apps/new" oidc::new_app_content, text().security().new_app_title(), Nav::None;
        APP: "/team/apps/:app" oidc::app_content, text().security().app_title(), Nav::None;
        INVITE: "/team/invite" team::invite_content, text().security().invite_title(), Nav::None;
        LEAVE: "/team/leave" team::leave_content, text().security().leave_title(), Nav::None;
        TEAM_MEMBER: "/team/:member" team::member_content, text().security().team_member_title(), Nav::None;
        REMOVE_MEMBER: "/team/:member/remove" team::remove_content, text().security().remove_member_title(), Nav::None;
        SESSIONS: "/security/sessions" sessions::content, text().security().sessions_title(), Nav::Side(IconName::Screen);
        ACTIVITY: "/security/activity" activity::content, text().security().activity_title(), Nav::Side(IconName::Clock);
    }
}

/// The root component of the server, which has the pages of both clients.
#[cfg(feature = "ssr")]
#[component]
pub(crate) fn App() -> impl IntoView {
    leptos_meta::provide_meta_context();
    match page::at(&address().path) {
        Some(page) if page.part == ClientPart::Home => view! { <HomeApp /> }.into_any(),
        _ => view! { <DoorApp /> }.into_any(),
    }
}

/// The root component of the door's client. Each of its pages is a document.
#[component]
pub fn DoorApp() -> impl IntoView {
    provide_frame();
    door_page(&address().path)
}

/// The root component of the home's client, whose pages change in place.
#[component]
pub fn HomeApp() -> impl IntoView {
    provide_frame();
    shell::viewer::provide_last_viewer();
    view! {
        <DoneRegion />
        <InPlace view=home_page />
    }
}

/// The context of all pages.
fn provide_frame() {
    form::provide_form_replay();
    wire::site::provide_site();
    provide_context(ui::MadeAt(wire::site::site().now));
}
