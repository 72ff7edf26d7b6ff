//! Sign-in for third parties: an OpenID Connect provider (OpenID Connect Core 1.0) on OAuth 2 as RFC 9700 wants it.
//!
//! Apps are OAuth 2 clients ([`clients`]); their tokens are signed with [`keys`].

pub mod clients;
pub mod keys;
