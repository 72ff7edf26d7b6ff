//! Loading of settings: `twofold.toml`, then the environment, then flags; later sources override earlier ones.
//!
//! clap parses twice. The first parse sees the flags only, so every error is about a flag. For the second parse the
//! values of file and environment are inserted as flags, unless that flag was given, so every error is about one of
//! them. All values go through the same parsers, and errors name a value as it was given.
//!
//! clap's `env` is not used, because it reads the environment of the process, which tests cannot change without
//! `unsafe`, ignores unknown `TWOFOLD_` variables, and names the flag in errors. figment is not used, because its
//! errors quote the value, which may be a password, and it reads `TWOFOLD_NAME=1984` as a number.

use super::{
    CommandLine, Settings, Task,
    file::{self, Shape},
    keys::{KEYS_VARIABLE, KeyText},
    services::Services,
    token,
};
use clap::{
    ArgMatches, Args, Command, CommandFactory, FromArgMatches,
    error::{ContextKind, ErrorKind},
    parser::ValueSource,
};
use domain::api_keys::scope::OperatorScopes;
use std::{any::TypeId, collections::BTreeMap, error::Error, ffi::OsString, io, path::Path};

/// The settings file if `--config` is not given.
const DEFAULT_FILE: &str = "twofold.toml";
const PREFIX: &str = "TWOFOLD_";

/// An invalid setting.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name}: {reason}")]
pub struct InvalidSetting {
    /// The setting as it was given: with its file, as a variable or as a flag.
    name: String,
    /// The error message.
    reason: String,
}

/// Why the settings could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// A setting is invalid.
    #[error(transparent)]
    Setting(#[from] InvalidSetting),
    /// The command line is invalid, or asks for `--help` or `--version`.
    #[error(transparent)]
    CommandLine(#[from] clap::Error),
}

impl InvalidSetting {
    /// Creates an error about the setting `name`.
    pub(super) fn new(name: impl Into<String>, reason: impl Into<String>) -> Self {
        let (name, reason) = (name.into(), reason.into());
        Self { name, reason }
    }
}

/// Loads the settings from file, environment and flags. `twofold token` has none, so that it runs beside a cron job's
/// variables for other clients, such as `TWOFOLD_KEY`.
pub fn load(
    line: impl IntoIterator<Item = OsString>,
    variables: impl IntoIterator<Item = (OsString, OsString)>,
) -> Result<CommandLine, LoadError> {
    let line: Vec<_> = line.into_iter().collect();
    if line
        .iter()
        .any(|argument| token::is_secret(&argument.to_string_lossy()))
    {
        let reason = "holds a key or a secret, where other users can read it; name a file with the mode 0600";
        return Err(InvalidSetting::new("the command line", reason).into());
    }
    let flags = parsed(&line, as_flag_name)?;
    let command = CommandLine::from_arg_matches(&flags)?;
    if let Some(Task::Token(_)) = command.task {
        return without_settings(command, &flags);
    }
    let named = command.config;
    let path = named.as_deref().unwrap_or(Path::new(DEFAULT_FILE));
    let mut given = GivenValues::default();
    match std::fs::read_to_string(path) {
        Ok(text) => given.add_file(path, &text)?,
        Err(e) if named.is_none() && e.kind() == io::ErrorKind::NotFound => {}
        Err(e) => return Err(InvalidSetting::new(path.display().to_string(), format!("cannot be read: {e}")).into()),
    }
    given.add_variables(variables)?;
    given.complete(&flags, line)
}

/// Refuses flags that are the server's.
fn without_settings(command: CommandLine, flags: &ArgMatches) -> Result<CommandLine, LoadError> {
    let given = server_flags().find(|key| flags.value_source(key) == Some(ValueSource::CommandLine));
    match given {
        Some(key) => Err(InvalidSetting::new(flag(&key), "is for the server, not for `twofold token`").into()),
        None => Ok(command),
    }
}

/// Returns the keys of all settings, and that of the settings file.
fn server_flags() -> impl Iterator<Item = String> {
    settings().chain(["config".to_owned()])
}

/// Returns the command line with the environment variable of each setting in its help.
pub(super) fn command() -> Command {
    let mut command = with_variables(CommandLine::command());
    // Building gives the settings, which are global, to each command.
    command.build();
    let hidden: Vec<_> = server_flags().collect();
    command.mut_subcommand("token", |token| {
        token.mut_args(|arg| {
            let hide = hidden.iter().any(|key| key == arg.get_id().as_str());
            arg.hide(hide)
        })
    })
}

fn with_variables(command: Command) -> Command {
    command.mut_args(|arg| {
        let known = settings().any(|setting| setting == arg.get_id().as_str());
        let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
        let variable = variable(arg.get_id().as_str());
        if known {
            arg.help(format!("{help} [variable: {variable}]"))
        } else {
            arg
        }
    })
}

/// Returns the keys of all settings.
pub(super) fn settings() -> impl Iterator<Item = String> {
    let command = Settings::augment_args(Command::new(""));
    let keys: Vec<_> = command.get_arguments().map(|arg| arg.get_id().to_string()).collect();
    keys.into_iter()
}

/// Returns the environment variable of a setting.
pub(super) fn variable(key: &str) -> String {
    format!("{PREFIX}{}", key.to_uppercase())
}

/// Returns the flag of a setting.
pub(super) fn flag(key: &str) -> String {
    format!("--{}", key.replace('_', "-"))
}

/// What file and environment give.
#[derive(Default)]
pub(super) struct GivenValues {
    /// The values of settings by key, each with the name under which it was given.
    values: BTreeMap<String, (String, String)>,
    /// The keys.
    keys: Option<KeyText>,
    /// Variables of an orchestrator, which are no settings.
    passed_over: Vec<String>,
}

impl GivenValues {
    /// Adds the values of a settings file.
    pub(super) fn add_file(&mut self, path: &Path, text: &str) -> Result<(), InvalidSetting> {
        for (key, value) in file::read(path, text)? {
            let name = format!("{}: {key}", path.display());
            if !settings().any(|setting| setting == key) {
                return Err(unknown(name, settings()));
            }
            let shape = shape(&key);
            let wrong = || InvalidSetting::new(&name, shape.wanted());
            let value = file::as_flag(&value, shape).ok_or_else(wrong)?;
            self.values.insert(key, (value, name));
        }
        Ok(())
    }

    /// Adds the `TWOFOLD_` variables.
    pub(super) fn add_variables(
        &mut self,
        variables: impl IntoIterator<Item = (OsString, OsString)>,
    ) -> Result<(), InvalidSetting> {
        let ours = variables.into_iter().filter_map(|(name, value)| {
            let name = name.to_str().filter(|name| name.starts_with(PREFIX))?;
            Some((name.to_owned(), value))
        });
        let ours: Vec<_> = ours.collect();
        let services = Services::named_in(&ours);
        for (name, value) in ours {
            if services.announce(&name, &value) {
                self.passed_over.push(name);
                continue;
            }
            if name == KEYS_VARIABLE {
                let text = value
                    .into_string()
                    .map_err(|_| InvalidSetting::new(name, "is not UTF-8"))?;
                self.keys = Some(KeyText::new(text));
                continue;
            }
            let key = settings().find(|key| variable(key) == name);
            let key = key.ok_or_else(|| unknown(&name, settings().map(|key| variable(&key))))?;
            let value = value
                .into_string()
                .map_err(|_| InvalidSetting::new(&name, "is not UTF-8"))?;
            self.values.insert(key, (value, name));
        }
        Ok(())
    }

    /// Parses the command line completed by these values; its own flags take precedence.
    pub(super) fn complete(self, flags: &ArgMatches, line: Vec<OsString>) -> Result<CommandLine, LoadError> {
        let is_flag = |key: &str| flags.value_source(key) == Some(ValueSource::CommandLine);
        let given: BTreeMap<_, _> = self.values.into_iter().filter(|(key, _)| !is_flag(key)).collect();
        let values = given
            .iter()
            .map(|(key, (value, _))| format!("{}={value}", flag(key)).into());
        let mut line = line.into_iter();
        let line: Vec<_> = line.next().into_iter().chain(values).chain(line).collect();
        let matches = parsed(&line, |named| {
            let name = given
                .iter()
                .find(|(key, _)| flag(key) == named)
                .map(|(_, (_, name))| name);
            name.cloned().unwrap_or_else(|| named.to_owned())
        })?;
        let mut command = CommandLine::from_arg_matches(&matches)?;
        command.passed_over = self.passed_over;
        command.settings.key_text = self.keys;
        Ok(command)
    }
}

/// Returns the form of this setting's values in the file.
fn shape(key: &str) -> Shape {
    let command = command();
    let argument = command.get_arguments().find(|argument| argument.get_id() == key);
    let parser = argument.map(|argument| argument.get_value_parser().type_id());
    if parser.is_some_and(|parser| parser == TypeId::of::<i64>()) {
        Shape::Number
    } else if parser.is_some_and(|parser| parser == TypeId::of::<OperatorScopes>()) {
        Shape::Tables
    } else {
        Shape::Text
    }
}

fn as_flag_name(flag: &str) -> String {
    flag.to_owned()
}

/// Parses a command line. Errors about values are rewritten, because clap's would quote the value; `name` returns the
/// name under which a flag's value was given.
fn parsed(line: &[OsString], name: impl Fn(&str) -> String) -> Result<ArgMatches, LoadError> {
    command().try_get_matches_from(line).map_err(|error| {
        let flag = error.get(ContextKind::InvalidArg).map(ToString::to_string);
        let flag = flag.as_deref().and_then(|shown| shown.split_whitespace().next());
        match (error.kind(), flag, error.source()) {
            (ErrorKind::ValueValidation, Some(flag), Some(reason)) => {
                InvalidSetting::new(name(flag), reason.to_string()).into()
            }
            _ => error.into(),
        }
    })
}

fn unknown(name: impl Into<String>, known: impl Iterator<Item = String>) -> InvalidSetting {
    let known: Vec<_> = known.collect();
    InvalidSetting::new(
        name,
        format!("is no setting of Twofold; these are: {}", known.join(", ")),
    )
}
