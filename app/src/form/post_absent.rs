//! On the server no form is ever sent.

use crate::error::ApiError;
use leptos::ev::SubmitEvent;

pub fn body(_event: &SubmitEvent) -> Option<String> {
    None
}

pub async fn send(_url: &'static str, _body: String) -> Result<(), ApiError> {
    Err(ApiError::Offline)
}
