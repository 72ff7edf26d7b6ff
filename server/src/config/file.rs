//! The settings file. Errors name the line of the TOML file but never quote it, because it may contain the database
//! password.

use super::load::InvalidSetting;
use serde::Deserialize;
use std::path::Path;

/// Parses `text`, the contents of `file`, into keys and values.
pub(super) fn read(file: &Path, text: &str) -> Result<Vec<(String, toml::Value)>, InvalidSetting> {
    let table = parsed(text).map_err(|reason| InvalidSetting::new(file.display().to_string(), reason))?;
    Ok(table.into_iter().collect())
}

/// Parses `text` in two steps with different error messages.
fn parsed(text: &str) -> Result<toml::Table, String> {
    // Syntax errors are described by the library, which does not quote the input.
    let form = toml::Deserializer::parse(text).map_err(|e| format!("{}{}", line_prefix(text, &e), e.message()))?;
    // The messages of value errors are replaced, because they may quote the value.
    toml::Table::deserialize(form).map_err(|e| format!("{}this value cannot be used", line_prefix(text, &e)))
}

/// Returns the line of the error as `line 3: `.
fn line_prefix(text: &str, error: &toml::de::Error) -> String {
    let Some(span) = error.span() else {
        return String::new();
    };
    // An error at the end of the file is reported for the last line.
    let before = span.start.min(text.len().saturating_sub(1));
    let line = text.bytes().take(before).filter(|byte| *byte == b'\n').count() + 1;
    format!("line {line}: ")
}

/// The form of a setting's values in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A text, or a list of texts.
    Text,
    /// A whole number.
    Number,
    /// A table of tables.
    Tables,
}

impl Shape {
    /// Returns what is wrong about a value of another form.
    pub(super) const fn wanted(self) -> &'static str {
        match self {
            Self::Text => "must be a text",
            Self::Number => "must be a number",
            Self::Tables => "must be tables of numbers, true and false",
        }
    }
}

/// Converts a value to the form of a flag, in which lists are separated by commas; `None` if it is of another form. Each
/// entry of a table of tables is its key, followed by what its table has.
pub(super) fn as_flag(value: &toml::Value, shape: Shape) -> Option<String> {
    match (value, shape) {
        (toml::Value::String(text), _) => Some(text.clone()),
        (toml::Value::Integer(whole), Shape::Number) => Some(whole.to_string()),
        (toml::Value::Array(items), Shape::Text) => {
            let items: Option<Vec<_>> = items.iter().map(toml::Value::as_str).collect();
            items.map(|items| items.join(","))
        }
        (toml::Value::Table(entries), Shape::Tables) => {
            let entries: Option<Vec<_>> = entries.iter().map(|(key, value)| entry(key, value)).collect();
            entries.map(|entries| entries.join(","))
        }
        _ => None,
    }
}

/// Converts an entry of a table of tables: `servers:write max_mfa_age=300 approval=true`.
fn entry(key: &str, value: &toml::Value) -> Option<String> {
    let mut text = key.to_owned();
    for (name, value) in value.as_table()? {
        let value = match value {
            toml::Value::Integer(whole) => whole.to_string(),
            toml::Value::Boolean(chosen) => chosen.to_string(),
            _ => return None,
        };
        text.push_str(&format!(" {name}={value}"));
    }
    Some(text)
}
