//! Secrets on the wire.

use serde::{Deserialize, Serialize};

/// A password, passcode or token in an argument; redacted in `Debug`, and sent as plain text within TLS. The server
/// erases it from memory after use.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Secret(String);

impl Secret {
    /// The text.
    #[cfg(feature = "ssr")]
    pub(crate) fn expose_secret(&self) -> &str {
        &self.0
    }
}

#[cfg(feature = "ssr")]
impl Drop for Secret {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.0);
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

terms::redacted!(Secret);

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::Secret;
    use crate::{devices::api::ScanSecret, recovery::api::RecoveryView, wire::Asks};

    #[test]
    fn no_secret_is_shown_by_debug() {
        let text = || "geheim".to_owned();
        let scan = ScanSecret {
            qr_size: 1,
            qr_path: text(),
            key: vec![text()],
            uri: text(),
        };
        let codes = RecoveryView {
            codes: Some(vec![text()]),
            shown_until: None,
            left: 1,
            saved_at: None,
            asks: Asks {
                password: false,
                passcode: false,
            },
        };
        let shown = format!("{:?} {scan:?} {codes:?}", Secret::from(text()));
        assert_eq!(shown, "Secret(redacted) ScanSecret(redacted) RecoveryView(redacted)");
    }
}
