//! The contract: what every store must do, included by `#[path]` in the tests of each.
//!
//! A store's test file has a function `fixtures`, which makes an empty store. Each case is a test where it stands, so a new
//! one runs on every store without being named anywhere.

mod change;
mod confirm;
mod decide;
mod devices;
mod links;
mod locks;
mod misc;
mod races;
mod rights;
mod sessions;
