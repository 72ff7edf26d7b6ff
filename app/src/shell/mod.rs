//! What surrounds every page: the frame, the navigation, refusals as pages.

pub mod frame;
pub mod head;
mod mark;
mod person_menu;
pub mod side_nav;
mod signed_in_frame;
pub mod signed_out;
mod signed_out_frame;
mod theme_switch;
pub mod top_bar;
