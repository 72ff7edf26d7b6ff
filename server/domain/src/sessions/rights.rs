//! The table of rights: every use case of a signed-in person × every kind of session.
//!
//! It is exhaustive: a new kind of session or a new use case does not compile until somebody has decided on every cell,
//! and what has no entry is refused.

use terms::{Rejection, SessionKind};

/// What a signed-in person can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UseCase {
    /// Home and the cards of *Access and security*.
    ReadHome,
    /// *Not now* on Home.
    HideReminder,
    /// *My profile*.
    ReadProfile,
    /// Another name.
    RenameMember,
    /// Another language.
    ChooseLanguage,
    /// Another password.
    ChangePassword,
    /// The device list, and the forms that concern a device.
    ReadDevices,
    /// *Add new device*.
    AddDevice,
    /// The QR code of a pending device.
    ReadEnrolment,
    /// The first passcode of a pending device.
    ConfirmDevice,
    /// Discarding a pending device.
    DiscardDevice,
    /// Another name for a device.
    RenameDevice,
    /// Removing a confirmed device.
    RemoveDevice,
    /// *Switch off*.
    SwitchOff,
    /// How many recovery codes are left, and the codes while they are shown.
    ReadRecoveryCodes,
    /// *New recovery codes*.
    ReplaceRecoveryCodes,
    /// The shown codes count as saved, or are put away.
    SaveRecoveryCodes,
}

/// What a use case asks for before it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepUp {
    /// Nothing.
    NotNeeded,
    /// Password and, with two-factor on, a second factor within the last ten minutes.
    Fresh,
    /// The password every time, and with two-factor on a second factor within the last ten minutes.
    PasswordAndFactor,
    /// The password every time, and nothing else.
    Password,
}

impl UseCase {
    /// What a session of this kind has to prove for this use case, or why it may not do it at all.
    pub const fn right(self, kind: SessionKind) -> Result<StepUp, Rejection> {
        match kind {
            SessionKind::Full => Ok(self.in_full()),
            SessionKind::Repair => match self.in_repair() {
                Some(step_up) => Ok(step_up),
                None => Err(Rejection::Repair),
            },
        }
    }

    const fn in_full(self) -> StepUp {
        match self {
            Self::ReadHome
            | Self::HideReminder
            | Self::ReadProfile
            | Self::RenameMember
            | Self::ChooseLanguage
            | Self::ReadDevices
            | Self::ReadEnrolment
            | Self::ConfirmDevice
            | Self::DiscardDevice
            | Self::RenameDevice
            | Self::ReadRecoveryCodes
            | Self::SaveRecoveryCodes => StepUp::NotNeeded,
            Self::RemoveDevice | Self::SwitchOff | Self::ReplaceRecoveryCodes => StepUp::Fresh,
            Self::AddDevice | Self::ChangePassword => StepUp::PasswordAndFactor,
        }
    }

    /// A repair session was opened by password and recovery code, and may do what a lost phone makes necessary.
    const fn in_repair(self) -> Option<StepUp> {
        match self {
            Self::ReadHome
            | Self::ReadProfile
            | Self::ReadDevices
            | Self::ReadEnrolment
            | Self::ConfirmDevice
            | Self::DiscardDevice
            | Self::RemoveDevice
            | Self::ReadRecoveryCodes
            | Self::ReplaceRecoveryCodes
            | Self::SaveRecoveryCodes => Some(StepUp::NotNeeded),
            Self::AddDevice => Some(StepUp::Password),
            Self::HideReminder
            | Self::RenameMember
            | Self::ChooseLanguage
            | Self::ChangePassword
            | Self::RenameDevice
            | Self::SwitchOff => None,
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
    fn what_takes_rights_away_asks_for_step_up_in_a_full_session() {
        for use_case in [
            UseCase::AddDevice,
            UseCase::RemoveDevice,
            UseCase::SwitchOff,
            UseCase::ReplaceRecoveryCodes,
            UseCase::ChangePassword,
        ] {
            assert_ne!(use_case.right(SessionKind::Full), Ok(StepUp::NotNeeded), "{use_case:?}");
        }
    }
}
