//! The settings file: TOML whose errors name a line and never show it, because it may hold the database's password.

use super::load::BadSetting;
use serde::Deserialize;
use std::path::Path;

/// Keys and values of `text`, the contents of `file`.
pub(super) fn read(file: &Path, text: &str) -> Result<Vec<(String, toml::Value)>, BadSetting> {
    let table = parsed(text).map_err(|reason| BadSetting::new(file.display().to_string(), reason))?;
    Ok(table.into_iter().collect())
}

/// The table that `text` writes down.
fn parsed(text: &str) -> Result<toml::Table, String> {
    // Syntax errors first: the library describes them in words of its own.
    let form = toml::Deserializer::parse(text).map_err(|e| format!("{}{}", place(text, &e), e.message()))?;
    // Errors about values second: the library may quote the value.
    toml::Table::deserialize(form).map_err(|e| format!("{}this value cannot be used", place(text, &e)))
}

/// `line 3: `, the line of the error.
fn place(text: &str, error: &toml::de::Error) -> String {
    let Some(span) = error.span() else {
        return String::new();
    };
    // An error at the end of the file belongs to the last line.
    let before = span.start.min(text.len().saturating_sub(1));
    let line = text.bytes().take(before).filter(|byte| *byte == b'\n').count() + 1;
    format!("line {line}: ")
}

/// A value as a flag would give it: a text, or a list of texts joined by commas.
pub(super) fn as_flag(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Array(items) => {
            let items: Option<Vec<_>> = items.iter().map(toml::Value::as_str).collect();
            items.map(|items| items.join(","))
        }
        _ => None,
    }
}
