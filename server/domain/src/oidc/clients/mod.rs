//! Apps that sign people in with this server: OAuth 2 clients.

pub mod client;
pub mod redirect;
pub mod store;
