//! The implementation for the server.

use super::Fetched;
use crate::wire::{Page, error::ApiError};
use leptos::{ev::SubmitEvent, server_fn::ServerFn};

pub(crate) fn body(_event: &SubmitEvent) -> Option<String> {
    None
}

pub(crate) async fn send(_url: &str, _body: String) -> Result<(), ApiError> {
    Err(ApiError::Offline)
}

pub(crate) trait Readable: ServerFn<Output = Page, Error = ApiError> + 'static {}

impl<S> Readable for S where S: ServerFn<Output = Page, Error = ApiError> + 'static {}

pub(crate) fn fetch<S: Readable>(read: S) -> Fetched {
    Box::pin(read.run_body())
}
