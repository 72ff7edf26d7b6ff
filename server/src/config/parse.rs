//! Parsers for the values of settings. Their errors are shown to the operator.

use domain::service::Registration;
use std::{fmt, net::SocketAddr, path::PathBuf};
use tracing_subscriber::filter::Targets;

/// Maximum length of the product name, in characters; authenticator apps truncate longer ones.
const NAME_MAX: usize = 24;

/// The database.
#[derive(Clone, PartialEq, Eq)]
pub enum Database {
    /// A SQLite file.
    Sqlite(PathBuf),
    /// A PostgreSQL URL. It may contain a password and is never shown.
    Postgres(String),
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "Sqlite({})", path.display()),
            Self::Postgres(_) => f.write_str("Postgres(redacted)"),
        }
    }
}

/// The format of log lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// Text for people.
    Human,
    /// One JSON object per line.
    Json,
}

pub(super) fn name(text: &str) -> Result<String, String> {
    let name = text.trim();
    if name.is_empty() {
        return Err("a product needs a name".into());
    }
    if name.chars().count() > NAME_MAX {
        return Err(format!(
            "“{name}” is longer than {NAME_MAX} characters; phones would cut it"
        ));
    }
    if name.contains(':') {
        return Err(format!(
            "“{name}” contains a colon, which divides issuer and account in the phones"
        ));
    }
    if name.chars().any(char::is_control) {
        return Err("contains control characters".into());
    }
    Ok(name.to_owned())
}

pub(super) fn listen(text: &str) -> Result<SocketAddr, String> {
    text.parse()
        .map_err(|_| format!("“{text}” is not an address with a port, such as 127.0.0.1:3000 or [::1]:3000"))
}

pub(super) fn path(text: &str) -> Result<PathBuf, String> {
    if text.is_empty() {
        Err("is empty".into())
    } else {
        Ok(PathBuf::from(text))
    }
}

pub(super) fn database(text: &str) -> Result<Database, String> {
    // The text is not quoted in the error, because it may contain a password.
    if text.starts_with("postgres://") || text.starts_with("postgresql://") {
        Ok(Database::Postgres(text.to_owned()))
    } else {
        Err("must begin with postgres:// (without this setting SQLite in the data folder is used)".into())
    }
}

pub(super) fn registration(text: &str) -> Result<Registration, String> {
    match text {
        "invite" => Ok(Registration::Invite),
        "open" => Ok(Registration::Open),
        "closed" => Ok(Registration::Closed),
        _ => Err(format!("“{text}” is none of invite, open, closed")),
    }
}

pub(super) fn log(text: &str) -> Result<Targets, String> {
    text.parse()
        .map_err(|e| format!("“{text}” is no list of levels such as info or info,server=debug ({e})"))
}

pub(super) fn log_format(text: &str) -> Result<LogFormat, String> {
    match text {
        "human" => Ok(LogFormat::Human),
        "json" => Ok(LogFormat::Json),
        _ => Err(format!("“{text}” is neither human nor json")),
    }
}
