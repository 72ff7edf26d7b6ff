//! Settings: read once at the start, checked before anything is opened.

mod origin;
mod parse;
mod sources;
mod table;

pub use origin::Origin;
pub use parse::{Database, LogFormat};
pub use sources::{DEFAULT_FILE, Given, command};
pub use table::{SETTINGS, Setting};

use crate::http::proxies::Network;
use clap::ArgMatches;
use domain::service::Registration;
use std::{
    ffi::OsString,
    io,
    net::SocketAddr,
    path::{Path, PathBuf},
};
use tracing_subscriber::filter::Targets;

/// A setting that stops the start: which, and why.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name}: {reason}")]
pub struct BadSetting {
    /// The setting, named as it was given.
    pub name: String,
    /// What is wrong with it.
    pub reason: String,
}

/// What the operator decided.
#[derive(Debug)]
pub struct Settings {
    /// Product name: issuer in the phones, titles, mails.
    pub name: String,
    /// Where to listen.
    pub listen: SocketAddr,
    /// The origin that browsers see.
    pub origin: Origin,
    /// Data folder.
    pub data: PathBuf,
    /// Database.
    pub database: Database,
    /// Key file.
    pub keys: PathBuf,
    /// Who may sign up.
    pub registration: Registration,
    /// Whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
    /// What is logged.
    pub log: Targets,
    /// How; `None`: human on a terminal, JSON otherwise.
    pub log_format: Option<LogFormat>,
}

impl BadSetting {
    /// `name` is wrong because of `reason`.
    pub fn new(name: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            reason: reason.into(),
        }
    }
}

impl Settings {
    /// Reads file, environment and flags.
    pub fn load(
        matches: &ArgMatches,
        variables: impl Iterator<Item = (OsString, OsString)>,
    ) -> Result<Self, BadSetting> {
        let mut given = Given::default();
        let named = matches.get_one::<String>("config");
        let file = Path::new(named.map_or(DEFAULT_FILE, String::as_str));
        match std::fs::read_to_string(file) {
            Ok(text) => given.add_file(file, &text)?,
            Err(e) if named.is_none() && e.kind() == io::ErrorKind::NotFound => {}
            Err(e) => {
                return Err(BadSetting::new(
                    file.display().to_string(),
                    format!("cannot be read: {e}"),
                ));
            }
        }
        given.add_variables(variables)?;
        given.add_flags(matches);
        Self::from_given(&given)
    }

    /// Checks the values that were given and fills in the defaults.
    pub fn from_given(given: &Given) -> Result<Self, BadSetting> {
        let data = value(given, "data", "./data", parse::path)?;
        let keys = match given.get("keys") {
            Some(_) => value(given, "keys", "", parse::path)?,
            None => data.join("keys.toml"),
        };
        let database = match given.get("database") {
            Some(_) => value(given, "database", "", parse::database)?,
            None => Database::Sqlite(data.join("twofold.sqlite")),
        };
        let log_format = given
            .get("log_format")
            .map(|_| value(given, "log_format", "", parse::log_format))
            .transpose()?;
        Ok(Self {
            name: value(given, "name", "Twofold", parse::name)?,
            listen: value(given, "listen", "127.0.0.1:3000", parse::listen)?,
            origin: value(given, "origin", "http://localhost:3000", Origin::parse)?,
            registration: value(given, "registration", "invite", parse::registration)?,
            trusted_proxies: value(given, "trusted_proxies", "", Network::parse_list)?,
            log: value(given, "log", "info", parse::log)?,
            log_format,
            data,
            database,
            keys,
        })
    }
}

/// The parsed value of `key`, given or default; an error names the setting as it was given.
fn value<T>(given: &Given, key: &str, default: &str, parse: fn(&str) -> Result<T, String>) -> Result<T, BadSetting> {
    match given.get(key) {
        Some((text, named)) => parse(text).map_err(|reason| BadSetting::new(named.to_string(), reason)),
        None => parse(default).map_err(|reason| BadSetting::new(key, reason)),
    }
}

#[cfg(test)]
mod tests;
