//! Calls of server functions: HTTP requests in the browser; on the server reads are called directly and no form is
//! sent.

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

/// A pending page's data.
pub(crate) type Fetched = Pin<Box<dyn Future<Output = Result<Page, ApiError>> + Send>>;
