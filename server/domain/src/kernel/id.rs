//! Identifiers: 128 random bits, written as 32 lower-case hexadecimal digits.

use crate::kernel::ports::Entropy;
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(String);

        impl $name {
            /// A new random id.
            pub fn random(entropy: &dyn Entropy) -> Self {
                let mut bytes = [0u8; 16];
                entropy.fill(&mut bytes);
                Self(HEXLOWER.encode(&bytes))
            }

            /// Takes the text form; `None` unless it is 32 lower-case hexadecimal digits.
            pub fn parse(text: &str) -> Option<Self> {
                let whole = text.len() == 32 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
                whole.then(|| Self(text.to_owned()))
            }

            /// The text form, as it stands in the database and in URLs.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Takes an id that the store wrote itself.
            pub fn from_store(text: String) -> Self {
                Self(text)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

id! {
    /// An account: one customer of the platform.
    AccountId,
    /// A member: a person who signs in.
    MemberId,
    /// A device that shows passcodes.
    DeviceId,
    /// A session, as it is listed; never the token that opens it.
    SessionId,
    /// A recovery code's row.
    RecoveryCodeId,
    /// A mail in the outbox; also the local part of its `Message-ID`.
    MailId,
}
