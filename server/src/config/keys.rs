//! Where the keys come from: a file, or the environment.

use crate::files::DisplayPath;
use std::fmt;
use zeroize::Zeroizing;

/// The variable with the text of a key file. It is no setting, because a secret has no place in a flag.
pub(crate) const KEYS_VARIABLE: &str = "TWOFOLD_KEYS_TOML";

/// The text of a key file.
#[derive(Clone)]
pub struct KeyText(Zeroizing<String>);

impl KeyText {
    /// Takes a text.
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// Returns the text.
    pub(crate) fn expose_secret(&self) -> &str {
        &self.0
    }
}

terms::redacted!(KeyText);

/// Where the keys come from. It is shown in errors.
#[derive(Clone, Debug)]
pub enum KeySource {
    /// A file.
    File(DisplayPath),
    /// The variable.
    Environment(KeyText),
}

impl fmt::Display for KeySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(file) => write!(f, "the key file {file}"),
            Self::Environment(_) => write!(f, "the variable {KEYS_VARIABLE}"),
        }
    }
}
