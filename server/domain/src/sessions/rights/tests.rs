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
fn a_new_device_takes_the_same_proofs_whether_or_not_it_replaces_another() {
    for kind in [SessionKind::Full, SessionKind::Repair, SessionKind::SignInOnly] {
        assert_eq!(
            UseCase::ReplaceDevice.right(kind),
            UseCase::AddDevice.right(kind),
            "{kind:?}"
        );
    }
    assert_eq!(UseCase::TryDevice.right(SessionKind::Repair), Err(Rejection::Repair));
}

#[test]
fn a_sign_in_only_session_proves_and_changes_nothing() {
    for use_case in [
        UseCase::ProveAgain,
        UseCase::ReadProfile,
        UseCase::ReadDevices,
        UseCase::AddDevice,
        UseCase::ReplaceDevice,
        UseCase::TryDevice,
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
        UseCase::ReplaceDevice,
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
        UseCase::InviteMember,
        UseCase::ChangeRole,
        UseCase::HandOver,
        UseCase::RemoveMember,
        UseCase::LeaveTeam,
        UseCase::ChangePolicy,
    ] {
        assert_ne!(use_case.right(SessionKind::Full), Ok(StepUp::NotNeeded), "{use_case:?}");
    }
}

#[test]
fn a_restricted_session_sets_up_the_first_device_and_nothing_else() {
    let permitted = UseCase::ALL
        .iter()
        .filter(|of| of.right(SessionKind::Restricted).is_ok());
    assert_eq!(
        permitted.collect::<Vec<_>>(),
        [
            &UseCase::ReadDevices,
            &UseCase::AddDevice,
            &UseCase::ReadEnrolment,
            &UseCase::ConfirmDevice,
            &UseCase::DiscardDevice,
            &UseCase::ProveMailbox,
        ]
    );
    assert_eq!(UseCase::AddDevice.right(SessionKind::Restricted), Ok(StepUp::Password));
    assert_eq!(
        UseCase::ReadHome.right(SessionKind::Restricted),
        Err(Rejection::Restricted)
    );
}
