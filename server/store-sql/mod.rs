//! The SQL store. Both database packages include this source by `#[path]`; each subject has a file with the
//! implementation of its trait and its SQL. A package defines `Db`, an `SqlStore` with `read`, `write` and `begin`,
//! `transient`, which tells whether the database itself aborted a transaction and it may be retried, and `busy`, which
//! tells whether the database waited for too long and did nothing.

mod activity;
mod api_keys;
mod approvals;
mod change;
mod claim;
mod closing;
mod confirm;
mod counters;
mod decide;
mod devices;
mod email_change;
mod every_call;
mod forward_auth;
mod freeze;
mod introspection;
mod invitations;
mod kept;
mod key_labels;
mod machine_devices;
mod mail;
mod mail_windows;
mod maintenance;
mod members;
mod oidc;
mod operator;
pub(crate) mod passcode_sign_in;
mod password_reset;
mod pending_devices;
mod policy;
mod profile;
mod recovery;
mod registration;
mod remote;
mod renewals;
mod resets;
mod rows;
mod sessions;
mod sign_in;
mod team;
mod tokens;
pub(crate) mod transaction;
mod trusted_browsers;
pub(crate) mod windows;
