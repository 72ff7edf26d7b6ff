//! The document, the frames, the navigation and the error pages.

pub(crate) mod address;
#[cfg(feature = "ssr")]
pub(crate) mod document;
pub(crate) mod done;
mod frame;
pub(crate) mod head;
#[cfg(feature = "ssr")]
pub(crate) mod live;
pub(crate) mod load;
pub(crate) mod lost_cookie;
mod mark;
pub(crate) mod page_info;
mod person_menu;
pub(crate) mod refusal;
pub(crate) mod served;
mod side_nav;
pub(crate) mod signed_out;
mod theme_switch;
pub(crate) mod title;
mod top_bar;
pub(crate) mod viewer;
