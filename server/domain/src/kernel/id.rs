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
            /// Creates a random id.
            pub fn random(entropy: &dyn Entropy) -> Self {
                let mut bytes = [0u8; 16];
                entropy.fill(&mut bytes);
                Self(HEXLOWER.encode(&bytes))
            }

            /// Parses the text form; `None` unless it is 32 lower-case hexadecimal digits.
            pub fn parse(text: &str) -> Option<Self> {
                let whole = text.len() == 32 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
                whole.then(|| Self(text.to_owned()))
            }

            /// Returns the text form used in the database and in URLs.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Wraps an id from the store, which validated it before.
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
    /// The id of an account, which is one customer of the platform.
    AccountId,
    /// The id of a member, who is a person that signs in.
    MemberId,
    /// The id of a device.
    DeviceId,
    /// The id of a session. It is not the token that authenticates requests.
    SessionId,
    /// The id of a trusted browser, which names the series of its tokens.
    TrustedBrowserId,
    /// The id of an API key, which is part of its text.
    ApiKeyId,
    /// The id of an access token, which is part of its text.
    AccessTokenId,
    /// The id of a resource key, which is part of its text.
    ResourceKeyId,
    /// The id of an invitation.
    InvitationId,
    /// The id of a request for approval.
    ApprovalId,
    /// The id of an enrolment by link.
    EnrolmentId,
    /// The id of a verified reset.
    ResetId,
    /// The id of a kept change.
    KeptChangeId,
    /// The id of a recovery code's row.
    RecoveryCodeId,
    /// The id of a mail in the outbox, also the local part of its `Message-ID`.
    MailId,
    /// The id of an app that signs people in with this server (`client_id`).
    ClientId,
    /// The id of a sign-in at an app (`sid`).
    GrantId,
    /// What all refresh tokens of one sign-in at an app have in common.
    RefreshSeries,
    /// The id of a key that signs ID tokens (`kid`).
    SigningKeyId,
    /// The id of an event in the activity.
    EventId,
}

impl EventId {
    /// Creates the id of the `n`th event of this process: a random one that comes after those before it. Events of one
    /// second are then shown in the order in which they happened.
    pub fn in_order(n: u64, entropy: &dyn Entropy) -> Self {
        let mut bytes = [0u8; 8];
        entropy.fill(&mut bytes);
        Self(format!("{n:016x}{}", HEXLOWER.encode(&bytes)))
    }
}
