//! Closed enums with a text form in the database.

use serde::{Deserialize, Serialize};

/// Declares an enum with a text for each variant, and the conversions.
macro_rules! closed {
    ($($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)+ })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
        }

        impl $name {
            /// All variants.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Returns the text in the database.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }

            /// Parses the text in the database; `None` for any other text.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == text)
            }
        }
    )+};
}

closed! {
    /// The kind of a session; see the table of rights in the domain.
    SessionKind {
        /// Everything that the member's role permits.
        Full = "full",
        /// Opened by a recovery code: may remove a lost device, set up a device, replace the codes and sign out.
        Repair = "repair",
        /// Opened by a colleague's device that may not change security: sees Home and passes to applications.
        SignInOnly = "sign-in-only",
        /// Of a member who should have switched two-factor on: may set up the first device and sign out.
        Restricted = "restricted",
    }

    /// What a passcode was used for.
    Purpose {
        /// Confirming the device.
        SetUp = "set-up",
        /// Signing in.
        SignIn = "sign-in",
        /// Stepping up before a sensitive action.
        StepUp = "step-up",
        /// Buying an access token.
        Token = "token",
        /// Trying the device, which opens nothing.
        Try = "try",
    }

    /// What a member should renew after a colleague's device was removed.
    RenewalKind {
        /// The password.
        Password = "password",
        /// The recovery codes.
        RecoveryCodes = "recovery-codes",
    }

    /// The purpose of a one-time link.
    LinkKind {
        /// Creates the first account and its owner.
        SetUp = "set-up",
        /// Confirms the e-mail address of a sign-up.
        ConfirmEmail = "confirm-email",
        /// Lets an invited person join an account.
        Invitation = "invitation",
        /// Sets up a colleague's device on the colleague's own screen.
        Enrolment = "enrolment",
        /// Stops the verified reset of the recipient's second factor.
        StopReset = "stop-reset",
        /// Sets a new password instead of a forgotten one.
        ResetPassword = "reset-password",
        /// Confirms a member's new e-mail address.
        ChangeEmail = "change-email",
        /// Freezes the account of a mail's recipient, and undoes changes.
        NotMe = "not-me",
        /// Sets a new password, which ends a freeze.
        Unfreeze = "unfreeze",
        /// Keeps a closed account.
        KeepAccount = "keep-account",
    }

    /// A change of a member's security that is kept for a while, so that it can be undone.
    ChangeKind {
        /// The e-mail address was changed.
        Email = "email",
        /// The password was changed. It cannot be undone, but a new one can be set.
        Password = "password",
        /// A device was added.
        DeviceAdded = "device-added",
        /// A device was removed.
        DeviceRemoved = "device-removed",
        /// Two-factor was switched on.
        TwoFactorOn = "two-factor-on",
        /// Two-factor was switched off.
        TwoFactorOff = "two-factor-off",
        /// New recovery codes replaced the set before.
        RecoveryCodes = "recovery-codes",
        /// An API key was made. Nothing is kept about it: it is revoked.
        ApiKeyMade = "api-key-made",
    }

    /// The role of a member in the account.
    Role {
        /// May do everything; every account has one.
        Owner = "owner",
        /// Manages members, policy and activity.
        Admin = "admin",
        /// Manages the member's own settings only.
        Member = "member",
    }

    /// What an event of the activity reports. A refused event reports that this was tried.
    EventKind {
        /// The right password of a member with two-factor on, after which a second factor is asked for.
        Password = "password",
        /// A sign-in with all that it takes.
        SignIn = "sign-in",
        /// A sign-in with a recovery code, which opens a repair session.
        Repair = "repair",
        /// *Sign out*.
        SignOut = "sign-out",
        /// A session was ended by its member, in another session.
        SessionEnded = "session-ended",
        /// All other sessions were ended by their member.
        SessionsEnded = "sessions-ended",
        /// A sign-in in a trusted browser, without a second factor.
        TrustedSignIn = "trusted-sign-in",
        /// A browser was trusted at a sign-in.
        BrowserTrusted = "browser-trusted",
        /// The trust in a browser was ended by its member.
        TrustEnded = "trust-ended",
        /// An old token of a trusted browser was presented, so one was copied. The trust has ended.
        TrustStolen = "trust-stolen",
        /// The password was set with a mailed link.
        PasswordReset = "password-reset",
        /// Another e-mail address was asked for.
        EmailChangeAsked = "email-change-asked",
        /// The e-mail address was changed, with the link that its mailbox got.
        EmailChanged = "email-changed",
        /// A change of the e-mail address was discarded.
        EmailKept = "email-kept",
        /// A step-up before a sensitive action.
        StepUp = "step-up",
        /// The member was created.
        Joined = "joined",
        /// A page or list was read. Only refusals are recorded.
        Read = "read",
        /// A device was added; it is pending.
        DeviceAdded = "device-added",
        /// An enrolment link was mailed to a colleague.
        EnrolmentSent = "enrolment-sent",
        /// The colleague proved the address with the mailed code.
        EnrolmentProved = "enrolment-proved",
        /// A colleague's device has its first passcode and waits for approval.
        DeviceWaits = "device-waits",
        /// A device was confirmed with its first passcode.
        DeviceConfirmed = "device-confirmed",
        /// A pending device was discarded.
        DeviceDiscarded = "device-discarded",
        /// A device was renamed.
        DeviceRenamed = "device-renamed",
        /// A device was removed.
        DeviceRemoved = "device-removed",
        /// A device was confirmed with its first passcode and took the place of another, which was removed.
        DeviceReplaced = "device-replaced",
        /// A passcode of a device was tried, which opened nothing.
        DeviceTried = "device-tried",
        /// Two-factor was switched on.
        TwoFactorOn = "two-factor-on",
        /// Two-factor was switched off.
        TwoFactorOff = "two-factor-off",
        /// New recovery codes were made.
        CodesMade = "codes-made",
        /// The recovery codes were saved.
        CodesSaved = "codes-saved",
        /// The password was changed.
        PasswordChanged = "password-changed",
        /// The member's name was changed.
        NameChanged = "name-changed",
        /// A language of pages and mails was chosen.
        LanguageChosen = "language-chosen",
        /// The recommendation to switch two-factor on was hidden (*Not now*).
        ReminderHidden = "reminder-hidden",
        /// The activity was exported.
        ActivityExported = "activity-exported",
        /// A member downloaded what is known of them.
        DataDownloaded = "data-downloaded",
        /// An API key was made.
        ApiKeyMade = "api-key-made",
        /// An API key was revoked.
        ApiKeyRevoked = "api-key-revoked",
        /// An API key was ended by a client that presented nothing but the key.
        ApiKeyEnded = "api-key-ended",
        /// A machine device was added to an API key; it is pending.
        MachineDeviceAdded = "machine-device-added",
        /// A machine device was confirmed with its first passcode.
        MachineDeviceConfirmed = "machine-device-confirmed",
        /// A machine device was removed.
        MachineDeviceRemoved = "machine-device-removed",
        /// The account's switch *every API call needs a second factor* was switched on.
        EveryCallOn = "every-call-on",
        /// The same switch was switched off.
        EveryCallOff = "every-call-off",
        /// A program called the API. Only refusals are recorded.
        ApiCall = "api-call",
        /// A request to an application behind this server. Only refusals are recorded.
        AppAccess = "app-access",
        /// A member signed in at an app with this server.
        AppSignIn = "app-sign-in",
        /// A code or refresh token of such an app was presented a second time, or by another app: the sign-in there ended.
        AppTokenReused = "app-token-reused",
        /// A member took back what such an app may know.
        AppTakenBack = "app-taken-back",
        /// A program bought an access token.
        TokenBought = "token-bought",
        /// A program ended its access token.
        TokenEnded = "token-ended",
        /// A program asked a person to approve an action.
        ApprovalAsked = "approval-asked",
        /// A person approved an action of a program.
        ApprovalGiven = "approval-given",
        /// A person rejected an action of a program.
        ApprovalRejected = "approval-rejected",
        /// A program bought the access token of an approved action.
        ApprovalUsed = "approval-used",
        /// Another person than the one in whose name a program asks has to approve from now on.
        SecondPersonOn = "second-person-on",
        /// The person in whose name a program asks approves from now on.
        SecondPersonOff = "second-person-off",
        /// Somebody was invited, or the invitation was sent again.
        MemberInvited = "member-invited",
        /// An invitation was revoked.
        InvitationRevoked = "invitation-revoked",
        /// A member was reminded to set up two-factor.
        MemberReminded = "member-reminded",
        /// A member got another role.
        RoleChanged = "role-changed",
        /// An owner handed the account over to another member.
        HandedOver = "handed-over",
        /// A member was removed.
        MemberRemoved = "member-removed",
        /// A member left.
        MemberLeft = "member-left",
        /// The list of members was exported.
        TeamExported = "team-exported",
        /// A verified reset of a member's second factor was started.
        ResetStarted = "reset-started",
        /// A second person approved the reset of an owner's second factor.
        ResetApproved = "reset-approved",
        /// The code of a reset was read.
        ResetCodeRead = "reset-code-read",
        /// A reset was stopped.
        ResetStopped = "reset-stopped",
        /// The account's policy was changed.
        PolicyChanged = "policy-changed",
        /// An app was added that signs people in with this server.
        AppAdded = "app-added",
        /// Such an app was changed.
        AppChanged = "app-changed",
        /// Such an app got a new secret.
        AppSecretMade = "app-secret-made",
        /// Such an app was removed.
        AppRemoved = "app-removed",
        /// The account was frozen with the link of a mail.
        Frozen = "frozen",
        /// A new password was set, and the account goes on.
        Unfrozen = "unfrozen",
        /// A change of the member's security was undone.
        ChangeUndone = "change-undone",
        /// An owner closed the account.
        AccountClosed = "account-closed",
        /// An owner kept the closed account.
        AccountKept = "account-kept",
        /// A code was mailed to a member who has to set up the first device.
        MailboxCodeSent = "mailbox-code-sent",
        /// A member proved the mailbox with that code.
        MailboxProved = "mailbox-proved",
    }

    /// Why an event was refused. The activity tells apart what answers to strangers do not.
    Refused {
        /// The password was wrong.
        WrongPassword = "wrong-password",
        /// The account is frozen.
        Frozen = "frozen",
        /// The account is closed.
        AccountClosed = "account-closed",
        /// The passcode or recovery code was wrong.
        WrongCode = "wrong-code",
        /// The passcode or recovery code was right, but used before.
        UsedCode = "used-code",
        /// Not evaluated, because there were too many tries.
        TooManyTries = "too-many-tries",
        /// Not evaluated: passcodes stopped after 100 failures.
        Stopped = "stopped",
        /// The step-up was missing or not fresh enough.
        NotSteppedUp = "not-stepped-up",
        /// A repair session may not do this.
        RepairSession = "repair-session",
        /// A session that a colleague's device opened may not do this.
        SignInOnlySession = "sign-in-only-session",
        /// A session of a member who should have switched two-factor on may not do this.
        RestrictedSession = "restricted-session",
        /// Not within a day of a sign-in with a recovery code.
        RecentRepair = "recent-repair",
        /// The pending device belongs to another browser.
        OtherBrowser = "other-browser",
        /// The thing does not exist, or is not the member's.
        NotFound = "not-found",
        /// The API key or access token has expired.
        KeyExpired = "key-expired",
        /// The API key is not accepted from this network.
        OtherNetwork = "other-network",
        /// The API key needs a second factor.
        NoSecondFactor = "no-second-factor",
        /// The API key has not the scope.
        MissingScope = "missing-scope",
        /// The member has not the role.
        MissingRole = "missing-role",
        /// The action is not approved, not any more, or the approval was used.
        NotApproved = "not-approved",
        /// Another member has to approve the action.
        AnotherPerson = "another-person",
        /// The program already waits for as many approvals as it may.
        ManyApprovals = "many-approvals",
    }

    /// What a program may do with an API key or access token.
    Scope {
        /// Reads its own member.
        Me = "me",
        /// Reads devices.
        Devices = "devices",
        /// Reads sessions.
        Sessions = "sessions",
        /// Reads the activity.
        Activity = "activity",
        /// Reads the names and roles of the account's members.
        Members = "members",
        /// Is let through to the operator's applications, see forward-auth.
        Verify = "verify",
        /// Asks persons to approve actions.
        Approvals = "approvals",
    }

    /// A language of pages and mails.
    #[derive(Default)]
    Language {
        /// English.
        #[default]
        English = "en",
        /// German.
        German = "de",
    }
}

impl Role {
    /// Whether a member with this role may do what one with the other may.
    #[must_use]
    pub const fn includes(self, other: Self) -> bool {
        match (self, other) {
            (Self::Owner, _) | (Self::Admin, Self::Admin | Self::Member) | (Self::Member, Self::Member) => true,
            (Self::Admin, Self::Owner) | (Self::Member, Self::Owner | Self::Admin) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_parse_to_their_value() {
        for kind in SessionKind::ALL {
            assert_eq!(SessionKind::parse(kind.as_str()), Some(*kind));
        }
        assert_eq!(Role::parse("Owner"), None);
        let includes = |role: &Role| Role::ALL.iter().filter(|other| role.includes(**other)).count();
        assert_eq!(Role::ALL.iter().map(includes).collect::<Vec<_>>(), [3, 2, 1]);
        assert_eq!(LinkKind::parse(""), None);
    }
}
