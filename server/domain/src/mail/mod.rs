//! Mails to members, and the sealed outbox they are delivered from. Their texts are in the server.

pub mod cap;
mod outbox;
pub mod store;

use crate::{
    Timestamp,
    kernel::{
        email::Email,
        id::{ApprovalId, EnrolmentId, MailId},
        seal::Sealed,
    },
};
use cap::{Series, Summary};
use serde::{Deserialize, Serialize};
use terms::{Language, Role};
use zeroize::Zeroize;

/// A mail to one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// The recipient.
    pub to: Email,
    /// The event that is reported.
    pub about: About,
    /// When the event happened.
    pub at: Timestamp,
    /// The language of the text.
    #[serde(default)]
    pub language: Language,
}

/// The event that a mail reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum About {
    /// The address has to be confirmed.
    ConfirmEmail {
        /// The confirmation link with its token.
        link: SecretLink,
    },
    /// A sign-up named an address that belongs to a member.
    AlreadyMember,
    /// A device was added.
    DeviceAdded {
        /// The device's name.
        device: String,
    },
    /// A colleague's device was added.
    ColleaguesDeviceAdded {
        /// The device's name.
        device: String,
        /// The colleague's name.
        holder: String,
        /// The colleague's address.
        email: String,
        /// Whether it may do more than sign in.
        changes_security: bool,
    },
    /// A member wants a colleague to set up a device.
    EnrolmentLink {
        /// The enrolment link with its token.
        link: SecretLink,
        /// The member's name.
        member: String,
        /// The member's address.
        email: String,
    },
    /// A code that proves the address of a colleague.
    EnrolmentCode {
        /// The code.
        code: SecretCode,
        /// The member's name.
        member: String,
    },
    /// A colleague's device waits for the member's approval.
    DeviceWaits {
        /// The device's name.
        device: String,
        /// The colleague's name.
        holder: String,
        /// The enrolment, for the link to its page.
        enrolment: EnrolmentId,
    },
    /// A device was removed.
    DeviceRemoved {
        /// The device's name.
        device: String,
    },
    /// Two-factor was switched on.
    TwoFactorOn,
    /// Two-factor was switched off.
    TwoFactorOff,
    /// A recovery code was used to sign in.
    RecoveryCodeUsed {
        /// Number of unused codes left.
        left: u32,
    },
    /// New recovery codes replaced the old ones.
    RecoveryCodesReplaced,
    /// A sign-in was completed from an unknown browser.
    UnknownBrowser {
        /// Browser and operating system.
        agent: String,
        /// The network address.
        address: String,
    },
    /// Several wrong passcodes or recovery codes followed a right password, which another person may therefore know.
    Locked {
        /// The network address of the last try.
        address: String,
    },
    /// The password was changed.
    PasswordChanged,
    /// An API key was made.
    ApiKeyMade {
        /// The key's name.
        key: String,
    },
    /// An owner or admin revoked the member's API key.
    ApiKeyRevoked {
        /// The key's name.
        key: String,
        /// The name of who revoked it.
        by: String,
    },
    /// Two-factor was switched on, so the member's API keys are not enough alone any more.
    ApiKeysCovered {
        /// The keys' names.
        keys: Vec<String>,
    },
    /// The account's switch covers the member's API keys, so they are not enough alone any more.
    EveryCallCovered {
        /// The keys' names.
        keys: Vec<String>,
        /// The name of who switched it on.
        by: String,
    },
    /// An API key got a machine device.
    MachineDeviceAdded {
        /// The key's name.
        key: String,
    },
    /// The machine device of an API key was removed.
    MachineDeviceRemoved {
        /// The key's name.
        key: String,
    },
    /// The member's API key is suspended after 100 wrong passcodes.
    ApiKeySuspended {
        /// The key's name.
        key: String,
        /// The network address of the last try.
        address: String,
    },
    /// The member's API key was ended by a client that presented nothing but the key.
    ApiKeyEnded {
        /// The key's name.
        key: String,
        /// The network address of the client.
        address: String,
    },
    /// Somebody invites the recipient, who is no member, into an account.
    Invited {
        /// The name of who invites.
        by: String,
        /// The address of who invites.
        email: String,
        /// The role of the future member.
        role: Role,
        /// The link of the invitation with its token.
        link: SecretLink,
    },
    /// Somebody invites the recipient, who is a member of another account.
    InvitedElsewhere {
        /// The name of who invites.
        by: String,
    },
    /// Somebody whom the recipient invited has joined.
    MemberJoined {
        /// The new member's name.
        name: String,
        /// The new member's address.
        email: String,
    },
    /// The member got another role.
    RoleChanged {
        /// The role.
        role: Role,
        /// The name of who gave it.
        by: String,
    },
    /// The member was removed from the account.
    MemberRemoved {
        /// The name of who removed them.
        by: String,
    },
    /// The member left the account.
    MemberLeft,
    /// An owner or admin asks the member to set up two-factor.
    TwoFactorReminder {
        /// The name of who asks.
        by: String,
    },
    /// The account's policy requires something new of the recipient.
    PolicyChanged {
        /// Until when two-factor has to be on; `None` if that is not new.
        due: Option<Timestamp>,
        /// The names of the recipient's API keys that end earlier.
        keys: Vec<String>,
        /// The name of who changed it.
        by: String,
    },
    /// The day comes near until which the member has to switch two-factor on.
    TwoFactorDue {
        /// Until when.
        due: Timestamp,
    },
    /// A code that proves the mailbox of a member who has to switch two-factor on.
    MailboxCode {
        /// The code.
        code: SecretCode,
    },
    /// An owner, an admin or the operator started a verified reset of the member's second factor.
    ResetStarted {
        /// The name of who started it; `None` is the operator.
        by: Option<String>,
        /// Why.
        reason: String,
        /// When the wait is over.
        available_at: Timestamp,
        /// The link that stops it.
        link: SecretLink,
    },
    /// The code of that reset was read.
    ResetCodeRead {
        /// The name of who read it; `None` is the operator.
        by: Option<String>,
    },
    /// The member stopped the reset that the recipient started.
    ResetStopped {
        /// The member's name.
        member: String,
    },
    /// A program asks a person to approve an action.
    ApprovalAsked {
        /// The request, for the link to its page.
        approval: ApprovalId,
        /// The scope of the operator's API.
        action: String,
        /// What the program says that it will do.
        summary: String,
        /// The two words that it prints.
        words: String,
        /// The name of its key; `None` if it uses the member's password.
        key: Option<String>,
        /// The network address of the program.
        address: String,
    },
}

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

impl About {
    /// Whether the mail reports something about the security of its recipient.
    pub const fn is_urgent(&self) -> bool {
        !matches!(
            self,
            Self::ConfirmEmail { .. }
                | Self::AlreadyMember
                | Self::Invited { .. }
                | Self::InvitedElsewhere { .. }
                | Self::MemberJoined { .. }
                | Self::TwoFactorReminder { .. }
                | Self::TwoFactorDue { .. }
                | Self::EnrolmentLink { .. }
        )
    }

    /// Returns the kind, one for each variant, as the database has it.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::ConfirmEmail { .. } => "confirm-email",
            Self::AlreadyMember => "already-member",
            Self::DeviceAdded { .. } => "device-added",
            Self::ColleaguesDeviceAdded { .. } => "colleagues-device-added",
            Self::EnrolmentLink { .. } => "enrolment-link",
            Self::EnrolmentCode { .. } => "enrolment-code",
            Self::DeviceWaits { .. } => "device-waits",
            Self::DeviceRemoved { .. } => "device-removed",
            Self::TwoFactorOn => "two-factor-on",
            Self::TwoFactorOff => "two-factor-off",
            Self::RecoveryCodeUsed { .. } => "recovery-code-used",
            Self::RecoveryCodesReplaced => "recovery-codes-replaced",
            Self::UnknownBrowser { .. } => "unknown-browser",
            Self::Locked { .. } => "locked",
            Self::PasswordChanged => "password-changed",
            Self::ApiKeyMade { .. } => "api-key-made",
            Self::ApiKeyRevoked { .. } => "api-key-revoked",
            Self::ApiKeysCovered { .. } => "api-keys-covered",
            Self::EveryCallCovered { .. } => "every-call-covered",
            Self::MachineDeviceAdded { .. } => "machine-device-added",
            Self::MachineDeviceRemoved { .. } => "machine-device-removed",
            Self::ApiKeySuspended { .. } => "api-key-suspended",
            Self::ApiKeyEnded { .. } => "api-key-ended",
            Self::Invited { .. } => "invited",
            Self::InvitedElsewhere { .. } => "invited-elsewhere",
            Self::MemberJoined { .. } => "member-joined",
            Self::RoleChanged { .. } => "role-changed",
            Self::MemberRemoved { .. } => "member-removed",
            Self::MemberLeft => "member-left",
            Self::TwoFactorReminder { .. } => "two-factor-reminder",
            Self::PolicyChanged { .. } => "policy-changed",
            Self::TwoFactorDue { .. } => "two-factor-due",
            Self::MailboxCode { .. } => "mailbox-code",
            Self::ResetStarted { .. } => "reset-started",
            Self::ResetCodeRead { .. } => "reset-code-read",
            Self::ResetStopped { .. } => "reset-stopped",
            Self::ApprovalAsked { .. } => "approval-asked",
        }
    }
}

/// A mail for the outbox.
#[derive(Clone, Debug)]
pub struct NewMail {
    /// The mail's id, also its `Message-ID`.
    pub id: MailId,
    /// The sealed [`Mail`], serialised as JSON.
    pub body: Sealed,
    /// The current time, from which it is due.
    pub due_at: Timestamp,
    /// Whether it is delivered before others that are due, see [`About::is_urgent`].
    pub urgent: bool,
    /// The mails that it is counted with, see [`cap`]. Mails about a sign-up are counted by address instead, when it is made.
    pub series: Option<Series>,
}

/// A mail in the outbox: sealed until it is delivered, then erased.
#[derive(Clone, Debug)]
pub struct OutboxMail {
    /// The mail's id, also its `Message-ID`.
    pub id: MailId,
    /// The sealed [`Mail`], serialised as JSON.
    pub body: Sealed,
    /// When the next delivery may be tried; of a claimed mail, when its lease ends.
    pub due_at: Timestamp,
    /// Failed deliveries so far.
    pub tries: i64,
    /// What it says instead of its event, if it stands for several mails of its kind.
    pub summary: Option<Summary>,
}
