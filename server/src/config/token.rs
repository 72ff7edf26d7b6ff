//! The options of `twofold token`. They are no settings: neither file nor environment gives them.

use super::{Origin, parse};
use clap::Args;
use domain::{
    kernel::credential::CredentialKind,
    tokens::token::{LIFE_MAX, LIFE_MIN},
};
use std::path::PathBuf;

/// Where a token is bought, and with what.
#[derive(Clone, Debug, Args)]
pub struct TokenOptions {
    /// Origin of the Twofold server; http only for a loopback host
    #[arg(long, value_name = "URL", value_parser = Origin::parse)]
    pub url: Origin,
    /// File with the API key, mode 0600
    #[arg(long, value_name = "FILE", value_parser = parse::path)]
    pub key_file: PathBuf,
    /// File with the secret of the key's machine device, base32 or otpauth:// URI, mode 0600
    /// [default: none: no passcode is sent]
    #[arg(long, value_name = "FILE", value_parser = parse::path)]
    pub secret_file: Option<PathBuf>,
    /// What the token may do, separated by spaces [default: all that the key may]
    #[arg(long, value_name = "SCOPES")]
    pub scope: Option<String>,
    /// Seconds that the token is valid, 60 to 43200 [default: 900]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(i64).range(LIFE_MIN..=LIFE_MAX))]
    pub ttl: Option<i64>,
}

/// Hexadecimal digits that make a credential of what its prefix begins; a file's name has fewer.
const CREDENTIAL_DIGITS: usize = 32;
/// Characters of the shortest secret in base32, which has 16 bytes.
const BASE32_MIN: usize = 26;

/// Whether an argument is a credential or a secret where the path of its file is expected. It must not be quoted in an
/// error.
pub(super) fn is_secret(argument: &str) -> bool {
    let credential = |kind: CredentialKind| {
        let found = argument.split_once(kind.prefix()).map(|(_, rest)| rest.as_bytes());
        let digits = found.and_then(|rest| rest.get(..CREDENTIAL_DIGITS));
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    let value = argument.rsplit('=').next().unwrap_or_default();
    let base32 = value.bytes().all(|byte| matches!(byte, b'A'..=b'Z' | b'2'..=b'7'));
    CredentialKind::ALL.into_iter().any(credential)
        || argument.contains("otpauth://")
        || (value.len() >= BASE32_MIN && base32)
}
