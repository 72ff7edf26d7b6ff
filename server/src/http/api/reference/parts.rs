//! Reading the document, and the small pieces of the page.

use super::super::fields::YEAR_9999;
use leptos::prelude::*;
use serde_json::{Map, Value};
use std::sync::LazyLock;

/// Values of a closed set that are shown at once.
const VALUES: usize = 6;

/// Returns a text of the document.
pub(super) fn string(value: Option<&Value>) -> &str {
    value.and_then(Value::as_str).unwrap_or_default()
}

/// Returns an array of the document.
pub(super) fn list(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Returns an object of the document.
pub(super) fn object(value: Option<&Value>) -> &Map<String, Value> {
    static EMPTY: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);
    value.and_then(Value::as_object).unwrap_or(&EMPTY)
}

/// Returns the schema of a value that may be `null` as that of one that is not.
pub(super) fn non_null(schema: &Value) -> &Value {
    let kinds = list(schema.get("oneOf"));
    let null = |kind: &&Value| kind.get("type").is_some_and(|name| name == "null");
    let nullable = kinds.iter().any(|kind| null(&kind));
    let other = kinds.iter().find(|kind| !null(kind));
    other.filter(|_| nullable).unwrap_or(schema)
}

/// The anchor of a heading.
pub(super) fn anchor(heading: &str) -> String {
    heading.to_lowercase()
}

/// A sentence; what stands between backticks is code.
pub(super) fn prose(text: &str) -> AnyView {
    let parts = text.split('`').enumerate().map(|(n, part)| match n % 2 {
        0 => part.to_owned().into_any(),
        _ => view! { <code>{part.to_owned()}</code> }.into_any(),
    });
    parts.collect_view().into_any()
}

/// A path or name that may be broken after its separators, so that it fits on a phone.
pub(super) fn breakable(text: &str) -> AnyView {
    let parts = text.split_inclusive(['/', '-', '_']);
    let parts = parts.map(|part| view! { {part.to_owned()} <wbr /> });
    parts.collect_view().into_any()
}

/// The values of a closed set; many are behind a click.
pub(super) fn values(all: &[Value]) -> AnyView {
    let codes = all.iter().enumerate().map(|(n, value)| {
        let text = match value.as_str() {
            Some("") => "\"\"".to_owned(),
            Some(text) => text.to_owned(),
            None => value.to_string(),
        };
        view! { {(n > 0).then_some(", ")} <code>{text}</code> }
    });
    let codes = codes.collect_view();
    if all.len() <= VALUES {
        return codes.into_any();
    }
    view! {
        <details>
            <summary>"one of " {all.len()} " values"</summary>
            {codes}
        </details>
    }
    .into_any()
}

/// The bounds of a text or number.
pub(super) fn bounds(schema: &Value) -> String {
    let number = |name: &str| schema.get(name).and_then(Value::as_i64);
    let mut said = String::new();
    let mut say = |text: String| {
        said.push_str(", ");
        said.push_str(&text);
    };
    match (number("minLength"), number("maxLength")) {
        (Some(least), Some(most)) if least == most => say(format!("{most} characters")),
        (Some(least), Some(most)) => say(format!("{least} to {most} characters")),
        (None, Some(most)) => say(format!("at most {most} characters")),
        _ => {}
    }
    match (number("minimum"), number("maximum").filter(|most| *most < YEAR_9999)) {
        (Some(least), Some(most)) => say(format!("{least} to {most}")),
        (Some(least), None) => say(format!("at least {least}")),
        _ => {}
    }
    if let Some(format) = schema
        .get("format")
        .and_then(Value::as_str)
        .filter(|format| !format.starts_with("int"))
    {
        say(format.to_owned());
    }
    if let Some(default) = schema.get("default") {
        say(format!("{default} if it is missing"));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn bounds_are_said_as_people_say_them() {
        let said = |schema| bounds(&schema);
        assert_eq!(said(json!({"minLength": 32, "maxLength": 32})), ", 32 characters");
        assert_eq!(said(json!({"minLength": 1, "maxLength": 200})), ", 1 to 200 characters");
        assert_eq!(
            said(json!({"maxLength": 20, "format": "date-time"})),
            ", at most 20 characters, date-time"
        );
        assert_eq!(
            said(json!({"minimum": 60, "maximum": 3600, "default": 600})),
            ", 60 to 3600, 600 if it is missing"
        );
        assert_eq!(
            said(json!({"minimum": 0, "maximum": YEAR_9999, "format": "int64"})),
            ", at least 0"
        );
    }

    #[test]
    fn texts_of_the_document_are_escaped_and_their_code_is_marked() {
        let html = prose("a `<b>` & c").to_html();
        assert!(html.contains("<code>&lt;b&gt;"), "{html}");
        assert!(html.contains("&amp; c"), "{html}");
    }
}
