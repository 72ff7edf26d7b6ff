//! What the parts ask of the browser. On the server there is none: the same functions do nothing there.

#[cfg(feature = "hydrate")]
mod browser;
#[cfg(not(feature = "hydrate"))]
mod server;

#[cfg(feature = "hydrate")]
pub(crate) use browser::*;
#[cfg(not(feature = "hydrate"))]
pub(crate) use server::*;
