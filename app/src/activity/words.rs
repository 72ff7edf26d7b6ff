//! The words for events.

use crate::text::text;
use domain::activity::Event;
use terms::{EventKind, Refused};

/// What an event says, in one sentence.
pub(super) fn sentence(event: &Event) -> String {
    let (name, done) = kind(event.kind);
    match event.refused {
        Some(reason) => text().activity().refused_because(name, refused(reason)),
        None => done.to_owned(),
    }
}

/// Generates [`kind`] from the kinds, each with the name of its words.
macro_rules! kinds {
    ($($kind:ident: $words:ident;)+) => {
        /// The name of a kind, and the sentence for what was done.
        pub(super) fn kind(kind: EventKind) -> (&'static str, &'static str) {
            let words = text().event_kinds();
            match kind {
                $(EventKind::$kind => words.$words(),)+
            }
        }
    };
}

kinds! {
    Password: password;
    SignIn: sign_in;
    Repair: repair;
    SignOut: sign_out;
    SessionEnded: session_ended;
    SessionsEnded: sessions_ended;
    TrustedSignIn: trusted_sign_in;
    BrowserTrusted: browser_trusted;
    TrustEnded: trust_ended;
    TrustStolen: trust_stolen;
    PasswordReset: password_reset;
    EmailChangeAsked: email_change_asked;
    EmailChanged: email_changed;
    EmailKept: email_kept;
    StepUp: step_up;
    Joined: joined;
    Read: read;
    DeviceAdded: device_added;
    EnrolmentSent: enrolment_sent;
    EnrolmentProved: enrolment_proved;
    DeviceWaits: device_waits;
    DeviceConfirmed: device_confirmed;
    DeviceDiscarded: device_discarded;
    DeviceRenamed: device_renamed;
    DeviceRemoved: device_removed;
    DeviceReplaced: device_replaced;
    DeviceTried: device_tried;
    TwoFactorOn: two_factor_on;
    TwoFactorOff: two_factor_off;
    CodesMade: codes_made;
    CodesSaved: codes_saved;
    PasswordChanged: password_changed;
    NameChanged: name_changed;
    LanguageChosen: language_chosen;
    ReminderHidden: reminder_hidden;
    ActivityExported: activity_exported;
    DataDownloaded: data_downloaded;
    ApiKeyMade: api_key_made;
    ApiKeyRevoked: api_key_revoked;
    ApiKeyEnded: api_key_ended;
    MachineDeviceAdded: machine_device_added;
    MachineDeviceConfirmed: machine_device_confirmed;
    MachineDeviceRemoved: machine_device_removed;
    EveryCallOn: every_call_on;
    EveryCallOff: every_call_off;
    ApiCall: api_call;
    AppAccess: app_access;
    AppSignIn: app_sign_in;
    AppTokenReused: app_token_reused;
    AppTakenBack: app_taken_back;
    TokenBought: token_bought;
    TokenEnded: token_ended;
    ApprovalAsked: approval_asked;
    ApprovalGiven: approval_given;
    ApprovalRejected: approval_rejected;
    ApprovalUsed: approval_used;
    SecondPersonOn: second_person_on;
    SecondPersonOff: second_person_off;
    MemberInvited: member_invited;
    InvitationRevoked: invitation_revoked;
    MemberReminded: member_reminded;
    RoleChanged: role_changed;
    HandedOver: handed_over;
    MemberRemoved: member_removed;
    MemberLeft: member_left;
    TeamExported: team_exported;
    ResetStarted: reset_started;
    ResetApproved: reset_approved;
    ResetCodeRead: reset_code_read;
    ResetStopped: reset_stopped;
    PolicyChanged: policy_changed;
    AppAdded: app_added;
    AppChanged: app_changed;
    AppSecretMade: app_secret_made;
    AppRemoved: app_removed;
    MailboxCodeSent: mailbox_code_sent;
    MailboxProved: mailbox_proved;
    Frozen: frozen;
    Unfrozen: unfrozen;
    ChangeUndone: change_undone;
    AccountClosed: account_closed;
    AccountKept: account_kept;
}

fn refused(reason: Refused) -> &'static str {
    let words = text().refused();
    match reason {
        Refused::WrongPassword => words.wrong_password(),
        Refused::WrongCode => words.wrong_code(),
        Refused::UsedCode => words.used_code(),
        Refused::TooManyTries => words.too_many_tries(),
        Refused::Stopped => words.stopped(),
        Refused::NotSteppedUp => words.not_stepped_up(),
        Refused::RepairSession => words.repair_session(),
        Refused::SignInOnlySession => words.sign_in_only_session(),
        Refused::RestrictedSession => words.restricted_session(),
        Refused::RecentRepair => words.recent_repair(),
        Refused::OtherBrowser => words.other_browser(),
        Refused::NotFound => words.not_found(),
        Refused::KeyExpired => words.key_expired(),
        Refused::OtherNetwork => words.other_network(),
        Refused::NoSecondFactor => words.no_second_factor(),
        Refused::MissingScope => words.missing_scope(),
        Refused::MissingRole => words.missing_role(),
        Refused::NotApproved => words.not_approved(),
        Refused::AnotherPerson => words.another_person(),
        Refused::ManyApprovals => words.many_approvals(),
        Refused::Frozen => words.frozen(),
        Refused::AccountClosed => words.account_closed(),
    }
}
