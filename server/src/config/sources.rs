//! Where values come from: `twofold.toml`, then the environment, then flags; the later wins.

use super::{
    BadSetting,
    table::{SETTINGS, Setting},
};
use clap::{Arg, ArgMatches, Command};
use serde::Deserialize;
use std::{collections::BTreeMap, ffi::OsString, fmt, path::Path};

/// The file that is read when no other is named.
pub const DEFAULT_FILE: &str = "twofold.toml";
const PREFIX: &str = "TWOFOLD_";

/// Where a value was found; what an error message points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A key of the file.
    File(String),
    /// An environment variable.
    Variable,
    /// A flag.
    Flag,
}

/// The values that were given, by key.
#[derive(Default)]
pub struct Given(BTreeMap<&'static str, (String, Source)>);

impl Given {
    /// The value of `key` with the name under which it was given.
    pub fn get(&self, key: &str) -> Option<(&str, Named<'_>)> {
        let (key, (value, source)) = self.0.get_key_value(key)?;
        Some((value, Named { key, source }))
    }

    /// Reads the text of a settings file.
    pub fn add_file(&mut self, file: &Path, text: &str) -> Result<(), BadSetting> {
        let name = file.display().to_string();
        for (key, value) in parsed(text).map_err(|reason| BadSetting::new(&name, reason))? {
            let setting = Setting::by_key(&key).ok_or_else(|| unknown(format!("{name}: {key}"), known_keys()))?;
            let value = plain(&value).ok_or_else(|| BadSetting::new(format!("{name}: {key}"), "must be a text"))?;
            self.0.insert(setting.key, (value, Source::File(name.clone())));
        }
        Ok(())
    }

    /// Takes every `TWOFOLD_…` variable.
    pub fn add_variables(&mut self, variables: impl Iterator<Item = (OsString, OsString)>) -> Result<(), BadSetting> {
        for (variable, value) in variables {
            let Some(variable) = variable.to_str().filter(|name| name.starts_with(PREFIX)) else {
                continue;
            };
            let setting = Setting::by_variable(variable).ok_or_else(|| unknown(variable, known_variables()))?;
            let value = value
                .into_string()
                .map_err(|_| BadSetting::new(variable, "is not UTF-8"))?;
            self.0.insert(setting.key, (value, Source::Variable));
        }
        Ok(())
    }

    /// Takes the flags of the command line.
    pub fn add_flags(&mut self, matches: &ArgMatches) {
        for setting in SETTINGS {
            if let Some(value) = matches.get_one::<String>(setting.key) {
                self.0.insert(setting.key, (value.clone(), Source::Flag));
            }
        }
    }
}

/// A setting under the name by which it was given.
pub struct Named<'a> {
    key: &'a str,
    source: &'a Source,
}

impl fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.source {
            Source::File(file) => write!(f, "{file}: {}", self.key),
            Source::Variable => f.write_str(Setting::by_key(self.key).map_or(self.key, |setting| setting.variable)),
            Source::Flag => write!(f, "--{}", self.key.replace('_', "-")),
        }
    }
}

/// The command line; every setting is a flag that documents its variable and its default.
pub fn command() -> Command {
    let file = Arg::new("config").long("config").value_name("FILE").global(true);
    let file = file.help("Settings file, read if it is there [default: twofold.toml]");
    Command::new("twofold")
        .about("Two-factor account security, self-hosted")
        .after_help(AFTER_HELP)
        .subcommand(Command::new("serve").about("Serve the pages (what happens without a command)"))
        .version(env!("CARGO_PKG_VERSION"))
        .arg(file)
        .args(SETTINGS.iter().map(|setting| {
            let help = format!(
                "{} [default: {}] [variable: {}]",
                setting.help, setting.default, setting.variable
            );
            Arg::new(setting.key)
                .long(setting.flag())
                .value_name(setting.value_name)
                .help(help)
                .global(true)
        }))
}

const AFTER_HELP: &str = "Settings come from twofold.toml, then the environment, then flags: the later wins. In the file \
    the keys are the flags' names with _ for -. An unknown or bad value stops the start. Mail is written as .eml files \
    to data/outbox.";

/// The table that `text` writes down.
///
/// An error names its line and shows nothing of it: the line may hold the password of the database.
fn parsed(text: &str) -> Result<toml::Table, String> {
    // First the form: there the library says what it misses, in words of its own.
    let form = toml::Deserializer::parse(text).map_err(|e| format!("{}{}", place(text, &e), e.message()))?;
    // Then the values, which it may quote.
    toml::Table::deserialize(form).map_err(|e| format!("{}this value cannot be used", place(text, &e)))
}

/// `line 3: `, where the error lies.
fn place(text: &str, error: &toml::de::Error) -> String {
    let Some(span) = error.span() else {
        return String::new();
    };
    // After the last line there is none that could be named.
    let before = span.start.min(text.len().saturating_sub(1));
    let line = text.bytes().take(before).filter(|byte| *byte == b'\n').count() + 1;
    format!("line {line}: ")
}

/// The text form of a value in the file; lists are joined by commas.
fn plain(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Array(items) => items
            .iter()
            .map(toml::Value::as_str)
            .collect::<Option<Vec<_>>>()
            .map(|items| items.join(",")),
        _ => None,
    }
}

fn unknown(name: impl Into<String>, known: String) -> BadSetting {
    BadSetting::new(name, format!("is no setting of Twofold; these are: {known}"))
}

fn known_keys() -> String {
    SETTINGS
        .iter()
        .map(|setting| setting.key)
        .collect::<Vec<_>>()
        .join(", ")
}

fn known_variables() -> String {
    SETTINGS
        .iter()
        .map(|setting| setting.variable)
        .collect::<Vec<_>>()
        .join(", ")
}
