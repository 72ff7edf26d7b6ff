//! The data of a page: what the server put into its document, and what the browser asks for afterwards.

#[cfg(feature = "hydrate")]
mod browser;
#[cfg(not(feature = "hydrate"))]
mod server;

#[cfg(feature = "hydrate")]
pub(crate) use browser::*;
#[cfg(not(feature = "hydrate"))]
pub(crate) use server::*;

use crate::wire::{Page, error::ApiError};
use leptos::prelude::AnyView;
use std::sync::Arc;

/// What shows the data, or why there is none.
pub(crate) type Show = Arc<dyn Fn(Result<Page, ApiError>) -> AnyView + Send + Sync>;
