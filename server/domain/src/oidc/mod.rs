//! Sign-in for third parties: an OpenID Connect provider (OpenID Connect Core 1.0) on OAuth 2 as RFC 9700 wants it.
//!
//! Apps are OAuth 2 clients ([`clients`]). A browser brings a request of an app ([`request`]), a person signs in and agrees,
//! and the app gets a code ([`authorize`]) that it exchanges for tokens ([`tokens`]). What it has is a sign-in
//! ([`grants`]), which ends with its session ([`logout`]). ID tokens are
//! signed with [`keys`].

pub mod access;
pub mod authentication;
pub mod authorize;
mod claims;
pub mod clients;
pub mod error;
pub mod grants;
pub mod keys;
pub mod logout;
pub mod parameters;
pub mod pkce;
pub mod request;
pub mod scope;
pub mod tokens;

/// The path of the token endpoint.
pub const TOKEN_PATH: &str = "/oidc/token";
