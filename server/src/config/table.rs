//! The one table of settings: the file's keys, the variables, the flags and `--help` all come from it.

/// A setting as the operator meets it.
pub struct Setting {
    /// Key in `twofold.toml`; the flag is the same with dashes.
    pub key: &'static str,
    /// Environment variable.
    pub variable: &'static str,
    /// What stands for the value in `--help`.
    pub value_name: &'static str,
    /// What it does, in a sentence.
    pub help: &'static str,
    /// The default, in words where it is not a value.
    pub default: &'static str,
}

/// All settings, in the order of the documentation.
pub const SETTINGS: &[Setting] = &[
    Setting {
        key: "name",
        variable: "TWOFOLD_NAME",
        value_name: "NAME",
        help: "Product name: issuer in the phones, titles, mails; at most 24 characters, no colon",
        default: "Twofold",
    },
    Setting {
        key: "listen",
        variable: "TWOFOLD_LISTEN",
        value_name: "ADDRESS:PORT",
        help: "Address the server listens on",
        default: "127.0.0.1:3000",
    },
    Setting {
        key: "origin",
        variable: "TWOFOLD_ORIGIN",
        value_name: "URL",
        help: "Public origin, as browsers see it; http only for a loopback host",
        default: "http://localhost:3000",
    },
    Setting {
        key: "data",
        variable: "TWOFOLD_DATA",
        value_name: "FOLDER",
        help: "Data folder: SQLite database, key file, outgoing mail",
        default: "./data",
    },
    Setting {
        key: "database",
        variable: "TWOFOLD_DATABASE",
        value_name: "URL",
        help: "postgres://… to use PostgreSQL instead of SQLite",
        default: "SQLite in the data folder",
    },
    Setting {
        key: "keys",
        variable: "TWOFOLD_KEYS",
        value_name: "FILE",
        help: "Key file; made at the first start, readable by its owner only",
        default: "keys.toml in the data folder",
    },
    Setting {
        key: "registration",
        variable: "TWOFOLD_REGISTRATION",
        value_name: "WHO",
        help: "Who may sign up: invite, open or closed",
        default: "invite",
    },
    Setting {
        key: "trusted_proxies",
        variable: "TWOFOLD_TRUSTED_PROXIES",
        value_name: "NETWORKS",
        help: "Addresses or networks (10.0.0.0/8, ::1), separated by commas, whose X-Forwarded-For is believed",
        default: "none: the socket's peer is the client",
    },
    Setting {
        key: "log",
        variable: "TWOFOLD_LOG",
        value_name: "LEVELS",
        help: "What is logged: error, warn, info, debug, trace; by part: info,server=debug",
        default: "info",
    },
    Setting {
        key: "log_format",
        variable: "TWOFOLD_LOG_FORMAT",
        value_name: "FORMAT",
        help: "human or json",
        default: "human on a terminal, json otherwise",
    },
];

impl Setting {
    /// The setting with this key.
    pub fn by_key(key: &str) -> Option<&'static Self> {
        SETTINGS.iter().find(|setting| setting.key == key)
    }

    /// The setting with this environment variable.
    pub fn by_variable(variable: &str) -> Option<&'static Self> {
        SETTINGS.iter().find(|setting| setting.variable == variable)
    }

    /// The flag, without its dashes.
    pub fn flag(&self) -> String {
        self.key.replace('_', "-")
    }
}
