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

/// Converts a value to the form of a flag: a text, or a list of texts joined by commas; a number where one is wanted.
pub(super) fn as_flag(value: &toml::Value, number: bool) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(whole) if number => Some(whole.to_string()),
        toml::Value::Array(items) => {
            let items: Option<Vec<_>> = items.iter().map(toml::Value::as_str).collect();
            items.map(|items| items.join(","))
        }
        _ => None,
    }
}
