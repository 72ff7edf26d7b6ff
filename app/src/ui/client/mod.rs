//! Browser functions for the components; on the server the same functions do nothing.

#[cfg_attr(feature = "hydrate", path = "browser.rs")]
#[cfg_attr(not(feature = "hydrate"), path = "server.rs")]
mod side;

pub(crate) use side::*;
