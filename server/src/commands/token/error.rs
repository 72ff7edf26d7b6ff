//! Why no token is printed. No sentence quotes a key, a secret or a passcode.

use crate::files::{DisplayPath, PrivateFileError};
use serde::Deserialize;
use std::{fmt, io};

/// Why no token is printed.
#[derive(Debug, thiserror::Error)]
pub(in crate::commands) enum TokenError {
    /// A file cannot be used.
    #[error(transparent)]
    File(#[from] PrivateFileError),
    /// The file of the key holds something else.
    #[error("{0} holds no API key; one begins with tfk_ and has 108 characters")]
    NoKey(DisplayPath),
    /// The file of the secret holds something else.
    #[error("{0} holds no secret of a machine device: its base32 text, or its URI, which begins with otpauth://totp/")]
    NoSecret(DisplayPath),
    /// Both options name one file.
    #[error(
        "{0} is given for the key and for the secret; whoever reads that file has both factors, so take two files that \
         are kept apart"
    )]
    OneFile(DisplayPath),
    /// The server was not reached, or its answer was cut off or too long.
    #[error("no answer from {0}: {1}")]
    Unreachable(String, String),
    /// The answer is not one of this API.
    #[error("{0} answered with the status {1}, but not as Twofold does; is this the right --url?")]
    Foreign(String, u16),
    /// The server refused.
    #[error(transparent)]
    Refused(#[from] Problem),
    /// Standard output is closed.
    #[error("the token cannot be printed: {0}")]
    Output(io::Error),
}

/// What the server said (RFC 9457).
#[derive(Debug, Deserialize)]
pub(in crate::commands) struct Problem {
    code: String,
    detail: String,
    /// Where a person can do something about it.
    page: Option<String>,
    /// Seconds, from the header `Retry-After`.
    #[serde(skip)]
    pub(super) retry_after: Option<u64>,
}

impl Problem {
    /// Whether the passcode was wrong or used.
    pub(super) fn is_wrong_passcode(&self) -> bool {
        self.code == "otp_invalid"
    }

    #[cfg(test)]
    pub(super) fn with_code(code: &str) -> Self {
        Self {
            code: code.to_owned(),
            detail: "It was refused.".to_owned(),
            page: None,
            retry_after: None,
        }
    }
}

impl std::error::Error for Problem {}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", printable(&self.code), printable(&self.detail))?;
        if let Some(seconds) = self.retry_after {
            write!(f, " Try again in {seconds} s.")?;
        }
        match &self.page {
            Some(page) => write!(f, " See {}", printable(page)),
            None => Ok(()),
        }
    }
}

/// Leaves out what would control the terminal, in case that the server is not the one that was meant.
fn printable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_says_what_the_server_says() {
        let problem = |text| serde_json::from_str::<Problem>(text).expect("a problem");
        let required = problem(
            r#"{"title": "x", "status": 401, "code": "otp_required", "detail": "Buy one.", "page": "https://a.b/c"}"#,
        );
        assert_eq!(required.to_string(), "otp_required: Buy one. See https://a.b/c");
        let mut locked = problem(r#"{"code": "otp_locked", "detail": "Too many.\u001b[2J"}"#);
        locked.retry_after = Some(30);
        assert_eq!(locked.to_string(), "otp_locked: Too many.[2J Try again in 30 s.");
    }
}
