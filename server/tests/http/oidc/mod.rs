//! The OpenID Connect provider.

mod keys;
