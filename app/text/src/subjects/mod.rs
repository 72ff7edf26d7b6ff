//! The names of all sentences, in one file per subject. Their text is in `en` and `de`.

pub(crate) mod activity;
pub(crate) mod api_keys;
pub(crate) mod approvals;
pub(crate) mod apps;
pub(crate) mod clients;
pub(crate) mod closing;
pub(crate) mod colleagues;
pub(crate) mod consent;
pub(crate) mod devices;
pub(crate) mod errors;
pub(crate) mod freeze;
pub(crate) mod home;
pub(crate) mod machine_device;
pub(crate) mod mail;
pub(crate) mod policy;
pub(crate) mod recovery;
pub(crate) mod registration;
pub(crate) mod reset;
pub(crate) mod server;
pub(crate) mod sessions;
pub(crate) mod shell;
pub(crate) mod sign_in;
pub(crate) mod team;
