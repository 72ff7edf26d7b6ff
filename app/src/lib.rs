//! The pages, the wire types and the server functions of Twofold, shared by server and client.

pub mod api;
pub mod error;
pub mod form;
pub mod secret;
#[cfg(feature = "ssr")]
pub mod ssr;
pub mod text;
pub mod ui;
