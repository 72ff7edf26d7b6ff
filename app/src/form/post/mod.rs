//! Calls of server functions: HTTP requests in the browser; on the server reads are called directly and no form is
//! sent.

#[cfg_attr(feature = "hydrate", path = "browser.rs")]
#[cfg_attr(not(feature = "hydrate"), path = "server.rs")]
mod side;

pub(crate) use side::*;

use crate::wire::{Page, error::ApiError};
use std::pin::Pin;

/// A pending page's data.
pub(crate) type Fetched = Pin<Box<dyn Future<Output = Result<Page, ApiError>> + Send>>;
