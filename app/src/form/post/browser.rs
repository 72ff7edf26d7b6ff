//! In the browser: forms with their fields as a browser would send them, and reads.

use super::Fetched;
use crate::wire::{
    Page,
    error::ApiError,
    fields::{Form, PAGE_FIELD},
};
use leptos::{
    ev::SubmitEvent,
    form::form_data_from_event,
    prelude::FromServerFnError,
    server_fn::{
        ServerFn,
        client::{Client, browser::BrowserClient},
        codec::IntoReq,
        redirect::call_redirect_hook,
        request::{ClientReq, browser::BrowserRequest},
        response::{ClientRes, browser::BrowserResponse},
    },
};

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

/// The fields of the form that is being sent; keeps the browser from loading a document. `None` if something else has
/// taken the event already, or if there is no form to it: then the browser goes on.
pub(crate) fn body(event: &SubmitEvent) -> Option<String> {
    if event.default_prevented() {
        return None;
    }
    let data = form_data_from_event(event).ok()?;
    // The button that was pressed, which has no name here.
    data.delete("");
    data.delete(PAGE_FIELD);
    let fields = web_sys::UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
    event.prevent_default();
    Some(fields.to_string().into())
}

/// Posts the fields to a server function and goes where it says.
pub(crate) async fn send(url: &'static str, body: String) -> Result<(), ApiError> {
    let request = ClientReq::<ApiError>::try_new_post(url, FORM, JSON, body)?;
    let response = answer(request).await?;
    if ClientRes::<ApiError>::has_redirect(&response) {
        call_redirect_hook(&ClientRes::<ApiError>::location(&response));
    }
    Ok(())
}

/// A server function that a page reads its data by.
pub(crate) trait Readable:
    ServerFn<Output = Page, Error = ApiError> + IntoReq<Form, BrowserRequest, ApiError>
{
}

impl<S> Readable for S where S: ServerFn<Output = Page, Error = ApiError> + IntoReq<Form, BrowserRequest, ApiError> {}

/// Asks for a page's data. Only what packs the arguments is made for each function anew.
pub(crate) fn fetch<S: Readable>(read: S) -> Fetched {
    let request = read.into_req(S::PATH, JSON);
    Box::pin(page(request))
}

async fn page(request: Result<BrowserRequest, ApiError>) -> Result<Page, ApiError> {
    let response = answer(request?).await?;
    let bytes = ClientRes::<ApiError>::try_into_bytes(response).await?;
    serde_json::from_slice(&bytes).map_err(|_| ApiError::Internal)
}

/// The answer to a request, or the refusal in it.
async fn answer(request: BrowserRequest) -> Result<BrowserResponse, ApiError> {
    let response = <BrowserClient as Client<ApiError>>::send(request).await?;
    if ClientRes::<ApiError>::status(&response) < 400 {
        return Ok(response);
    }
    Err(ApiError::de(ClientRes::<ApiError>::try_into_bytes(response).await?))
}
