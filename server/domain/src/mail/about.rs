//! What mails report, each with its kind.

use super::secret::{SecretCode, SecretLink};
use crate::{
    Timestamp,
    kernel::id::{ApprovalId, EnrolmentId},
};
use serde::{Deserialize, Serialize};
use terms::{ChangeKind, Role};

/// When a mail is delivered, if several are due.
enum Turn {
    /// It reports something about the security of its recipient, so it is delivered before others.
    Urgent,
    /// It can wait.
    Later,
}

/// Generates [`About`] from the events, each with the kind that the database has, and its turn.
macro_rules! abouts {
    ($(
        $(#[$doc:meta])*
        $name:ident $({ $($(#[$field_doc:meta])* $field:ident: $type:ty,)+ })? = $kind:literal, $turn:ident;
    )+) => {
        /// The event that a mail reports.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub enum About {
            $($(#[$doc])* $name $({ $($(#[$field_doc])* $field: $type,)+ })?,)+
        }

        impl About {
            /// Returns the kind, one for each variant, as the database has it.
            pub const fn kind(&self) -> &'static str {
                match self {
                    $(Self::$name { .. } => $kind,)+
                }
            }

            const fn turn(&self) -> Turn {
                match self {
                    $(Self::$name { .. } => Turn::$turn,)+
                }
            }
        }
    };
}

abouts! {
        /// The address has to be confirmed.
        ConfirmEmail {
            /// The confirmation link with its token.
            link: SecretLink,
        } = "confirm-email", Later;
        /// A sign-up named an address that belongs to a member.
        AlreadyMember = "already-member", Later;
        /// The recipient, a member, may set a new password.
        ForgotPassword {
            /// The link with its token.
            link: SecretLink,
        } = "forgot-password", Later;
        /// The same for an address without a member. It is stored, so that both take as long, and never delivered.
        NoMember {
            /// A link that leads nowhere.
            link: SecretLink,
        } = "no-member", Later;
        /// The password was set with a mailed link.
        PasswordReset = "password-reset", Urgent;
        /// The recipient's address shall become that of a member.
        ConfirmNewEmail {
            /// The link with its token.
            link: SecretLink,
        } = "confirm-new-email", Later;
        /// Another member wants to change to the address of the recipient, who is a member as well.
        EmailTaken = "email-taken", Later;
        /// The member's address was changed. Both addresses get this mail.
        EmailChanged {
            /// The address before.
            old: String,
            /// The address from now on.
            new: String,
        } = "email-changed", Urgent;
        /// A device was added.
        DeviceAdded {
            /// The device's name.
            device: String,
        } = "device-added", Urgent;
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
        } = "colleagues-device-added", Urgent;
        /// A member wants a colleague to set up a device.
        EnrolmentLink {
            /// The enrolment link with its token.
            link: SecretLink,
            /// The member's name.
            member: String,
            /// The member's address.
            email: String,
        } = "enrolment-link", Later;
        /// A code that proves the address of a colleague.
        EnrolmentCode {
            /// The code.
            code: SecretCode,
            /// The member's name.
            member: String,
        } = "enrolment-code", Urgent;
        /// A colleague's device waits for the member's approval.
        DeviceWaits {
            /// The device's name.
            device: String,
            /// The colleague's name.
            holder: String,
            /// The enrolment, for the link to its page.
            enrolment: EnrolmentId,
        } = "device-waits", Urgent;
        /// A device was removed.
        DeviceRemoved {
            /// The device's name.
            device: String,
        } = "device-removed", Urgent;
        /// A new device took the place and the name of another.
        DeviceReplaced {
            /// The device's name.
            device: String,
        } = "device-replaced", Urgent;
        /// Two-factor was switched on.
        TwoFactorOn = "two-factor-on", Urgent;
        /// Two-factor was switched off.
        TwoFactorOff = "two-factor-off", Urgent;
        /// A recovery code was used to sign in.
        RecoveryCodeUsed {
            /// Number of unused codes left.
            left: u32,
        } = "recovery-code-used", Urgent;
        /// New recovery codes replaced the old ones.
        RecoveryCodesReplaced = "recovery-codes-replaced", Urgent;
        /// A sign-in was completed from an unknown browser.
        UnknownBrowser {
            /// Browser and operating system.
            agent: String,
            /// The network address.
            address: String,
        } = "unknown-browser", Urgent;
        /// An old token of a trusted browser was presented after the right password, so one was copied.
        TrustedBrowserStolen {
            /// Browser and operating system of that sign-in.
            agent: String,
            /// The network address of that sign-in.
            address: String,
        } = "trusted-browser-stolen", Urgent;
        /// Several wrong passcodes or recovery codes followed a right password, which another person may therefore know.
        Locked {
            /// The network address of the last try.
            address: String,
        } = "locked", Urgent;
        /// The password was changed.
        PasswordChanged = "password-changed", Urgent;
        /// An API key was made.
        ApiKeyMade {
            /// The key's name.
            key: String,
        } = "api-key-made", Urgent;
        /// An owner or admin revoked the member's API key.
        ApiKeyRevoked {
            /// The key's name.
            key: String,
            /// The name of who revoked it.
            by: String,
        } = "api-key-revoked", Urgent;
        /// Two-factor was switched on, so the member's API keys are not enough alone any more.
        ApiKeysCovered {
            /// The keys' names.
            keys: Vec<String>,
        } = "api-keys-covered", Urgent;
        /// The account's switch covers the member's API keys, so they are not enough alone any more.
        EveryCallCovered {
            /// The keys' names.
            keys: Vec<String>,
            /// The name of who switched it on.
            by: String,
        } = "every-call-covered", Urgent;
        /// An API key got a machine device.
        MachineDeviceAdded {
            /// The key's name.
            key: String,
        } = "machine-device-added", Urgent;
        /// The machine device of an API key was removed.
        MachineDeviceRemoved {
            /// The key's name.
            key: String,
        } = "machine-device-removed", Urgent;
        /// The member's API key is suspended after 100 wrong passcodes.
        ApiKeySuspended {
            /// The key's name.
            key: String,
            /// The network address of the last try.
            address: String,
        } = "api-key-suspended", Urgent;
        /// The member's API key was ended by a client that presented nothing but the key.
        ApiKeyEnded {
            /// The key's name.
            key: String,
            /// The network address of the client.
            address: String,
        } = "api-key-ended", Urgent;
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
        } = "invited", Later;
        /// Somebody invites the recipient, who is a member of another account.
        InvitedElsewhere {
            /// The name of who invites.
            by: String,
        } = "invited-elsewhere", Later;
        /// Somebody whom the recipient invited has joined.
        MemberJoined {
            /// The new member's name.
            name: String,
            /// The new member's address.
            email: String,
        } = "member-joined", Later;
        /// The member got another role.
        RoleChanged {
            /// The role.
            role: Role,
            /// The name of who gave it.
            by: String,
        } = "role-changed", Urgent;
        /// The member was removed from the account.
        MemberRemoved {
            /// The name of who removed them.
            by: String,
        } = "member-removed", Urgent;
        /// The member left the account.
        MemberLeft = "member-left", Urgent;
        /// An owner or admin asks the member to set up two-factor.
        TwoFactorReminder {
            /// The name of who asks.
            by: String,
        } = "two-factor-reminder", Later;
        /// The account's policy requires something new of the recipient.
        PolicyChanged {
            /// Until when two-factor has to be on; `None` if that is not new.
            due: Option<Timestamp>,
            /// The names of the recipient's API keys that end earlier.
            keys: Vec<String>,
            /// The name of who changed it.
            by: String,
        } = "policy-changed", Urgent;
        /// The day comes near until which the member has to switch two-factor on.
        TwoFactorDue {
            /// Until when.
            due: Timestamp,
        } = "two-factor-due", Later;
        /// A code that proves the mailbox of a member who has to switch two-factor on.
        MailboxCode {
            /// The code.
            code: SecretCode,
        } = "mailbox-code", Urgent;
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
        } = "reset-started", Urgent;
        /// The code of that reset was read.
        ResetCodeRead {
            /// The name of who read it; `None` is the operator.
            by: Option<String>,
        } = "reset-code-read", Urgent;
        /// The member stopped the reset that the recipient started.
        ResetStopped {
            /// The member's name.
            member: String,
        } = "reset-stopped", Urgent;
        /// The account is frozen, with the link of a mail.
        Frozen {
            /// Since when.
            since: Timestamp,
        } = "frozen", Urgent;
        /// The recipient, who froze the account, may set a new password, so that it goes on.
        Unfreeze {
            /// The link with its token.
            link: SecretLink,
        } = "unfreeze", Urgent;
        /// A new password was set, and the account goes on.
        Unfrozen = "unfrozen", Urgent;
        /// A change of the member's security was undone.
        ChangeUndone {
            /// What had been changed.
            what: ChangeKind,
            /// The device's name, or the address that is back.
            name: Option<String>,
        } = "change-undone", Urgent;
        /// An owner closed the recipient's account.
        AccountClosed {
            /// The name of the owner.
            by: String,
            /// When it will be erased.
            until: Timestamp,
            /// The link that keeps it, for owners.
            keep: Option<SecretLink>,
        } = "account-closed", Urgent;
        /// The recipient, whose account is closed, has forgotten the password.
        AccountIsClosed {
            /// Since when it is closed.
            since: Timestamp,
            /// When it will be erased.
            until: Timestamp,
            /// The link that keeps it, for owners.
            keep: Option<SecretLink>,
        } = "account-is-closed", Later;
        /// An owner kept the recipient's account.
        AccountKept {
            /// The name of the owner.
            by: String,
        } = "account-kept", Urgent;
        /// The account of the recipient, an owner, was erased.
        AccountErased {
            /// When it was closed.
            closed: Timestamp,
        } = "account-erased", Urgent;
        /// The operator ended the member's sessions.
        SessionsEnded = "sessions-ended", Urgent;
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
        } = "approval-asked", Urgent;
}

impl About {
    /// Returns the network address that the mail names, if it names one.
    pub const fn address_mut(&mut self) -> Option<&mut String> {
        match self {
            Self::UnknownBrowser { address, .. }
            | Self::TrustedBrowserStolen { address, .. }
            | Self::Locked { address }
            | Self::ApiKeySuspended { address, .. }
            | Self::ApiKeyEnded { address, .. }
            | Self::ApprovalAsked { address, .. } => Some(address),
            _ => None,
        }
    }

    /// Whether the mail has a recipient.
    pub const fn is_delivered(&self) -> bool {
        !matches!(self, Self::NoMember { .. })
    }

    /// Whether a mail to a member has the link of *this wasn't me*: all that report something about their security do.
    pub const fn has_not_me_link(&self) -> bool {
        let ended = matches!(
            self,
            Self::MemberRemoved { .. } | Self::MemberLeft | Self::AccountErased { .. }
        );
        self.is_urgent() && !ended && !matches!(self, Self::Unfreeze { .. })
    }

    /// Whether the mail is delivered before others that are due.
    pub const fn is_urgent(&self) -> bool {
        matches!(self.turn(), Turn::Urgent)
    }
}

#[cfg(test)]
mod tests;
