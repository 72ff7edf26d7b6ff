//! How browsers are sent on, and what people are told if there is no way on.

use crate::http::{Shared, error_page::document};
use axum::response::{IntoResponse, Response};
use domain::oidc::request::Unanswerable;
use http::{HeaderValue, StatusCode, header};
use terms::Language;
use text::Text;

/// Sends the browser to another address.
pub(super) fn redirect(target: &str) -> Response {
    match HeaderValue::from_str(target) {
        // Also a POST is followed by a GET.
        Ok(location) => (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Sends the browser to an app with a page: after a form of ours Chrome refuses redirects to other hosts, because the content
/// security policy names where forms may lead.
pub(super) fn onward(shared: &Shared, language: Language, target: &str) -> Response {
    let words = Text::of(language).consent();
    let target = escaped(target);
    let refresh = format!("<meta http-equiv=\"refresh\" content=\"0;url={target}\">");
    let link = format!("<a class=\"button\" href=\"{target}\">{}</a>", words.go_on());
    let page = document(
        language,
        words.onward(),
        (&refresh, &link),
        shared.web.urls.style.as_deref(),
    );
    html(StatusCode::OK, page)
}

/// Tells a person why there is no way back to an app.
pub(super) fn dead_end(shared: &Shared, language: Language, reason: Unanswerable) -> Response {
    let words = Text::of(language).consent();
    let told = match reason {
        Unanswerable::Client => words.unknown_app(),
        Unanswerable::Redirect => words.wrong_redirect(),
        Unanswerable::Unreadable => words.too_long(),
        Unanswerable::Over => words.over(),
    };
    told_page(shared, language, told)
}

/// Tells a person that an app's request to sign out is not right.
pub(super) fn wrong_sign_out(shared: &Shared, language: Language) -> Response {
    told_page(shared, language, Text::of(language).consent().wrong_sign_out())
}

fn told_page(shared: &Shared, language: Language, told: (&str, &str)) -> Response {
    let home = format!("<a href=\"/\">{}</a>", Text::of(language).refusals().go_home());
    let page = document(language, told, ("", &home), shared.web.urls.style.as_deref());
    html(StatusCode::BAD_REQUEST, page)
}

fn html(status: StatusCode, page: String) -> Response {
    (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
}

/// Escapes an address for an attribute.
fn escaped(target: &str) -> String {
    let mut escaped = String::with_capacity(target.len());
    for character in target.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_does_not_leave_its_attribute() {
        assert_eq!(
            escaped("https://a.example/?a=1&b=\"'<>"),
            "https://a.example/?a=1&amp;b=&quot;&#39;&lt;&gt;"
        );
    }
}
