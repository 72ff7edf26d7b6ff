//! Settings, read and validated at start before anything else is opened.

mod app;
mod file;
mod keys;
mod load;
mod origin;
mod parse;
mod services;
mod smtp;
mod token;

pub use app::{AppChangeOptions, AppTask, NewAppOptions};
pub(crate) use keys::KEYS_VARIABLE;
pub use keys::{KeySource, KeyText};
pub use load::{LoadError, load};
pub use origin::{Apps, Origin};
pub use parse::{Database, LogFormat};
pub use smtp::{MailFrom, SmtpError, SmtpServer, SmtpTls};
pub use token::TokenOptions;

use crate::http::proxies::Networks;
use clap::{Args, Parser, Subcommand};
use domain::{api_keys::scope::OperatorScopes, kernel::network::Network, service::Registration};
use std::{net::SocketAddr, path::PathBuf};
use tracing_subscriber::filter::Targets;

/// The command line.
#[derive(Debug, Parser)]
#[command(name = "twofold", about = "Two-factor account security, self-hosted", version, after_help = AFTER_HELP)]
pub struct CommandLine {
    /// Settings file, read if it is there [default: twofold.toml]
    #[arg(long, value_name = "FILE", global = true)]
    pub config: Option<PathBuf>,
    /// The settings, each of which is a flag.
    #[command(flatten)]
    pub settings: Settings,
    /// The command; `serve` if none is given.
    #[command(subcommand)]
    pub task: Option<Task>,
    /// Variables with our prefix that belong to an orchestrator and were passed over.
    #[arg(skip)]
    pub passed_over: Vec<String>,
}

/// A command.
#[derive(Clone, Debug, Default, Subcommand)]
pub enum Task {
    /// Serve the pages (what happens without a command)
    #[default]
    Serve,
    /// Credentials of resource servers, which ask whether the credential of a program is good
    #[command(subcommand)]
    Resource(ResourceTask),
    /// Apps that sign people in with this server (OpenID Connect)
    #[command(subcommand)]
    App(AppTask),
    /// List members, show one, end sessions, reset a second factor
    #[command(subcommand)]
    Member(MemberTask),
    /// How mails are sent
    #[command(subcommand)]
    Mail(MailTask),
    /// Buy an access token with an API key and print it; takes none of the settings
    #[command(after_help = AFTER_TOKEN_HELP)]
    Token(TokenOptions),
}

/// What is done with resource keys.
#[derive(Clone, Debug, Subcommand)]
pub enum ResourceTask {
    /// Make a key for a resource server and print it, once
    Add {
        /// The name of the resource server
        name: String,
    },
    /// Print the keys: id, when it was made, name
    List,
    /// End the key of a resource server
    Remove {
        /// The name of the resource server
        name: String,
    },
}

/// What is done with members.
#[derive(Clone, Debug, Subcommand)]
pub enum MemberTask {
    /// Print every member, by address: role, two-factor, numbers of devices, recovery codes and sessions, last sign-in
    List {
        /// Print one JSON object a line instead of a table
        #[arg(long)]
        json: bool,
    },
    /// Print what is known of a member: devices, sessions, trusted browsers, API keys, waits, policy; no secrets
    Show {
        /// The member's e-mail address
        email: String,
        /// Print one JSON object instead of text
        #[arg(long)]
        json: bool,
    },
    /// End every session of a member, sign-ins under way and trusted browsers; the member is mailed
    EndSessions {
        /// The member's e-mail address
        email: String,
        /// Print one JSON object instead of text
        #[arg(long)]
        json: bool,
    },
    /// Print a link, once, with which a member sets a new password and ends the freeze of the account
    Unfreeze {
        /// The member's e-mail address
        email: String,
    },
    /// Print a link, once, with which an owner keeps a closed account
    Keep {
        /// The owner's e-mail address
        email: String,
    },
    /// Start the reset of a member's second factor or, after the wait, print the recovery code, once
    #[command(name = "reset-2fa")]
    Reset2fa {
        /// The member's e-mail address
        email: String,
        /// Why, in one line; the member reads it in the mail
        #[arg(long, default_value = "")]
        reason: String,
        /// Stop the reset that is under way instead
        #[arg(long)]
        stop: bool,
    },
}

/// What is done with mail.
#[derive(Clone, Debug, Subcommand)]
pub enum MailTask {
    /// Send one test mail at once, as the settings say, and print what came of it
    Test {
        /// The e-mail address that it goes to
        address: String,
    },
}

const AFTER_HELP: &str = "Settings come from twofold.toml, then the environment, then flags: the later wins. In the file \
    the keys are the flags' names with _ for -. An unknown or bad value stops the start. Where a \
    file cannot be private, the variable TWOFOLD_KEYS_TOML takes the text of the key file instead.";

const AFTER_TOKEN_HELP: &str = "For cron jobs and CI. Prints the token and nothing else; an error goes to standard \
    error, with the exit code 1. The two files are two factors while they are apart: let two secrets of the CI, or two \
    backups, hold them. If the passcode of these seconds is used, the next one is awaited once, for up to 30 seconds.";

/// The operator's settings, in the order of the documentation.
///
/// Each setting is defined here only. The field's name is its key in the file; flag and variable are derived from it
/// (`log_format`, `--log-format`, `TWOFOLD_LOG_FORMAT`), and the comment is its help text.
#[derive(Debug, Args)]
pub struct Settings {
    /// Product name: issuer in the phones, titles, mails; at most 24 characters, no colon
    #[arg(long, value_name = "NAME", default_value = "Twofold", value_parser = parse::name, global = true)]
    pub name: String,
    /// Address the server listens on
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:3000", value_parser = parse::listen, global = true)]
    pub listen: SocketAddr,
    /// Public origin, as browsers see it; http only for a loopback host
    #[arg(long, value_name = "URL", default_value = "http://localhost:3000", value_parser = Origin::parse, global = true)]
    pub origin: Origin,
    /// Data folder: SQLite database, key file, outgoing mail
    #[arg(long, value_name = "FOLDER", default_value = "./data", value_parser = parse::path, global = true)]
    pub data: PathBuf,
    /// postgres://… to use PostgreSQL instead of SQLite; ?sslmode=verify-full demands TLS [default: SQLite in the data folder]
    #[arg(long, value_name = "URL", value_parser = parse::database, global = true)]
    database: Option<Database>,
    /// Key file; made at the first start, readable by its owner only [default: keys.toml in the data folder]
    #[arg(long, value_name = "FILE", value_parser = parse::path, global = true)]
    keys: Option<PathBuf>,
    /// Who may sign up: invite, open or closed
    #[arg(long, value_name = "WHO", default_value = "invite", value_parser = parse::registration, global = true)]
    pub registration: Registration,
    /// Days that the activity is kept, 1 to 3650
    #[arg(long, value_name = "DAYS", default_value = "400", value_parser = clap::value_parser!(i64).range(1..=3650), global = true)]
    pub activity_days: i64,
    /// Mail server: smtps://user:password@host:465, or smtp://user:password@host:587 with STARTTLS; without TLS only a
    /// loopback host; % in a password is %25, @ is %40 [default: none: mails are written as .eml files to outbox in the
    /// data folder]
    #[arg(long, value_name = "URL", value_parser = SmtpServer::parse, global = true)]
    smtp: Option<SmtpServer>,
    /// File with the password of the mail server, mode 0600, in place of one in smtp [default: none]
    #[arg(long, value_name = "FILE", value_parser = parse::path, global = true)]
    smtp_password_file: Option<PathBuf>,
    /// Address that mails come from [default: no-reply@ the host of the origin]
    #[arg(long, value_name = "ADDRESS", value_parser = MailFrom::parse, global = true)]
    pub mail_from: Option<MailFrom>,
    /// Addresses or networks (10.0.0.0/8, ::1), separated by commas, whose X-Forwarded-For is believed
    /// [default: none: the socket's peer is the client]
    #[arg(long, value_name = "NETWORKS", default_value = "", hide_default_value = true, value_parser = Network::parse_list, global = true)]
    pub trusted_proxies: Networks,
    /// Origins of applications behind forward-auth on hosts of their own, separated by commas; http only for a loopback host
    /// [default: none]
    #[arg(long, value_name = "URLS", default_value = "", hide_default_value = true, value_parser = Origin::parse_list, global = true)]
    pub apps: Apps,
    /// Scopes of your own API, separated by commas: servers:read, servers:write max_mfa_age=300, servers:delete approval;
    /// in the file tables: [scopes."servers:write"] max_mfa_age = 300 [default: none]
    #[arg(long, value_name = "SCOPES", default_value = "", hide_default_value = true, value_parser = OperatorScopes::parse, global = true)]
    pub scopes: OperatorScopes,
    /// MMDB file of cities or countries (GeoLite2-City, DB-IP City), which are shown beside network addresses; read again
    /// when it has changed [default: none]
    #[arg(long, value_name = "FILE", value_parser = parse::path, global = true)]
    pub places: Option<PathBuf>,
    /// What is logged: error, warn, info, debug, trace; by part: info,server=debug
    #[arg(long, value_name = "LEVELS", default_value = "info", value_parser = parse::log, global = true)]
    pub log: Targets,
    /// human or json [default: human on a terminal, json otherwise]
    #[arg(long, value_name = "FORMAT", value_parser = parse::log_format, global = true)]
    pub log_format: Option<LogFormat>,
    /// The keys, if they come from the environment.
    #[arg(skip)]
    pub key_text: Option<KeyText>,
}

impl Settings {
    /// Returns where the keys come from: the environment, if it has them.
    pub fn keys(&self) -> KeySource {
        let file = || self.keys.clone().unwrap_or_else(|| self.data.join("keys.toml"));
        match &self.key_text {
            Some(text) => KeySource::Environment(text.clone()),
            None => KeySource::File(file().as_path().into()),
        }
    }

    /// Returns the mail server to use, if there is one.
    pub fn mail_server(&self) -> Result<Option<SmtpServer>, SmtpError> {
        let file = self.smtp_password_file.as_deref();
        match &self.smtp {
            Some(server) => server.clone().complete(file).map(Some),
            None if file.is_some() => Err(SmtpError::NoServer),
            None => Ok(None),
        }
    }

    /// Returns the database to use.
    pub fn database(&self) -> Database {
        let sqlite = || Database::Sqlite(self.data.join("twofold.sqlite"));
        self.database.clone().unwrap_or_else(sqlite)
    }
}

#[cfg(test)]
mod tests;
