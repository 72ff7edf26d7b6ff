//! What people see when no page of the app can answer: one sentence, what to do, and a number for the operator.

use super::{api::Problem, caller::Caller};
use app::wire::error::ApiError;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use leptos::server_fn::error::FromServerFnError;
use terms::Language;
use terms::Rejection;
use text::Text;

/// Says when to retry in every 503, pages included.
pub(super) fn say_when_to_retry(response: &mut Response) {
    if response.status() == StatusCode::SERVICE_UNAVAILABLE {
        let seconds = Rejection::Busy
            .retry_after()
            .map_or(HeaderValue::from_static("2"), HeaderValue::from);
        response.headers_mut().entry(header::RETRY_AFTER).or_insert(seconds);
    }
}

/// Gives an error without content its words, in the form its caller understands.
pub(super) fn render_error(
    response: &mut Response,
    caller: Caller,
    language: Language,
    style: Option<&str>,
    request_id: &str,
) {
    let status = response.status();
    let bare = !response.headers().contains_key(header::CONTENT_TYPE);
    if !bare || !(status.is_client_error() || status.is_server_error()) {
        return;
    }
    // Programs are told in English, whatever they accept: their logs are read by other people.
    if caller == Caller::Api {
        let problem = Problem::of_status(status).into_response();
        let (head, body) = problem.into_parts();
        response.headers_mut().remove(header::CONTENT_LENGTH);
        response.headers_mut().extend(head.headers);
        *response.body_mut() = body;
        return;
    }
    let language = if caller == Caller::Person {
        language
    } else {
        Language::English
    };
    let (title, advice) = message(Text::of(language), status.as_u16());
    let (media, body) = match caller {
        Caller::Person => (
            "text/html; charset=utf-8",
            page(language, (title, advice), style, request_id).into(),
        ),
        Caller::Api | Caller::Program => (
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

/// What the server says when no page of the app can: a title, and what to do.
fn message(text: Text, status: u16) -> (&'static str, &'static str) {
    let (pages, refusals) = (text.error_pages(), text.refusals());
    match status {
        403 => refusals.forbidden(),
        404 => refusals.not_found(),
        405 => pages.not_possible(),
        408 => pages.too_slow(),
        413 => pages.too_much(),
        414 => pages.too_long(),
        421 => pages.misdirected(),
        503 => refusals.unavailable(),
        504 => refusals.timed_out(),
        500.. => refusals.internal(),
        _ => refusals.not_understood(),
    }
}

/// `request_id` and `style` are our own texts and need no escaping.
fn page(language: Language, message: (&str, &str), style: Option<&str>, request_id: &str) -> String {
    let text = Text::of(language);
    let (home, request) = (text.refusals().go_home(), text.error_pages().request());
    let foot = format!("<a href=\"/\">{home}</a></p><p><small>{request} <code>{request_id}</code></small>");
    document(language, message, ("", &foot), style)
}

/// A document without the app: a title, a sentence, and what stands in the head and below the sentence, which is HTML.
pub(super) fn document(
    language: Language,
    (title, advice): (&str, &str),
    (head, foot): (&str, &str),
    style: Option<&str>,
) -> String {
    let lang = language.as_str();
    let style = style
        .map(|href| format!("<link rel=\"stylesheet\" href=\"{href}\">"))
        .unwrap_or_default();
    format!(
        "<!DOCTYPE html><html lang=\"{lang}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title>{head}{style}</head>\
         <body><div class=\"out\"><main id=\"main\"><div class=\"card\"><h1>{title}</h1><p>{advice}</p><p>{foot}</p>\
         </div></main></div></body></html>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bare_errors_get_words_and_others_stay() {
        let mut response = StatusCode::SERVICE_UNAVAILABLE.into_response();
        say_when_to_retry(&mut response);
        render_error(&mut response, Caller::Program, Language::English, None, "r1");
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/plain; charset=utf-8");
        assert_eq!(response.headers()[header::RETRY_AFTER], "2");
        let mut response = StatusCode::GATEWAY_TIMEOUT.into_response();
        say_when_to_retry(&mut response);
        assert!(!response.headers().contains_key(header::RETRY_AFTER));
        render_error(&mut response, Caller::Script, Language::English, None, "r1");
        assert_eq!(response.headers()[header::CONTENT_TYPE], "application/json");
        let english = Text::of(Language::English);
        assert_eq!(message(english, 504), english.refusals().timed_out());
        let mut response = (StatusCode::NOT_FOUND, "mine").into_response();
        render_error(&mut response, Caller::Person, Language::English, None, "r1");
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/plain; charset=utf-8");
        let mut response = StatusCode::OK.into_response();
        render_error(&mut response, Caller::Person, Language::English, None, "r1");
        assert!(!response.headers().contains_key(header::CONTENT_TYPE));
    }
}
