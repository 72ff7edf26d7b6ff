//! The OpenID Connect provider.

pub(crate) mod app;
mod authorize;
mod ends;
mod keys;
mod tokens;
