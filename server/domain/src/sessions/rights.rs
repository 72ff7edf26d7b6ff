//! The table of rights: every use case of a signed-in person for every kind of session.
//!
//! The table is exhaustive: a new kind of session or a new use case does not compile until it has an entry.

use terms::{EventKind, Rejection, SessionKind};

/// A use case of a signed-in person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UseCase {
    /// Reads Home.
    ReadHome,
    /// Reads the cards of *Access and security*.
    ReadSecurity,
    /// Hides the recommendation on Home (*Not now*).
    HideReminder,
    /// Passes to the applications behind this server.
    PassToApps,
    /// Proves password and second factor again, because an application wants a recent one.
    ProveAgain,
    /// Reads *My profile*.
    ReadProfile,
    /// Renames the member.
    RenameMember,
    /// Sets the member's language.
    ChooseLanguage,
    /// Changes the password.
    ChangePassword,
    /// Reads the device list and the forms about a device.
    ReadDevices,
    /// Adds a pending device.
    AddDevice,
    /// Adds a pending device that a colleague carries.
    AddColleague,
    /// Mails an enrolment link again.
    SendEnrolmentAgain,
    /// Approves a colleague's device.
    ApproveDevice,
    /// Reads the QR code of a pending device.
    ReadEnrolment,
    /// Confirms a pending device with its first passcode.
    ConfirmDevice,
    /// Discards a pending device.
    DiscardDevice,
    /// Renames a device.
    RenameDevice,
    /// Removes a confirmed device.
    RemoveDevice,
    /// Switches two-factor off.
    SwitchOff,
    /// Reads how many recovery codes are left, and the codes while they are shown.
    ReadRecoveryCodes,
    /// Replaces the recovery codes.
    ReplaceRecoveryCodes,
    /// Records that the shown codes were saved, or stops showing them.
    SaveRecoveryCodes,
    /// Reads the activity.
    ReadActivity,
    /// Exports the activity.
    ExportActivity,
    /// Reads the API keys.
    ReadApiKeys,
    /// Makes an API key.
    MakeApiKey,
    /// Stops showing the text of a new API key.
    LeaveApiKey,
    /// Revokes an API key.
    RevokeApiKey,
    /// Adds a pending machine device to an API key.
    AddMachineDevice,
    /// Confirms a pending machine device with its first passcode.
    ConfirmMachineDevice,
    /// Removes the machine device of an API key.
    RemoveMachineDevice,
    /// Switches *every API call needs a second factor* of the account on or off.
    DecideEveryCall,
    /// Reads requests for approval.
    ReadApprovals,
    /// Approves an action of a program, with a passcode of its own.
    Approve,
    /// Rejects an action of a program.
    RejectApproval,
    /// Decides whether another person has to approve.
    ChooseApprover,
    /// Reads the team.
    ReadTeam,
    /// Exports the list of members.
    ExportTeam,
    /// Mails an invitation.
    InviteMember,
    /// Sends an invitation again.
    SendInvitation,
    /// Revokes an invitation.
    RevokeInvitation,
    /// Reminds a member to set up two-factor.
    RemindMember,
    /// Gives a member another role.
    ChangeRole,
    /// Hands the account over to another member.
    HandOver,
    /// Removes a member.
    RemoveMember,
    /// Leaves the account.
    LeaveTeam,
}

/// The step-up that a use case requires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepUp {
    /// No step-up.
    NotNeeded,
    /// The password and, with two-factor on, a second factor within the last ten minutes.
    Fresh,
    /// The password every time and, with two-factor on, a second factor within the last ten minutes.
    PasswordAndFactor,
    /// The password and, with two-factor on, a second factor, both every time.
    Anew,
    /// The password every time, but no second factor.
    Password,
}

impl UseCase {
    /// Returns the step-up that a session of this kind needs for this use case, or the reason why it is refused.
    pub const fn right(self, kind: SessionKind) -> Result<StepUp, Rejection> {
        match kind {
            SessionKind::Full => Ok(self.in_full()),
            SessionKind::Repair => match self.in_repair() {
                Some(step_up) => Ok(step_up),
                None => Err(Rejection::Repair),
            },
            SessionKind::SignInOnly => match self.in_sign_in_only() {
                Some(step_up) => Ok(step_up),
                None => Err(Rejection::SignInOnly),
            },
        }
    }

    const fn in_full(self) -> StepUp {
        match self {
            Self::ReadHome
            | Self::ReadSecurity
            | Self::PassToApps
            | Self::HideReminder
            | Self::ReadProfile
            | Self::RenameMember
            | Self::ChooseLanguage
            | Self::ReadDevices
            | Self::SendEnrolmentAgain
            | Self::ReadEnrolment
            | Self::ConfirmDevice
            | Self::DiscardDevice
            | Self::RenameDevice
            | Self::ReadRecoveryCodes
            | Self::SaveRecoveryCodes
            | Self::ReadActivity
            | Self::ExportActivity
            | Self::ReadApiKeys
            | Self::LeaveApiKey
            | Self::ConfirmMachineDevice
            | Self::ReadApprovals
            | Self::ReadTeam
            | Self::ExportTeam
            | Self::SendInvitation
            | Self::RemindMember
            // Nor an owner or admin who finds that the wrong person was invited.
            | Self::RevokeInvitation
            // A step-up of before does not count: the passcode that approves is checked together with the request.
            | Self::Approve
            | Self::RejectApproval
            // Nothing keeps a member who finds that a key has leaked from revoking it.
            | Self::RevokeApiKey => StepUp::NotNeeded,
            Self::RemoveDevice
            | Self::ApproveDevice
            | Self::SwitchOff
            | Self::ReplaceRecoveryCodes
            | Self::MakeApiKey
            | Self::AddMachineDevice
            | Self::RemoveMachineDevice
            | Self::DecideEveryCall
            | Self::ChooseApprover
            | Self::InviteMember
            | Self::ChangeRole
            | Self::HandOver
            | Self::RemoveMember
            | Self::LeaveTeam => StepUp::Fresh,
            Self::AddDevice | Self::AddColleague | Self::ChangePassword => StepUp::PasswordAndFactor,
            Self::ProveAgain => StepUp::Anew,
        }
    }

    /// Returns the rights of a repair session, which was opened by password and recovery code: what a member who lost a
    /// phone needs, which is the devices and the recovery codes.
    const fn in_repair(self) -> Option<StepUp> {
        match self {
            Self::ReadDevices
            | Self::ReadEnrolment
            | Self::ConfirmDevice
            | Self::DiscardDevice
            | Self::RemoveDevice
            | Self::ReadRecoveryCodes
            | Self::ReplaceRecoveryCodes
            | Self::SaveRecoveryCodes => Some(StepUp::NotNeeded),
            Self::AddDevice => Some(StepUp::Password),
            Self::ReadHome
            | Self::ReadSecurity
            | Self::PassToApps
            | Self::ProveAgain
            | Self::HideReminder
            | Self::ReadProfile
            | Self::RenameMember
            | Self::ChooseLanguage
            | Self::ChangePassword
            | Self::AddColleague
            | Self::SendEnrolmentAgain
            | Self::ApproveDevice
            | Self::RenameDevice
            | Self::SwitchOff
            | Self::ReadActivity
            | Self::ExportActivity
            | Self::ReadApiKeys
            | Self::MakeApiKey
            | Self::LeaveApiKey
            | Self::RevokeApiKey
            | Self::AddMachineDevice
            | Self::ConfirmMachineDevice
            | Self::RemoveMachineDevice
            | Self::DecideEveryCall
            | Self::ReadApprovals
            | Self::Approve
            | Self::RejectApproval
            | Self::ChooseApprover
            | Self::ReadTeam
            | Self::ExportTeam
            | Self::InviteMember
            | Self::SendInvitation
            | Self::RevokeInvitation
            | Self::RemindMember
            | Self::ChangeRole
            | Self::HandOver
            | Self::RemoveMember
            | Self::LeaveTeam => None,
        }
    }

    /// Returns the rights of a sign-in-only session, which a colleague's device opened: it signs in to applications, and
    /// sees of the member what Home says.
    const fn in_sign_in_only(self) -> Option<StepUp> {
        match self {
            Self::ReadHome | Self::PassToApps => Some(StepUp::NotNeeded),
            Self::ReadSecurity
            | Self::ProveAgain
            | Self::HideReminder
            | Self::ReadProfile
            | Self::RenameMember
            | Self::ChooseLanguage
            | Self::ChangePassword
            | Self::ReadDevices
            | Self::AddDevice
            | Self::AddColleague
            | Self::SendEnrolmentAgain
            | Self::ApproveDevice
            | Self::ReadEnrolment
            | Self::ConfirmDevice
            | Self::DiscardDevice
            | Self::RenameDevice
            | Self::RemoveDevice
            | Self::SwitchOff
            | Self::ReadRecoveryCodes
            | Self::ReplaceRecoveryCodes
            | Self::SaveRecoveryCodes
            | Self::ReadActivity
            | Self::ExportActivity
            | Self::ReadApiKeys
            | Self::MakeApiKey
            | Self::LeaveApiKey
            | Self::RevokeApiKey
            | Self::AddMachineDevice
            | Self::ConfirmMachineDevice
            | Self::RemoveMachineDevice
            | Self::DecideEveryCall
            | Self::ReadApprovals
            | Self::Approve
            | Self::RejectApproval
            | Self::ChooseApprover
            | Self::ReadTeam
            | Self::ExportTeam
            | Self::InviteMember
            | Self::SendInvitation
            | Self::RevokeInvitation
            | Self::RemindMember
            | Self::ChangeRole
            | Self::HandOver
            | Self::RemoveMember
            | Self::LeaveTeam => None,
        }
    }

    /// Returns what the activity reports when it is refused.
    pub const fn event_kind(self) -> EventKind {
        match self {
            Self::ReadHome
            | Self::ReadSecurity
            | Self::ReadProfile
            | Self::ReadDevices
            | Self::ReadEnrolment
            | Self::ReadRecoveryCodes
            | Self::ReadActivity
            | Self::ReadApiKeys
            | Self::LeaveApiKey
            | Self::ReadApprovals
            | Self::ReadTeam => EventKind::Read,
            Self::PassToApps => EventKind::AppAccess,
            Self::ProveAgain => EventKind::StepUp,
            Self::HideReminder => EventKind::ReminderHidden,
            Self::RenameMember => EventKind::NameChanged,
            Self::ChooseLanguage => EventKind::LanguageChosen,
            Self::ChangePassword => EventKind::PasswordChanged,
            Self::AddDevice | Self::AddColleague => EventKind::DeviceAdded,
            Self::SendEnrolmentAgain => EventKind::EnrolmentSent,
            Self::ApproveDevice | Self::ConfirmDevice => EventKind::DeviceConfirmed,
            Self::DiscardDevice => EventKind::DeviceDiscarded,
            Self::RenameDevice => EventKind::DeviceRenamed,
            Self::RemoveDevice => EventKind::DeviceRemoved,
            Self::SwitchOff => EventKind::TwoFactorOff,
            Self::ReplaceRecoveryCodes => EventKind::CodesMade,
            Self::SaveRecoveryCodes => EventKind::CodesSaved,
            Self::ExportActivity => EventKind::ActivityExported,
            Self::MakeApiKey => EventKind::ApiKeyMade,
            Self::RevokeApiKey => EventKind::ApiKeyRevoked,
            Self::AddMachineDevice => EventKind::MachineDeviceAdded,
            Self::ConfirmMachineDevice => EventKind::MachineDeviceConfirmed,
            Self::RemoveMachineDevice => EventKind::MachineDeviceRemoved,
            Self::DecideEveryCall => EventKind::EveryCallOn,
            Self::Approve => EventKind::ApprovalGiven,
            Self::RejectApproval => EventKind::ApprovalRejected,
            Self::ChooseApprover => EventKind::SecondPersonOn,
            Self::ExportTeam => EventKind::TeamExported,
            Self::InviteMember | Self::SendInvitation => EventKind::MemberInvited,
            Self::RevokeInvitation => EventKind::InvitationRevoked,
            Self::RemindMember => EventKind::MemberReminded,
            Self::ChangeRole => EventKind::RoleChanged,
            Self::HandOver => EventKind::HandedOver,
            Self::RemoveMember => EventKind::MemberRemoved,
            Self::LeaveTeam => EventKind::MemberLeft,
        }
    }
}

#[cfg(test)]
mod tests;
