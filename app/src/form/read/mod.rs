//! The data of a page: what the server put into its document, and what the browser asks for afterwards.

#[cfg_attr(feature = "hydrate", path = "browser.rs")]
#[cfg_attr(not(feature = "hydrate"), path = "server.rs")]
mod side;

pub(crate) use side::*;

use crate::wire::{Page, error::ApiError};
use leptos::prelude::AnyView;
use std::sync::Arc;

/// What shows the data, or why there is none.
pub(crate) type Show = Arc<dyn Fn(Result<Page, ApiError>) -> AnyView + Send + Sync>;
