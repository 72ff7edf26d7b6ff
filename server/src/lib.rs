//! Twofold's server as a library, for the binary and for tests.

pub mod clock;
pub mod commands;
pub mod config;
pub mod entropy;
pub mod files;
pub mod hashing;
pub mod http;
pub mod jobs;
pub mod keys;
pub mod mail;
mod outgoing;
mod person;
pub mod places;
pub mod remarks;

pub use crate::http::{Web, router, serve};
