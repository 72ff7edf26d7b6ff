//! What only a mail may contain.

use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

/// A link that needs no other proof. Only the mail contains it; `Debug` is redacted, and its memory is overwritten on drop.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SecretLink(String);

impl SecretLink {
    /// Wraps a link.
    pub const fn new(link: String) -> Self {
        Self(link)
    }

    /// Returns the link.
    pub fn expose_secret(&self) -> &str {
        &self.0
    }
}

impl Drop for SecretLink {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

terms::redacted!(SecretLink);

/// A code that proves an address. Only the mail contains it; `Debug` is redacted, and its memory is overwritten on drop.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SecretCode(String);

impl SecretCode {
    /// Wraps a code.
    pub const fn new(code: String) -> Self {
        Self(code)
    }

    /// Returns the code.
    pub fn expose_secret(&self) -> &str {
        &self.0
    }
}

impl Drop for SecretCode {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

terms::redacted!(SecretCode);
