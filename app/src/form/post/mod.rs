//! Calling server functions: from the browser by a request; on the server no form is ever sent, and a read is called
//! straight.

#[cfg(feature = "hydrate")]
mod browser;
#[cfg(not(feature = "hydrate"))]
mod server;

#[cfg(feature = "hydrate")]
pub(crate) use browser::*;
#[cfg(not(feature = "hydrate"))]
pub(crate) use server::*;

use crate::wire::{Page, error::ApiError};
use std::pin::Pin;

/// A page's data on its way.
pub(crate) type Fetched = Pin<Box<dyn Future<Output = Result<Page, ApiError>> + Send>>;
