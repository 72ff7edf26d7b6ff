//! Sending a form from the browser: the fields as a browser would send them, the answer as an [`ApiError`].

use crate::error::ApiError;
use leptos::{
    ev::SubmitEvent,
    form::form_data_from_event,
    prelude::FromServerFnError,
    server_fn::{
        client::{Client, browser::BrowserClient},
        redirect::call_redirect_hook,
        request::{ClientReq, browser::BrowserRequest},
        response::{ClientRes, browser::BrowserResponse},
    },
};

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

/// The fields of the form that is being sent; keeps the browser from loading a document. `None` if something else has
/// taken the event already, or if there is no form to it: then the browser goes on.
pub fn body(event: &SubmitEvent) -> Option<String> {
    if event.default_prevented() {
        return None;
    }
    let data = form_data_from_event(event).ok()?;
    let fields = web_sys::UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
    event.prevent_default();
    Some(fields.to_string().into())
}

/// Posts the fields to a server function and goes where it says.
pub async fn send(url: &'static str, body: String) -> Result<(), ApiError> {
    let request: BrowserRequest = ClientReq::<ApiError>::try_new_post(url, FORM, JSON, body)?;
    let response: BrowserResponse = <BrowserClient as Client<ApiError>>::send(request).await?;
    if ClientRes::<ApiError>::status(&response) >= 400 {
        return Err(ApiError::de(ClientRes::<ApiError>::try_into_bytes(response).await?));
    }
    if ClientRes::<ApiError>::has_redirect(&response) {
        call_redirect_hook(&ClientRes::<ApiError>::location(&response));
    }
    Ok(())
}
