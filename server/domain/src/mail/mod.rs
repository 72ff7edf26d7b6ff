//! Mails: what they are about, and the sealed outbox they wait in. Their words are the server's business.

mod outbox;
pub mod store;

use crate::{
    Timestamp,
    kernel::{email::Email, id::MailId, seal::Sealed},
};
use serde::{Deserialize, Serialize};
use terms::Language;

/// A mail to one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// To whom.
    pub to: Email,
    /// About what.
    pub about: About,
    /// When the thing happened.
    pub at: Timestamp,
    /// The language it is written in.
    #[serde(default)]
    pub language: Language,
}

/// What a mail is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum About {
    /// Confirm the address: the whole link.
    ConfirmEmail {
        /// The link with its token.
        link: String,
    },
    /// Somebody signed up with an address that has a member already.
    AlreadyMember,
    /// A device was added: its name.
    DeviceAdded {
        /// Its name.
        device: String,
    },
    /// A device was removed: its name.
    DeviceRemoved {
        /// Its name.
        device: String,
    },
    /// Two-factor was switched on.
    TwoFactorOn,
    /// Two-factor was switched off.
    TwoFactorOff,
    /// A recovery code was used to sign in.
    RecoveryCodeUsed {
        /// How many are left.
        left: u32,
    },
    /// New recovery codes replaced the old ones.
    RecoveryCodesReplaced,
    /// A complete sign-in from a browser that had never completed one.
    UnknownBrowser {
        /// Browser and system.
        agent: String,
        /// Network address.
        address: String,
    },
    /// The password was right and the passcode wrong five times: somebody has the password.
    Locked {
        /// Network address of the last try.
        address: String,
    },
    /// The password was changed.
    PasswordChanged,
}

/// A mail as the outbox keeps it: sealed until it was delivered, then erased.
#[derive(Clone, Debug)]
pub struct OutboxMail {
    /// Its id, also its `Message-ID`.
    pub id: MailId,
    /// The sealed [`Mail`] as JSON.
    pub body: Sealed,
    /// When it may be tried next.
    pub due_at: Timestamp,
    /// Failed tries so far.
    pub tries: i64,
}
