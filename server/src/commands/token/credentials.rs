//! The two factors: the API key, and the secret that passcodes are computed from.

use super::TokenError;
use crate::files;
use data_encoding::BASE32_NOPAD;
use domain::{
    Timestamp,
    kernel::credential::{CredentialKind, PlainCredential},
};
use std::path::Path;
use totp_rs::{Builder, Totp};
use zeroize::Zeroizing;

/// What a token is bought with.
pub(super) struct Credentials {
    pub key: PlainCredential,
    /// Missing for a key that is not covered by two-factor authentication.
    pub machine: Option<Machine>,
}

/// A machine device: it computes passcodes (RFC 6238).
pub(super) struct Machine(Totp);

impl Credentials {
    /// Reads both files, which must be private and not the same.
    pub(super) fn read(key_file: &Path, secret_file: Option<&Path>) -> Result<Self, TokenError> {
        let key = files::read_private(key_file)?;
        let secret = secret_file.map(|path| Ok::<_, TokenError>((path, files::read_private(path)?)));
        let secret = secret.transpose()?;
        if secret.as_ref().is_some_and(|(_, file)| file.identity == key.identity) {
            return Err(TokenError::OneFile(key_file.into()));
        }
        let machine = secret.map(|(path, file)| Machine::parse(&file.text).ok_or(TokenError::NoSecret(path.into())));
        Ok(Self {
            key: PlainCredential::parse(&key.text)
                .filter(|plain| plain.kind() == CredentialKind::ApiKey)
                .ok_or(TokenError::NoKey(key_file.into()))?,
            machine: machine.transpose()?,
        })
    }
}

impl Machine {
    /// Parses the secret as the page of the machine device shows it: as a key URI, or in base32, which says nothing
    /// about algorithm, digits and period and means SHA-1, six and 30 seconds.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if text.contains("://") {
            return Totp::from_url(text).ok().map(Self);
        }
        let base32: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '=')).collect();
        let base32 = Zeroizing::new(base32.to_ascii_uppercase());
        let secret = BASE32_NOPAD.decode(base32.as_bytes()).ok()?;
        Builder::new().with_secret(secret).build().ok().map(Self)
    }

    /// Returns the passcode of this moment.
    pub(super) fn passcode(&self, now: Timestamp) -> Zeroizing<String> {
        Zeroizing::new(self.0.generate(seconds(now)).to_string())
    }

    /// Returns when the next passcode begins.
    pub(super) fn next_step(&self, now: Timestamp) -> Timestamp {
        Timestamp(i64::try_from(self.0.next_step(seconds(now))).unwrap_or(i64::MAX))
    }
}

fn seconds(now: Timestamp) -> u64 {
    u64::try_from(now.0).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{fs::Permissions, os::unix::fs::PermissionsExt};
    use testing::{SeededEntropy, phone};

    const NOW: Timestamp = Timestamp(1_800_000_017);
    const STEP: i64 = 60_000_000;

    fn passcode(text: &str) -> Option<String> {
        Machine::parse(text).map(|machine| machine.passcode(NOW).to_string())
    }

    #[test]
    fn base32_means_the_usual_parameters() {
        let secret = [0x5a; 20];
        let expected = Some(phone::code(&secret, STEP));
        let base32 = BASE32_NOPAD.encode(&secret);
        assert_eq!(passcode(&base32), expected);
        assert_eq!(passcode(&base32.to_lowercase()), expected);
        let groups: Vec<_> = base32.as_bytes().chunks(4).map(String::from_utf8_lossy).collect();
        assert_eq!(passcode(&groups.join(" ")), expected);
    }

    #[test]
    fn a_uri_says_its_parameters() {
        for (algorithm, digits, length) in [("SHA1", 6, 20), ("SHA256", 6, 32), ("SHA512", 8, 64)] {
            let secret = vec![0x5a; length];
            let base32 = BASE32_NOPAD.encode(&secret);
            let uri = format!(
                "otpauth://totp/A%20%26%20B:ana@example.com%20%28Nightly%20backup%29?secret={base32}&issuer=A%20%26%20B\
                 &algorithm={algorithm}&digits={digits}"
            );
            let expected = phone::code_of(algorithm, digits, &secret, STEP);
            assert_eq!(passcode(&uri), Some(expected), "{uri}");
        }
        let uri = format!("otpauth://totp/x?secret={}&period=60", BASE32_NOPAD.encode(&[0x5a; 20]));
        let machine = Machine::parse(&uri).expect("a secret");
        assert_eq!(*machine.passcode(NOW), phone::code(&[0x5a; 20], STEP / 2));
        assert_eq!(machine.next_step(NOW), Timestamp(1_800_000_060));
    }

    #[test]
    fn what_is_no_secret_is_refused() {
        let secret = "A".repeat(32);
        for text in [
            "",
            "AAAA",
            "not base32 at all!",
            &format!("tfk_{}", "0".repeat(104)),
            "otpauth://totp/x",
            &format!("otpauth://hotp/x?secret={secret}&counter=1"),
            &format!("https://totp/x?secret={secret}"),
            &format!("otpauth://totp/x?secret={secret}&digits=9"),
            &format!("otpauth://totp/x?secret={secret}&digits=x"),
            &format!("otpauth://totp/x?secret={secret}&period=0"),
            &format!("otpauth://totp/x?secret={secret}&algorithm=MD5"),
        ] {
            assert!(Machine::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn key_and_secret_come_from_two_private_files() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| {
            let file = folder.path().join(name);
            std::fs::write(&file, text).expect("a file");
            std::fs::set_permissions(&file, Permissions::from_mode(0o600)).expect("chmod");
            file
        };
        let plain = PlainCredential::random(CredentialKind::ApiKey, &"0".repeat(32), &SeededEntropy::new(1));
        let key = write("key", &format!("{}\n", plain.expose_secret()));
        let token = PlainCredential::random(CredentialKind::AccessToken, &"0".repeat(32), &SeededEntropy::new(1));
        let token = write("token", token.expose_secret());
        let secret = write("secret", &format!("{}\n", "A".repeat(32)));
        let refused = |key: &Path, secret: &Path| match Credentials::read(key, Some(secret)) {
            Ok(_) => String::new(),
            Err(error) => error.to_string(),
        };
        assert_eq!(refused(&key, &secret), "");
        assert!(Credentials::read(&key, None).is_ok_and(|read| read.machine.is_none()));
        assert!(refused(&key, &key).contains("both factors"));
        assert!(refused(&secret, &key).contains("secret holds no"), "they were mixed up");
        assert!(refused(&token, &secret).contains("holds no API key"), "another kind");
        assert!(refused(&key, &write("short", "AAAA")).contains("holds no secret"));
        assert!(refused(&key, &folder.path().join("missing")).contains("cannot be read"));
        std::fs::set_permissions(&secret, Permissions::from_mode(0o640)).expect("chmod");
        assert!(refused(&key, &secret).ends_with(&format!("run: chmod 600 {}", secret.display())));
    }
}
