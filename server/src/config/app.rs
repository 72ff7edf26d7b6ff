//! The options of `twofold app`.

use super::parse;
use clap::{Args, Subcommand, builder::PossibleValuesParser};
use std::path::PathBuf;

/// What is done with apps that sign people in with this server.
#[derive(Clone, Debug, Subcommand)]
pub enum AppTask {
    /// Add an app and print its client_id and, unless it is public or has keys, its client_secret, once
    Add(NewAppOptions),
    /// Print the apps: client_id, whose, name
    List,
    /// Print an app without its secret
    Show {
        /// The client_id
        id: String,
    },
    /// Change an app; what is not named stays
    Change(AppChangeOptions),
    /// Print a new client_secret, once; the one before ends at once
    NewSecret {
        /// The client_id
        id: String,
    },
    /// Remove an app with everything that it was given
    Remove {
        /// The client_id
        id: String,
    },
}

/// A new app.
#[derive(Clone, Debug, Args)]
pub struct NewAppOptions {
    /// The name that people read
    pub name: String,
    /// Address that people come back to after signing in; up to ten
    #[arg(long = "redirect", value_name = "URI", required = true)]
    pub redirects: Vec<String>,
    /// Address that people come back to after signing out; up to ten
    #[arg(long = "logout", value_name = "URI")]
    pub logouts: Vec<String>,
    /// Address at which this server tells the app that a session has ended
    #[arg(long, value_name = "URI")]
    pub backchannel: Option<String>,
    /// The app can keep no secret, because people have its code
    #[arg(long)]
    pub public: bool,
    /// The app proves itself with a key of its own; FILE has its public keys as a JSON Web Key Set
    #[arg(long, value_name = "FILE", value_parser = parse::path, conflicts_with = "public")]
    pub key_set: Option<PathBuf>,
    /// The app is for the members of this member's account only [default: for the members of all accounts]
    #[arg(long, value_name = "EMAIL")]
    pub account: Option<String>,
    /// Who may use it
    #[arg(long = "for", value_name = "WHO", value_parser = audience(), default_value = "everyone")]
    pub audience: String,
    /// People are not asked before the app learns who they are
    #[arg(long)]
    pub no_consent: bool,
    /// People need a second factor
    #[arg(long)]
    pub mfa: bool,
    /// ID tokens are signed with ES256 [default: RS256]
    #[arg(long)]
    pub es256: bool,
}

/// A change of an app.
#[derive(Clone, Debug, Args)]
pub struct AppChangeOptions {
    /// The client_id
    pub id: String,
    /// Another name
    #[arg(long, value_name = "NAME")]
    pub rename: Option<String>,
    /// Addresses that people come back to after signing in, instead of those before
    #[arg(long = "redirect", value_name = "URI")]
    pub redirects: Vec<String>,
    /// Addresses that people come back to after signing out, instead of those before; an empty one for none
    #[arg(long = "logout", value_name = "URI")]
    pub logouts: Vec<String>,
    /// Address at which this server tells the app that a session has ended; an empty one for none
    #[arg(long, value_name = "URI")]
    pub backchannel: Option<String>,
    /// Who may use it
    #[arg(long = "for", value_name = "WHO", value_parser = audience())]
    pub audience: Option<String>,
    /// Whether people are asked before the app learns who they are
    #[arg(long, value_name = "YES|NO", value_parser = PossibleValuesParser::new(["yes", "no"]))]
    pub consent: Option<String>,
    /// What has to be proved at least: the password, or a second factor too
    #[arg(long, value_name = "WHAT", value_parser = PossibleValuesParser::new(["pwd", "mfa"]))]
    pub least: Option<String>,
    /// The algorithm of its ID tokens
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(["RS256", "ES256"]))]
    pub algorithm: Option<String>,
}

fn audience() -> PossibleValuesParser {
    PossibleValuesParser::new(["everyone", "managers"])
}
