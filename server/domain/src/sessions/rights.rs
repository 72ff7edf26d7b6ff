//! The table of rights: every use case of a signed-in person for every kind of session.
//!
//! The table is exhaustive: a use case without a decision on every kind, or a new kind of session, does not compile.

use terms::{EventKind, Rejection, SessionKind};

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

/// What the table says of a use case: the step-up for each kind of session, or `None` where it is refused.
struct Row {
    full: StepUp,
    repair: Option<StepUp>,
    sign_in_only: Option<StepUp>,
    restricted: Option<StepUp>,
    /// What the activity reports when it is refused.
    event: EventKind,
}

/// A column of the table; `-` is refused.
macro_rules! right {
    (-) => {
        None
    };
    ($step_up:ident) => {
        Some(StepUp::$step_up)
    };
}

/// Generates the use cases and their rows from the table: name, event; step-up in full, repair, sign-in-only and restricted
/// sessions.
macro_rules! rights {
    ($($(#[$doc:meta])* $name:ident, $event:ident: $full:ident $repair:tt $sign_in_only:tt $restricted:tt;)+) => {
        /// A use case of a signed-in person.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum UseCase {
            $($(#[$doc])* $name,)+
        }

        impl UseCase {
            /// All use cases.
            #[cfg(test)]
            const ALL: &'static [Self] = &[$(Self::$name),+];

            const fn row(self) -> Row {
                match self {
                    $(Self::$name => Row {
                        full: StepUp::$full,
                        repair: right!($repair),
                        sign_in_only: right!($sign_in_only),
                        restricted: right!($restricted),
                        event: EventKind::$event,
                    },)+
                }
            }
        }
    };
}

// A repair session, which password and recovery code opened, has what a member who lost a phone needs: the devices and the
// recovery codes. A sign-in-only session, which a colleague's device opened, signs in to applications and sees of the member
// what Home says. A restricted session, of a member who should have switched two-factor on, sets up the first device.
rights! {
    /// Reads Home.
    ReadHome, Read: NotNeeded - NotNeeded -;
    /// Reads the cards of *Access and security*.
    ReadSecurity, Read: NotNeeded - - -;
    /// Hides the recommendation on Home (*Not now*).
    HideReminder, ReminderHidden: NotNeeded - - -;
    /// Passes to the applications behind this server.
    PassToApps, AppAccess: NotNeeded - NotNeeded -;
    /// Reads the apps that the member has signed in at.
    ReadAccesses, Read: NotNeeded - - -;
    /// Takes back what an app may know.
    // Nothing keeps a member who finds a stranger's sign-in at an app from ending it.
    TakeBackApp, AppTakenBack: NotNeeded - - -;
    /// Proves password and second factor again, because an application wants a recent one.
    ProveAgain, StepUp: Anew - - -;
    /// Reads *My profile*.
    ReadProfile, Read: NotNeeded - - -;
    /// Renames the member.
    RenameMember, NameChanged: NotNeeded - - -;
    /// Sets the member's language.
    ChooseLanguage, LanguageChosen: NotNeeded - - -;
    /// Changes the password.
    ChangePassword, PasswordChanged: PasswordAndFactor - - -;
    /// Reads the change of the address that waits.
    ReadEmailChange, Read: NotNeeded - - -;
    /// Asks for another address, which its mailbox has to confirm.
    AskEmailChange, EmailChangeAsked: Fresh - - -;
    /// Mails its link again.
    SendEmailChange, EmailChangeAsked: NotNeeded - - -;
    /// Keeps the address.
    // Nothing keeps a member who finds a stranger's change from ending it.
    KeepEmail, EmailKept: NotNeeded - - -;
    /// Reads the device list and the forms about a device.
    ReadDevices, Read: NotNeeded NotNeeded - NotNeeded;
    /// Adds a pending device.
    AddDevice, DeviceAdded: PasswordAndFactor Password - Password;
    /// Adds a pending device that a colleague carries.
    AddColleague, DeviceAdded: PasswordAndFactor - - -;
    /// Mails an enrolment link again.
    SendEnrolmentAgain, EnrolmentSent: NotNeeded - - -;
    /// Approves a colleague's device.
    ApproveDevice, DeviceConfirmed: Fresh - - -;
    /// Adds a pending device that replaces one of the member's own.
    ReplaceDevice, DeviceAdded: PasswordAndFactor Password - -;
    /// Tries a device with a passcode of it.
    TryDevice, DeviceTried: NotNeeded - - -;
    /// Reads the QR code of a pending device.
    ReadEnrolment, Read: NotNeeded NotNeeded - NotNeeded;
    /// Confirms a pending device with its first passcode.
    ConfirmDevice, DeviceConfirmed: NotNeeded NotNeeded - NotNeeded;
    /// Discards a pending device.
    DiscardDevice, DeviceDiscarded: NotNeeded NotNeeded - NotNeeded;
    /// Renames a device.
    RenameDevice, DeviceRenamed: NotNeeded - - -;
    /// Removes a confirmed device.
    RemoveDevice, DeviceRemoved: Fresh NotNeeded - -;
    /// Switches two-factor off.
    SwitchOff, TwoFactorOff: Fresh - - -;
    /// Reads how many recovery codes are left, and the codes while they are shown.
    ReadRecoveryCodes, Read: NotNeeded NotNeeded - -;
    /// Replaces the recovery codes.
    ReplaceRecoveryCodes, CodesMade: Fresh NotNeeded - -;
    /// Records that the shown codes were saved, or stops showing them.
    SaveRecoveryCodes, CodesSaved: NotNeeded NotNeeded - -;
    /// Reads the sessions and the trusted browsers.
    ReadSessions, Read: NotNeeded - - -;
    /// Ends sessions, and the trust in browsers.
    // Nothing keeps a member who finds a stranger's session or browser from ending it.
    EndSessions, SessionEnded: NotNeeded - - -;
    /// Reads the activity.
    ReadActivity, Read: NotNeeded - - -;
    /// Exports the activity.
    ExportActivity, ActivityExported: NotNeeded - - -;
    /// Downloads what is known of the person.
    DownloadData, DataDownloaded: NotNeeded - - -;
    /// Reads the API keys.
    ReadApiKeys, Read: NotNeeded - - -;
    /// Makes an API key.
    MakeApiKey, ApiKeyMade: Fresh - - -;
    /// Stops showing the text of a new API key.
    LeaveApiKey, Read: NotNeeded - - -;
    /// Revokes an API key.
    // Nothing keeps a member who finds that a key has leaked from revoking it.
    RevokeApiKey, ApiKeyRevoked: NotNeeded - - -;
    /// Adds a pending machine device to an API key.
    AddMachineDevice, MachineDeviceAdded: Fresh - - -;
    /// Confirms a pending machine device with its first passcode.
    ConfirmMachineDevice, MachineDeviceConfirmed: NotNeeded - - -;
    /// Removes the machine device of an API key.
    RemoveMachineDevice, MachineDeviceRemoved: Fresh - - -;
    /// Switches *every API call needs a second factor* of the account on or off.
    DecideEveryCall, EveryCallOn: Fresh - - -;
    /// Reads requests for approval.
    ReadApprovals, Read: NotNeeded - - -;
    /// Approves an action of a program, with a passcode of its own.
    // A step-up of before does not count: the passcode that approves is checked together with the request.
    Approve, ApprovalGiven: NotNeeded - - -;
    /// Rejects an action of a program.
    RejectApproval, ApprovalRejected: NotNeeded - - -;
    /// Decides whether another person has to approve.
    ChooseApprover, SecondPersonOn: Fresh - - -;
    /// Reads the team.
    ReadTeam, Read: NotNeeded - - -;
    /// Exports the list of members.
    ExportTeam, TeamExported: NotNeeded - - -;
    /// Mails an invitation.
    InviteMember, MemberInvited: Fresh - - -;
    /// Sends an invitation again.
    SendInvitation, MemberInvited: NotNeeded - - -;
    /// Revokes an invitation.
    // Nothing keeps an owner or admin who finds that the wrong person was invited from revoking it.
    RevokeInvitation, InvitationRevoked: NotNeeded - - -;
    /// Reminds a member to set up two-factor.
    RemindMember, MemberReminded: NotNeeded - - -;
    /// Gives a member another role.
    ChangeRole, RoleChanged: Fresh - - -;
    /// Hands the account over to another member.
    HandOver, HandedOver: Fresh - - -;
    /// Removes a member.
    RemoveMember, MemberRemoved: Fresh - - -;
    /// Leaves the account.
    LeaveTeam, MemberLeft: Fresh - - -;
    /// Reads what the closing of the account stops and erases.
    ReadClosing, Read: NotNeeded - - -;
    /// Closes the account.
    CloseAccount, AccountClosed: Fresh - - -;
    /// Starts the reset of a member's second factor.
    StartReset, ResetStarted: Fresh - - -;
    /// Approves the reset of an owner's second factor.
    ApproveReset, ResetApproved: Fresh - - -;
    /// Reads the code of a reset.
    ReadResetCode, ResetCodeRead: Fresh - - -;
    /// Stops a reset, of another member or one's own.
    StopReset, ResetStopped: NotNeeded - - -;
    /// Reads the policy, and what another one would change.
    ReadPolicy, Read: NotNeeded - - -;
    /// Changes the policy.
    ChangePolicy, PolicyChanged: Fresh - - -;
    /// Reads the apps that sign people in with this server.
    ReadApps, Read: NotNeeded - - -;
    /// Adds such an app.
    AddApp, AppAdded: Fresh - - -;
    /// Changes such an app.
    ChangeApp, AppChanged: Fresh - - -;
    /// Gives such an app a new secret.
    NewAppSecret, AppSecretMade: Fresh - - -;
    /// Stops showing the secret of such an app.
    LeaveAppSecret, Read: NotNeeded - - -;
    /// Removes such an app.
    RemoveApp, AppRemoved: Fresh - - -;
    /// Proves with a mailed code that the mailbox is the member's, before the first device of an overdue member.
    ProveMailbox, MailboxProved: NotNeeded - - NotNeeded;
}

impl UseCase {
    /// Returns the step-up that a session of this kind needs for this use case, or the reason why it is refused.
    pub const fn right(self, kind: SessionKind) -> Result<StepUp, Rejection> {
        let row = self.row();
        let (step_up, refused) = match kind {
            SessionKind::Full => return Ok(row.full),
            SessionKind::Repair => (row.repair, Rejection::Repair),
            SessionKind::SignInOnly => (row.sign_in_only, Rejection::SignInOnly),
            SessionKind::Restricted => (row.restricted, Rejection::Restricted),
        };
        match step_up {
            Some(step_up) => Ok(step_up),
            None => Err(refused),
        }
    }

    /// Returns what the activity reports when it is refused.
    pub const fn event_kind(self) -> EventKind {
        self.row().event
    }
}

#[cfg(test)]
mod tests;
