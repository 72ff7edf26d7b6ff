//! Apps that sign people in with this server (OpenID Connect): those of an account, and what people decide about them. Served
//! pages, because they only show and send forms.

mod api;
mod app;
mod apps;
mod consent;
mod decisions;
mod form;
mod mine;
mod new_app;
mod sign_out;

pub(crate) use app::content as app_content;
pub(crate) use apps::content as apps_content;
pub(crate) use consent::content as consent_content;
pub(crate) use mine::content as mine_content;
pub(crate) use new_app::content as new_app_content;
pub(crate) use sign_out::content as sign_out_content;

/// Where a request of an app goes on, once the person has signed in or agreed; it is no page of the app.
pub const CONTINUE: &str = "/oidc/continue";
/// Where an app sends people to sign out (`end_session_endpoint`); it is no page of the app.
pub const SIGN_OUT: &str = "/oidc/logout";
