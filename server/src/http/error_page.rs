//! What people see when no page of the app can answer: one sentence, what to do, and a number for the operator.

use super::caller::Caller;
use app::{error_page as words, wire::error::ApiError};
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use leptos::server_fn::error::FromServerFnError;
use terms::Rejection;

/// A refusal of the server itself; [`dress`] gives it words and a page.
pub fn refusal(status: StatusCode) -> Response {
    let mut response = status.into_response();
    if matches!(status, StatusCode::SERVICE_UNAVAILABLE) {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
    }
    response
}

/// Gives an error without content its words, in the form its caller understands.
pub fn dress(response: &mut Response, caller: Caller, style: Option<&str>, request_id: &str) {
    let status = response.status();
    let bare = !response.headers().contains_key(header::CONTENT_TYPE);
    if !bare || !(status.is_client_error() || status.is_server_error()) {
        return;
    }
    let (title, advice) = words::of_status(status.as_u16());
    let (media, body) = match caller {
        Caller::Person => (
            "text/html; charset=utf-8",
            page(title, advice, style, request_id).into(),
        ),
        Caller::Program => (
            "text/plain; charset=utf-8",
            format!("{title}. {advice} (request {request_id})\n").into(),
        ),
        Caller::Script if status == StatusCode::SERVICE_UNAVAILABLE => {
            ("application/json", ApiError::Rejected(Rejection::Busy).ser().into())
        }
        Caller::Script if status == StatusCode::GATEWAY_TIMEOUT => {
            ("application/json", ApiError::TimedOut.ser().into())
        }
        Caller::Script => ("application/json", ApiError::Internal.ser().into()),
    };
    response.headers_mut().remove(header::CONTENT_LENGTH);
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    *response.body_mut() = body;
}

/// `request_id` and `style` are our own texts and need no escaping.
fn page(title: &str, advice: &str, style: Option<&str>, request_id: &str) -> String {
    let style = style
        .map(|href| format!("<link rel=\"stylesheet\" href=\"{href}\">"))
        .unwrap_or_default();
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title>{style}</head>\
         <body><div class=\"out\"><main id=\"main\"><div class=\"card\"><h1>{title}</h1><p>{advice}</p><p><a href=\"/\">{}</a></p>\
         <p><small>{} <code>{request_id}</code></small></p></div></main></div></body></html>",
        words::GO_HOME,
        words::REQUEST
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bare_errors_get_words_and_others_stay() {
        let mut response = refusal(StatusCode::SERVICE_UNAVAILABLE);
        dress(&mut response, Caller::Program, None, "r1");
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/plain; charset=utf-8");
        assert_eq!(response.headers()[header::RETRY_AFTER], "2");
        let mut response = refusal(StatusCode::GATEWAY_TIMEOUT);
        dress(&mut response, Caller::Script, None, "r1");
        assert_eq!(response.headers()[header::CONTENT_TYPE], "application/json");
        assert_eq!(words::of_status(504), words::TIMED_OUT);
        let mut response = (StatusCode::NOT_FOUND, "mine").into_response();
        dress(&mut response, Caller::Person, None, "r1");
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/plain; charset=utf-8");
        let mut response = StatusCode::OK.into_response();
        dress(&mut response, Caller::Person, None, "r1");
        assert!(!response.headers().contains_key(header::CONTENT_TYPE));
    }
}
