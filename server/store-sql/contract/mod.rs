//! The contract that every store must satisfy. The tests of each store include it by `#[path]`.
//!
//! The including test file defines `fixtures`, which creates an empty store. Each case is an ordinary test and runs on
//! every store.

mod activity;
mod api_keys;
mod approvals;
mod change;
mod closing;
mod colleagues;
mod confirm;
mod decide;
mod devices;
mod email_change;
mod every_call;
mod forward_auth;
mod freeze;
mod introspection;
mod key_labels;
mod links;
mod locks;
mod mails;
mod misc;
mod oidc;
mod operator;
mod password_reset;
mod policy;
mod races;
mod remote;
mod replacement;
mod rights;
mod sessions;
mod signing_keys;
mod sweep;
mod team;
mod tokens;
mod trial;
mod trusted_browsers;
mod usual;
