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
            | Self::ChooseApprover => StepUp::Fresh,
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
            | Self::ChooseApprover => None,
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
            | Self::ChooseApprover => None,
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
            | Self::ReadApprovals => EventKind::Read,
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
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repair_session_never_ends_two_factor_or_changes_the_password() {
        for use_case in [UseCase::SwitchOff, UseCase::ChangePassword, UseCase::RenameMember] {
            assert_eq!(use_case.right(SessionKind::Repair), Err(Rejection::Repair));
            assert!(use_case.right(SessionKind::Full).is_ok());
        }
    }

    #[test]
    fn a_repair_session_reads_only_what_it_repairs() {
        for use_case in [UseCase::ReadHome, UseCase::ReadProfile] {
            assert_eq!(use_case.right(SessionKind::Repair), Err(Rejection::Repair));
        }
        for use_case in [UseCase::ReadDevices, UseCase::ReadEnrolment, UseCase::ReadRecoveryCodes] {
            assert_eq!(use_case.right(SessionKind::Repair), Ok(StepUp::NotNeeded));
        }
    }

    #[test]
    fn a_sign_in_only_session_proves_and_changes_nothing() {
        for use_case in [
            UseCase::ProveAgain,
            UseCase::ReadProfile,
            UseCase::ReadDevices,
            UseCase::AddDevice,
            UseCase::AddColleague,
            UseCase::ReadRecoveryCodes,
            UseCase::ReadActivity,
            UseCase::ReadApiKeys,
            UseCase::Approve,
            UseCase::ApproveDevice,
        ] {
            assert_eq!(
                use_case.right(SessionKind::SignInOnly),
                Err(Rejection::SignInOnly),
                "{use_case:?}"
            );
        }
        for use_case in [UseCase::ReadHome, UseCase::PassToApps] {
            assert_eq!(use_case.right(SessionKind::SignInOnly), Ok(StepUp::NotNeeded));
        }
    }

    #[test]
    fn an_application_that_wants_a_recent_second_factor_gets_a_new_one() {
        assert_eq!(UseCase::ProveAgain.right(SessionKind::Full), Ok(StepUp::Anew));
        assert_eq!(UseCase::ProveAgain.right(SessionKind::Repair), Err(Rejection::Repair));
    }

    #[test]
    fn what_takes_rights_away_asks_for_step_up_in_a_full_session() {
        for use_case in [
            UseCase::AddDevice,
            UseCase::AddColleague,
            UseCase::ApproveDevice,
            UseCase::RemoveDevice,
            UseCase::SwitchOff,
            UseCase::ReplaceRecoveryCodes,
            UseCase::ChangePassword,
            UseCase::MakeApiKey,
            UseCase::AddMachineDevice,
            UseCase::RemoveMachineDevice,
            UseCase::DecideEveryCall,
            UseCase::ChooseApprover,
        ] {
            assert_ne!(use_case.right(SessionKind::Full), Ok(StepUp::NotNeeded), "{use_case:?}");
        }
    }
}
