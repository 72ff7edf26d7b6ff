//! The store on SQL: one source for both databases, included by `#[path]`, a file for each subject with its trait and its
//! SQL. A package brings its `Db`, its `SqlStore` with `read`, `write` and `begin`, and `transient`: whether the
//! database itself gave a transaction up.

mod change;
mod counters;
mod decide;
mod devices;
mod mail;
mod maintenance;
mod profile;
mod recovery;
mod registration;
mod rows;
mod sessions;
mod sign_in;
pub(crate) mod transaction;
mod windows;
