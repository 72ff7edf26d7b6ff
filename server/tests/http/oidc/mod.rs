//! The OpenID Connect provider.

pub(crate) mod app;
mod authorize;
mod ends;
mod keys;
pub(crate) mod matrix;
mod requests;
mod tokens;
