//! Credentials of programs: API keys, access tokens, resource keys, and what apps have that sign people in.
//!
//! The text is a prefix that names the kind, the id, 256 random bits and a checksum, all in hexadecimal: scanners find it
//! by its prefix, and a person who finds one finds its id in the list of keys or in the activity.

use crate::kernel::{ports::Entropy, token::TokenDigest};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// The kind of a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialKind {
    /// An API key, which a program keeps.
    ApiKey,
    /// An access token, which a program buys with a key or a password.
    AccessToken,
    /// A resource key, with which a resource server asks about other credentials.
    ResourceKey,
    /// The secret of an app that signs people in with this server.
    ClientSecret,
    /// What such an app has from a sign-in, for some minutes.
    AppToken,
    /// With which it gets the next one, once.
    RefreshToken,
}

/// Characters of the id.
const ID: usize = 32;
/// Characters of the random part.
const SECRET: usize = 64;
/// Characters of the checksum: the first four bytes of the SHA-256 of all that stands before it.
const CHECKSUM: usize = 8;

/// The text of a credential. It is shown or sent once; the store has its digest.
pub struct PlainCredential {
    kind: CredentialKind,
    text: Zeroizing<String>,
}

impl CredentialKind {
    /// All kinds.
    pub const ALL: [Self; 6] = [
        Self::ApiKey,
        Self::AccessToken,
        Self::ResourceKey,
        Self::ClientSecret,
        Self::AppToken,
        Self::RefreshToken,
    ];

    /// Returns what the text begins with; the id follows.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::ApiKey => "tfk_",
            Self::AccessToken => "tfa_",
            Self::ResourceKey => "tfr_",
            Self::ClientSecret => "tfc_",
            Self::AppToken => "tfo_",
            Self::RefreshToken => "tfe_",
        }
    }
}

impl PlainCredential {
    /// Creates the text of a new credential with this id, which is 32 hexadecimal digits.
    pub fn random(kind: CredentialKind, id: &str, entropy: &dyn Entropy) -> Self {
        let mut secret = Zeroizing::new([0u8; SECRET / 2]);
        entropy.fill(secret.as_mut_slice());
        let secret = Zeroizing::new(HEXLOWER.encode(secret.as_slice()));
        let body = Zeroizing::new(format!("{}{id}{}", kind.prefix(), *secret));
        let text = Zeroizing::new(format!("{}{}", *body, checksum(&body)));
        Self { kind, text }
    }

    /// Parses a credential; `None` unless it has the form of one and its checksum is right, so that a mistyped one is
    /// refused without asking the store.
    pub fn parse(text: &str) -> Option<Self> {
        let mut kinds = CredentialKind::ALL.into_iter();
        let (kind, rest) = kinds.find_map(|kind| Some((kind, text.strip_prefix(kind.prefix())?)))?;
        if rest.len() != ID + SECRET + CHECKSUM || !rest.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
            return None;
        }
        let (body, sum) = text.split_at_checked(text.len() - CHECKSUM)?;
        (checksum(body) == sum).then(|| Self {
            kind,
            text: Zeroizing::new(text.to_owned()),
        })
    }

    /// Returns the kind.
    pub const fn kind(&self) -> CredentialKind {
        self.kind
    }

    /// Returns the id.
    pub fn id(&self) -> &str {
        let start = self.kind.prefix().len();
        self.text.get(start..start + ID).unwrap_or_default()
    }

    /// Returns the digest that identifies this credential in the store.
    pub fn digest(&self) -> TokenDigest {
        TokenDigest::of(&self.text)
    }

    /// Returns the text.
    pub fn expose_secret(&self) -> &str {
        &self.text
    }
}

terms::redacted!(PlainCredential);

fn checksum(body: &str) -> String {
    let digest = Sha256::digest(body.as_bytes());
    HEXLOWER.encode(digest.first_chunk::<{ CHECKSUM / 2 }>().unwrap_or(&[0; CHECKSUM / 2]))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Counting;

    impl Entropy for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            for (n, byte) in (0u8..).zip(bytes) {
                *byte = n;
            }
        }
    }

    fn made(kind: CredentialKind) -> PlainCredential {
        PlainCredential::random(kind, "0123456789abcdef0123456789abcdef", &Counting)
    }

    #[test]
    fn a_credential_is_read_as_it_was_made() {
        for kind in CredentialKind::ALL {
            let made = made(kind);
            let text = made.expose_secret();
            assert_eq!(text.len(), 108);
            assert!(text.starts_with(&format!("{}0123456789abcdef0123456789abcdef0001", kind.prefix())));
            let read = PlainCredential::parse(text).expect("the same");
            assert_eq!((read.kind(), read.digest()), (kind, made.digest()));
            assert_eq!(read.id(), "0123456789abcdef0123456789abcdef");
            assert_eq!(format!("{read:?}"), "PlainCredential(redacted)");
        }
    }

    #[test]
    fn any_other_text_is_no_credential() {
        let made = made(CredentialKind::ApiKey);
        let text = made.expose_secret();
        for n in 0..text.len() {
            let mut other = text.to_owned();
            other.replace_range(n..=n, if other[n..].starts_with('0') { "1" } else { "0" });
            assert!(PlainCredential::parse(&other).is_none(), "another character at {n}");
        }
        let (longer, upper, kind) = (format!("{text}0"), text.to_uppercase(), text.replace("tfk", "tfa"));
        let spaced = format!(" {text}");
        for bad in [
            "",
            "tfk_",
            &text[..107],
            &longer,
            &upper,
            &spaced,
            &kind,
            &"tfk_é".repeat(20),
        ] {
            assert!(PlainCredential::parse(bad).is_none(), "{bad}");
        }
    }
}
