//! The implementation for the browser: posts forms as the browser encodes them, and requests page data.

use super::Fetched;
use crate::{
    shell::address::{go_to, is_in_place, looks_again},
    wire::{
        Page,
        error::ApiError,
        fields::{Form, PAGE_FIELD},
    },
};
use leptos::{
    ev::SubmitEvent,
    form::form_data_from_event,
    prelude::FromServerFnError,
    server_fn::{
        ServerFn,
        client::{Client, browser::BrowserClient},
        codec::IntoReq,
        request::{ClientReq, browser::BrowserRequest},
        response::{ClientRes, browser::BrowserResponse},
    },
};

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

/// The encoded fields of a submitted form; prevents the browser's own submission. `None` if the event's default was
/// already prevented or it has no form: the event is then left alone.
pub(crate) fn body(event: &SubmitEvent) -> Option<String> {
    encoded(event, PAGE_FIELD)
}

/// Like [`body`], with the field of the form's page: the server then answers as it does without scripts.
pub(crate) fn plain_body(event: &SubmitEvent) -> Option<String> {
    encoded(event, "")
}

fn encoded(event: &SubmitEvent, without: &str) -> Option<String> {
    if event.default_prevented() {
        return None;
    }
    let data = form_data_from_event(event).ok()?;
    // The submit button, which has no name.
    data.delete("");
    data.delete(without);
    let fields = web_sys::UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
    event.prevent_default();
    Some(fields.to_string().into())
}

/// Posts the fields to a server function and follows its redirect.
pub(crate) async fn send(url: &str, body: String) -> Result<(), ApiError> {
    let request = ClientReq::<ApiError>::try_new_post(url, FORM, JSON, body)?;
    let response = answer(request).await?;
    if ClientRes::<ApiError>::has_redirect(&response) {
        let path = ClientRes::<ApiError>::location(&response);
        go_to(&path);
        if !is_in_place(&path) {
            // The form stays pending until the document is replaced, so that it is not sent twice.
            std::future::pending::<()>().await;
        }
    }
    Ok(())
}

/// A server function that returns a page's data.
pub(crate) trait Readable:
    ServerFn<Output = Page, Error = ApiError> + IntoReq<Form, BrowserRequest, ApiError>
{
}

impl<S> Readable for S where S: ServerFn<Output = Page, Error = ApiError> + IntoReq<Form, BrowserRequest, ApiError> {}

/// Requests a page's data. Only the encoding of the arguments is generic, which keeps the client small.
pub(crate) fn fetch<S: Readable>(read: S) -> Fetched {
    let request = read.into_req(&url(S::PATH), JSON);
    Box::pin(page(request))
}

/// The address of a function, which tells the server when no person asks.
fn url(path: &str) -> String {
    path.to_owned() + if looks_again() { "?again" } else { "" }
}

async fn page(request: Result<BrowserRequest, ApiError>) -> Result<Page, ApiError> {
    let response = answer(request?).await?;
    let bytes = ClientRes::<ApiError>::try_into_bytes(response).await?;
    serde_json::from_slice(&bytes).map_err(|_| ApiError::Internal)
}

/// Sends a request; a status from 400 on is decoded as an error.
async fn answer(request: BrowserRequest) -> Result<BrowserResponse, ApiError> {
    let response = <BrowserClient as Client<ApiError>>::send(request).await?;
    if ClientRes::<ApiError>::status(&response) < 400 {
        return Ok(response);
    }
    Err(ApiError::de(ClientRes::<ApiError>::try_into_bytes(response).await?))
}
