//! What surrounds every page: the document, the frames, the navigation, refusals as pages.

#[cfg(feature = "ssr")]
pub mod document;
mod frame;
pub mod head;
pub mod load;
mod mark;
pub mod page_info;
mod person_menu;
pub mod refusal;
mod side_nav;
pub mod signed_out;
mod theme_switch;
mod top_bar;
pub mod viewer;
