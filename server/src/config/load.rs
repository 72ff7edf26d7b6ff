//! Where values come from: `twofold.toml`, then the environment, then flags; the later wins.
//!
//! clap parses twice. The first parse sees the flags alone, so an error belongs to a flag. For the second, values of the
//! file and the environment are put in front as if they were flags, unless the flag is given: an error belongs to one of
//! those. So every value takes the same way, and an error can be named as the value was given.
//!
//! clap's own `env` is not used: it reads the process's environment, which a test cannot change without `unsafe`, says
//! nothing of unknown `TWOFOLD_` variables, and its errors name the flag. figment is not used either: its errors quote the
//! value, which may be a password, and its environment turns `TWOFOLD_NAME=1984` into a number.

use super::{CommandLine, Settings, file};
use clap::{
    ArgMatches, Args, Command, CommandFactory, FromArgMatches,
    error::{ContextKind, ErrorKind},
    parser::ValueSource,
};
use std::{collections::BTreeMap, error::Error, ffi::OsString, io, path::Path};

/// The file that is read when no other is named.
const DEFAULT_FILE: &str = "twofold.toml";
const PREFIX: &str = "TWOFOLD_";

/// A setting that stops the start: which, and why.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name}: {reason}")]
pub struct BadSetting {
    /// The setting, named as it was given.
    name: String,
    /// What is wrong with it.
    reason: String,
}

/// Why there are no settings.
#[derive(Debug, thiserror::Error)]
pub enum Rejection {
    /// A setting is wrong.
    #[error(transparent)]
    Setting(#[from] BadSetting),
    /// The command line cannot be read, or asks for `--help` or `--version`.
    #[error(transparent)]
    CommandLine(#[from] clap::Error),
}

impl BadSetting {
    /// `name` is wrong because of `reason`.
    pub(super) fn new(name: impl Into<String>, reason: impl Into<String>) -> Self {
        let (name, reason) = (name.into(), reason.into());
        Self { name, reason }
    }
}

/// Reads file, environment and flags.
pub fn load(
    line: impl IntoIterator<Item = OsString>,
    variables: impl IntoIterator<Item = (OsString, OsString)>,
) -> Result<CommandLine, Rejection> {
    let line: Vec<_> = line.into_iter().collect();
    let flags = parsed(&line, flag_name)?;
    let named = CommandLine::from_arg_matches(&flags)?.config;
    let path = named.as_deref().unwrap_or(Path::new(DEFAULT_FILE));
    let mut given = Given::default();
    match std::fs::read_to_string(path) {
        Ok(text) => given.add_file(path, &text)?,
        Err(e) if named.is_none() && e.kind() == io::ErrorKind::NotFound => {}
        Err(e) => return Err(BadSetting::new(path.display().to_string(), format!("cannot be read: {e}")).into()),
    }
    given.add_variables(variables)?;
    given.completed(&flags, line)
}

/// The command line as it is documented: every setting with its variable.
pub(super) fn command() -> Command {
    CommandLine::command().mut_args(|arg| {
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

/// The keys of all settings.
pub(super) fn settings() -> impl Iterator<Item = String> {
    let command = Settings::augment_args(Command::new(""));
    let keys: Vec<_> = command.get_arguments().map(|arg| arg.get_id().to_string()).collect();
    keys.into_iter()
}

/// The environment variable of the setting `key`.
pub(super) fn variable(key: &str) -> String {
    format!("{PREFIX}{}", key.to_uppercase())
}

/// The flag of the setting `key`.
pub(super) fn flag(key: &str) -> String {
    format!("--{}", key.replace('_', "-"))
}

/// Values of the file and the environment, by key, with the name under which each was given.
#[derive(Default)]
pub(super) struct Given(BTreeMap<String, (String, String)>);

impl Given {
    /// Takes the values of a settings file with these contents.
    pub(super) fn add_file(&mut self, path: &Path, text: &str) -> Result<(), BadSetting> {
        for (key, value) in file::read(path, text)? {
            let name = format!("{}: {key}", path.display());
            if !settings().any(|setting| setting == key) {
                return Err(unknown(name, settings()));
            }
            let value = file::as_flag(&value).ok_or_else(|| BadSetting::new(&name, "must be a text"))?;
            self.0.insert(key, (value, name));
        }
        Ok(())
    }

    /// Takes every `TWOFOLD_…` variable.
    pub(super) fn add_variables(
        &mut self,
        variables: impl IntoIterator<Item = (OsString, OsString)>,
    ) -> Result<(), BadSetting> {
        for (name, value) in variables {
            let Some(name) = name.to_str().filter(|name| name.starts_with(PREFIX)) else {
                continue;
            };
            let key = settings().find(|key| variable(key) == name);
            let key = key.ok_or_else(|| unknown(name, settings().map(|key| variable(&key))))?;
            let value = value.into_string().map_err(|_| BadSetting::new(name, "is not UTF-8"))?;
            self.0.insert(key, (value, name.to_owned()));
        }
        Ok(())
    }

    /// The command line completed by these values; its own flags win.
    pub(super) fn completed(self, flags: &ArgMatches, line: Vec<OsString>) -> Result<CommandLine, Rejection> {
        let is_flag = |key: &str| flags.value_source(key) == Some(ValueSource::CommandLine);
        let given: BTreeMap<_, _> = self.0.into_iter().filter(|(key, _)| !is_flag(key)).collect();
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
        Ok(CommandLine::from_arg_matches(&matches)?)
    }
}

fn flag_name(flag: &str) -> String {
    flag.to_owned()
}

/// clap's parse, with errors of values in our own form: clap's would repeat the value. `name` says how a flag was given.
fn parsed(line: &[OsString], name: impl Fn(&str) -> String) -> Result<ArgMatches, Rejection> {
    command().try_get_matches_from(line).map_err(|error| {
        let flag = error.get(ContextKind::InvalidArg).map(ToString::to_string);
        let flag = flag.as_deref().and_then(|shown| shown.split_whitespace().next());
        match (error.kind(), flag, error.source()) {
            (ErrorKind::ValueValidation, Some(flag), Some(reason)) => {
                BadSetting::new(name(flag), reason.to_string()).into()
            }
            _ => error.into(),
        }
    })
}

fn unknown(name: impl Into<String>, known: impl Iterator<Item = String>) -> BadSetting {
    let known: Vec<_> = known.collect();
    BadSetting::new(
        name,
        format!("is no setting of Twofold; these are: {}", known.join(", ")),
    )
}
