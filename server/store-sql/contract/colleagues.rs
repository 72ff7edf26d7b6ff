//! Devices that colleagues carry: what they open, and what they never count for.

use super::activity::all_events;
use crate::fixtures;
use domain::{
    Timestamp,
    devices::{
        device::{Confirmed, DeviceState, Validity},
        renewal::Renewal,
        store::{Added, IfLast},
    },
    kernel::id::DeviceId,
    profile::member::Member,
    sessions::{change::Changed, session::Session},
    sign_in::attempt::{Decision, Evidence, FactorAttempt, Target},
    store::Effects,
};
use terms::{DAY, RenewalKind, SessionKind};
use testing::{Fixtures, SIGN_IN_ONLY, T0, hash};

/// A device that may do everything, until a day after [`T0`].
const FOR_A_DAY: Validity = Validity {
    until: Some(T0.plus(DAY)),
    ..Validity::FULL
};

/// An attempt to sign in with a time step of this device, and the session of this kind that it would open.
async fn sign_in(
    w: &Fixtures,
    member: &Member,
    (device, step): (&DeviceId, i64),
    kind: SessionKind,
    now: Timestamp,
) -> (FactorAttempt, Session) {
    let challenge = w.challenge(member, now).await;
    let evidence = Evidence::Step {
        device: device.clone(),
        step,
    };
    let (mut attempt, mut session) = w.sign_in(member, &challenge, evidence, now);
    session.kind = kind;
    if let Target::SignIn { session: opened, .. } = &mut attempt.target {
        opened.kind = kind;
    }
    (attempt, session)
}

fn step_up(w: &Fixtures, session: &Session, device: &DeviceId, step: i64, now: Timestamp) -> FactorAttempt {
    let target = Target::StepUp {
        password: hash("phc"),
        session: session.digest.clone(),
        new_digest: w.digest(),
    };
    let evidence = Evidence::Step {
        device: device.clone(),
        step,
    };
    w.attempt(&session.member, evidence, target, now)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_holder_is_kept_with_the_device() {
    let w = &fixtures().await;
    let (member, mut session, phone) = w.protected("ana@example.com").await;
    let validity = Validity {
        sign_in_only: true,
        ..FOR_A_DAY
    };
    let new = w.new_colleagues(&session, "Zoë’s phone", validity, T0);
    w.add(&new, &session).await;
    let enrolment = w.store.enrolment(&new.id, &member.id, T0).await.unwrap().unwrap();
    assert_eq!(enrolment.holder, Some(w.holder()));
    w.confirmed(&new, &mut session, 100, T0).await;
    for device in w.devices(&member.id, T0).await {
        let of_colleague = device.id != phone;
        assert_eq!(device.holder, of_colleague.then(|| w.holder()));
        assert_eq!(device.validity, if of_colleague { validity } else { Validity::FULL });
        assert!(matches!(device.state, DeviceState::Confirmed(Confirmed { .. })));
        assert_eq!(device.steps_up(T0), !of_colleague);
    }
    let candidates = w.store.candidates(&member.id).await.unwrap();
    let found = candidates.iter().find(|candidate| candidate.device == new.id);
    assert_eq!(found.map(|candidate| candidate.validity), Some(validity));
    let challenge = w.challenge(&member, T0).await;
    let challenged = w.challenged(&challenge, T0).await.unwrap();
    let found = challenged.devices.iter().find(|candidate| candidate.device == new.id);
    assert_eq!(found.map(|candidate| candidate.validity), Some(validity));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_colleagues_device_needs_two_factor_on() {
    let w = &fixtures().await;
    let member = w.member("ana@example.com").await;
    let session = w.session(&member, T0).await;
    let device = w.new_colleagues(&session, "phone", SIGN_IN_ONLY, T0);
    let added = w
        .store
        .add_device(&device, &session.digest, None, &Effects::none())
        .await;
    assert_eq!(added.unwrap(), Added::TwoFactorOff);
    assert!(w.devices(&member.id, T0).await.is_empty());
}

/// The passcode was typed by a colleague, so the session has proved nothing by it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn confirming_a_colleagues_device_proves_nothing() {
    let w = &fixtures().await;
    let (_, mut session, phone) = w.protected("ana@example.com").await;
    let before = w.signed_in(&session).await.session;
    for (n, validity) in [SIGN_IN_ONLY, Validity::FULL].into_iter().enumerate() {
        w.colleagues(&mut session, &format!("phone {n}"), validity, T0.plus(60))
            .await;
        let after = w.signed_in(&session).await.session;
        assert_eq!(
            (after.factor_at, &after.device),
            (before.factor_at, &Some(phone.clone()))
        );
        assert_ne!(after.digest, before.digest);
    }
}

/// The usual statement and the general decision, which a mail makes necessary.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_device_opens_sessions_of_its_kind_until_it_ends() {
    let w = &fixtures().await;
    let cases = [
        (Validity::FULL, SessionKind::SignInOnly, 0, false),
        (SIGN_IN_ONLY, SessionKind::Full, 0, false),
        (SIGN_IN_ONLY, SessionKind::SignInOnly, 0, true),
        (FOR_A_DAY, SessionKind::Full, DAY - 1, true),
        (FOR_A_DAY, SessionKind::Full, DAY, false),
        (FOR_A_DAY, SessionKind::Full, 400 * DAY, false),
    ];
    for (n, (validity, kind, after, opens)) in cases.into_iter().enumerate() {
        for with_mail in [false, true] {
            let (member, mut session, _) = w.protected(&format!("ana-{n}-{with_mail}@example.com")).await;
            let device = w.colleagues(&mut session, "shared", validity, T0).await;
            let (mut attempt, opened) = sign_in(w, &member, (&device, 200), kind, T0.plus(after)).await;
            if with_mail {
                attempt.effects.mails = vec![w.mail()];
            }
            let decision = w.decide(&attempt).await;
            assert_eq!(
                decision == Decision::Accepted,
                opens,
                "case {n}, {with_mail}: {decision:?}"
            );
            assert_eq!(w.is_there(&opened.digest).await, opens, "case {n}, {with_mail}");
            if opens {
                assert_eq!(w.signed_in(&opened).await.session.kind, kind);
                let events = w.store.events(&all_events(&member), 1_000).await.unwrap();
                let event = events.iter().find(|event| event.session.as_ref() == Some(&opened.id));
                let device = event.and_then(|event| event.device.clone()).unwrap();
                assert_eq!(device.holder, Some(w.holder().name), "case {n}, {with_mail}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sign_in_only_device_steps_up_in_no_session() {
    let w = &fixtures().await;
    let (member, mut session, phone) = w.protected("ana@example.com").await;
    let shared = w.colleagues(&mut session, "shared", SIGN_IN_ONLY, T0).await;
    let (attempt, theirs) = sign_in(w, &member, (&shared, 200), SessionKind::SignInOnly, T0).await;
    assert_eq!(w.decide(&attempt).await, Decision::Accepted);
    for session in [&session, &theirs] {
        let refused = w.decide(&step_up(w, session, &shared, 300, T0)).await;
        assert!(matches!(refused, Decision::Wrong(_)), "{refused:?}");
    }
    let accepted = w.decide(&step_up(w, &session, &phone, 300, T0)).await;
    assert_eq!(accepted, Decision::Accepted);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_ends_with_the_device_that_it_stepped_up_with() {
    let w = &fixtures().await;
    let (_, mut session, phone) = w.protected("ana@example.com").await;
    let until = T0.plus(600);
    let validity = Validity {
        until: Some(until),
        ..Validity::FULL
    };
    let shared = w.colleagues(&mut session, "shared", validity, T0).await;
    let before = w.signed_in(&session).await.session.expires_at;
    for (device, step, expected) in [(&phone, 300, before), (&shared, 301, until), (&phone, 302, until)] {
        let attempt = step_up(w, &session, device, step, T0);
        assert_eq!(w.decide(&attempt).await, Decision::Accepted);
        if let Target::StepUp { new_digest, .. } = attempt.target {
            session.digest = new_digest;
        }
        assert_eq!(w.signed_in(&session).await.session.expires_at, expected);
    }
}

/// A device that cannot step up does not keep the member from being locked out, so it is not counted.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_device_is_the_last_one_that_steps_up() {
    let w = &fixtures().await;
    let (member, mut session, phone) = w.protected("ana@example.com").await;
    let shared = w.colleagues(&mut session, "shared", SIGN_IN_ONLY, T0).await;
    let ended = w.colleagues(&mut session, "ended", FOR_A_DAY, T0).await;
    let now = T0.plus(DAY);
    let session = w.signed_in_with(&member, &phone, 200, now).await;
    let remove = async |device: &DeviceId, if_last, session: &mut Session| {
        let change = w.change(session, now);
        let changed = w.store.remove_device(device, if_last, &change).await.unwrap();
        if changed == Changed::Done {
            session.digest = change.new_digest.unwrap();
        }
        changed
    };
    let session = &mut session.clone();
    assert_eq!(remove(&phone, IfLast::Refuse, session).await, Changed::LastDevice);
    for device in [&shared, &ended] {
        assert_eq!(remove(device, IfLast::SwitchOff, session).await, Changed::NotLast);
        assert_eq!(remove(device, IfLast::Refuse, session).await, Changed::Done);
    }
    w.colleagues(session, "another", SIGN_IN_ONLY, now).await;
    assert_eq!(remove(&phone, IfLast::SwitchOff, session).await, Changed::Done);
    assert!(w.devices(&member.id, now).await.is_empty(), "they end with two-factor");
    assert_eq!(w.signed_in(session).await.member.two_factor_since, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn losing_the_last_own_device_leaves_two_factor_and_the_colleagues_one() {
    let w = &fixtures().await;
    let (member, mut session, phone) = w.protected("ana@example.com").await;
    let shared = w.colleagues(&mut session, "shared", SIGN_IN_ONLY, T0).await;
    let change = w.change(&session, T0);
    let lost = w.store.remove_device(&phone, IfLast::StayOn, &change).await.unwrap();
    assert_eq!(lost, Changed::Done);
    assert_eq!(w.devices(&member.id, T0).await.len(), 1);
    let (attempt, _) = sign_in(w, &member, (&shared, 200), SessionKind::Full, T0).await;
    assert!(matches!(w.decide(&attempt).await, Decision::Wrong(_)));
    let (attempt, _) = sign_in(w, &member, (&shared, 201), SessionKind::SignInOnly, T0).await;
    assert_eq!(w.decide(&attempt).await, Decision::Accepted);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn removing_it_ends_what_it_opened() {
    let w = &fixtures().await;
    let (member, mut session, _) = w.protected("ana@example.com").await;
    let shared = w.colleagues(&mut session, "shared", SIGN_IN_ONLY, T0).await;
    let (attempt, theirs) = sign_in(w, &member, (&shared, 200), SessionKind::SignInOnly, T0).await;
    assert_eq!(w.decide(&attempt).await, Decision::Accepted);
    let change = w.change(&session, T0);
    let removed = w.store.remove_device(&shared, IfLast::Refuse, &change).await.unwrap();
    assert_eq!(removed, Changed::Done);
    assert!(!w.is_there(&theirs.digest).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_colleague_may_know_stays_due_until_it_is_renewed() {
    let w = &fixtures().await;
    let (member, mut session, _) = w.protected("ana@example.com").await;
    let shared = w.colleagues(&mut session, "shared", SIGN_IN_ONLY, T0).await;
    let due = |kind, because_of: Option<&str>| Renewal {
        member: member.id.clone(),
        kind,
        because_of: because_of.map(str::to_owned),
        at: T0,
    };
    let mut change = w.change(&session, T0);
    change.effects.renewals = RenewalKind::ALL.iter().map(|kind| due(*kind, Some("Zoë"))).collect();
    let removed = w.store.remove_device(&shared, IfLast::Refuse, &change).await.unwrap();
    assert_eq!(removed, Changed::Done);
    assert_eq!(w.store.renewals(&member.id).await.unwrap(), change.effects.renewals);
    session.digest = change.new_digest.unwrap();
    // A later one takes the place of an earlier one of its kind.
    let mut change = w.change(&session, T0);
    change.effects.renewals = vec![
        due(RenewalKind::Password, Some("Yan")),
        due(RenewalKind::RecoveryCodes, None),
    ];
    let changed = w.store.change_password(&change, &hash("new")).await.unwrap();
    assert_eq!(changed, Changed::Done);
    let left = w.store.renewals(&member.id).await.unwrap();
    assert_eq!(left, [due(RenewalKind::Password, Some("Yan"))]);
}
