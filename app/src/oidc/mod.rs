//! Sign-in for third parties: the apps of an account. Served pages, because they only show and send forms.

mod api;
mod app;
mod apps;
mod form;
mod new_app;

pub(crate) use app::content as app_content;
pub(crate) use apps::content as apps_content;
pub(crate) use new_app::content as new_app_content;
