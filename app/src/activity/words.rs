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

/// The name of a kind, and the sentence for what was done.
pub(super) fn kind(kind: EventKind) -> (&'static str, &'static str) {
    let words = text().event_kinds();
    match kind {
        EventKind::Password => words.password(),
        EventKind::SignIn => words.sign_in(),
        EventKind::Repair => words.repair(),
        EventKind::SignOut => words.sign_out(),
        EventKind::StepUp => words.step_up(),
        EventKind::Joined => words.joined(),
        EventKind::Read => words.read(),
        EventKind::DeviceAdded => words.device_added(),
        EventKind::EnrolmentSent => words.enrolment_sent(),
        EventKind::EnrolmentProved => words.enrolment_proved(),
        EventKind::DeviceWaits => words.device_waits(),
        EventKind::DeviceConfirmed => words.device_confirmed(),
        EventKind::DeviceDiscarded => words.device_discarded(),
        EventKind::DeviceRenamed => words.device_renamed(),
        EventKind::DeviceRemoved => words.device_removed(),
        EventKind::TwoFactorOn => words.two_factor_on(),
        EventKind::TwoFactorOff => words.two_factor_off(),
        EventKind::CodesMade => words.codes_made(),
        EventKind::CodesSaved => words.codes_saved(),
        EventKind::PasswordChanged => words.password_changed(),
        EventKind::NameChanged => words.name_changed(),
        EventKind::LanguageChosen => words.language_chosen(),
        EventKind::ReminderHidden => words.reminder_hidden(),
        EventKind::ActivityExported => words.activity_exported(),
        EventKind::ApiKeyMade => words.api_key_made(),
        EventKind::ApiKeyRevoked => words.api_key_revoked(),
        EventKind::ApiKeyEnded => words.api_key_ended(),
        EventKind::MachineDeviceAdded => words.machine_device_added(),
        EventKind::MachineDeviceConfirmed => words.machine_device_confirmed(),
        EventKind::MachineDeviceRemoved => words.machine_device_removed(),
        EventKind::EveryCallOn => words.every_call_on(),
        EventKind::EveryCallOff => words.every_call_off(),
        EventKind::ApiCall => words.api_call(),
        EventKind::AppAccess => words.app_access(),
        EventKind::TokenBought => words.token_bought(),
        EventKind::TokenEnded => words.token_ended(),
        EventKind::ApprovalAsked => words.approval_asked(),
        EventKind::ApprovalGiven => words.approval_given(),
        EventKind::ApprovalRejected => words.approval_rejected(),
        EventKind::ApprovalUsed => words.approval_used(),
        EventKind::SecondPersonOn => words.second_person_on(),
        EventKind::SecondPersonOff => words.second_person_off(),
        EventKind::MemberInvited => words.member_invited(),
        EventKind::InvitationRevoked => words.invitation_revoked(),
        EventKind::MemberReminded => words.member_reminded(),
        EventKind::RoleChanged => words.role_changed(),
        EventKind::HandedOver => words.handed_over(),
        EventKind::MemberRemoved => words.member_removed(),
        EventKind::MemberLeft => words.member_left(),
        EventKind::TeamExported => words.team_exported(),
        EventKind::ResetStarted => words.reset_started(),
        EventKind::ResetApproved => words.reset_approved(),
        EventKind::ResetCodeRead => words.reset_code_read(),
        EventKind::ResetStopped => words.reset_stopped(),
        EventKind::PolicyChanged => words.policy_changed(),
        EventKind::MailboxCodeSent => words.mailbox_code_sent(),
        EventKind::MailboxProved => words.mailbox_proved(),
    }
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
    }
}
