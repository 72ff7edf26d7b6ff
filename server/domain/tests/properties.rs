//! P1–P5 of the security promise for random sequences of operations, checked against a model that only records what was
//! done.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may say that something cannot fail"
)]

use domain::{
    Timestamp,
    activity::{Event, store::EventQuery},
    kernel::{
        counter::{Counter, CounterKey, Limits},
        id::MemberId,
    },
    sessions::rights::UseCase,
    sign_in::Entered,
};
use proptest::prelude::*;
use std::collections::{HashMap, HashSet};
use terms::{EventKind, Rejection, SessionKind};
use testing::{
    MemberApp, cases,
    member_app::{PASSWORD, Phone, refused},
    phone,
};

#[derive(Clone, Debug)]
enum Step {
    Password {
        right: bool,
    },
    Passcode {
        challenge: usize,
        device: usize,
        offset: i64,
    },
    WrongPasscode {
        challenge: usize,
    },
    Recover {
        challenge: usize,
        code: usize,
    },
    Add {
        session: usize,
    },
    Confirm {
        session: usize,
        pending: usize,
        offset: i64,
    },
    ProveAndAdd {
        session: usize,
        device: usize,
        offset: i64,
    },
    Remove {
        session: usize,
        device: usize,
        lost: bool,
    },
    SwitchOff {
        session: usize,
    },
    SignOut {
        session: usize,
    },
    Advance {
        seconds: i64,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let n = 0..6usize;
    prop_oneof![
        4 => prop::bool::weighted(0.85).prop_map(|right| Step::Password { right }),
        6 => (n.clone(), n.clone(), -3..=3i64).prop_map(|(challenge, device, offset)| Step::Passcode { challenge, device, offset }),
        1 => n.clone().prop_map(|challenge| Step::WrongPasscode { challenge }),
        2 => (n.clone(), 0..12usize).prop_map(|(challenge, code)| Step::Recover { challenge, code }),
        3 => n.clone().prop_map(|session| Step::Add { session }),
        4 => (n.clone(), n.clone(), -2..=2i64).prop_map(|(session, pending, offset)| Step::Confirm { session, pending, offset }),
        2 => (n.clone(), n.clone(), -1..=1i64).prop_map(|(session, device, offset)| Step::ProveAndAdd { session, device, offset }),
        1 => (n.clone(), n.clone(), any::<bool>()).prop_map(|(session, device, lost)| Step::Remove { session, device, lost }),
        1 => n.clone().prop_map(|session| Step::SwitchOff { session }),
        1 => n.prop_map(|session| Step::SignOut { session }),
        5 => prop_oneof![0..40i64, 25..35i64, 500..4000i64].prop_map(|seconds| Step::Advance { seconds }),
    ]
}

/// What was done so far, and the properties that it must satisfy.
#[derive(Default)]
struct Model {
    challenges: Vec<String>,
    spent_challenges: HashSet<String>,
    sessions: Vec<String>,
    phones: Vec<Phone>,
    pending: Vec<Phone>,
    codes: Vec<String>,
    spent_codes: HashSet<String>,
    accepted: HashMap<String, i64>,
    /// Number of accepted time steps.
    steps: usize,
}

fn pick<T: Clone>(from: &[T], index: usize) -> Option<T> {
    (!from.is_empty()).then(|| from[index % from.len()].clone())
}

impl Model {
    /// P1 and P2: an accepted time step is later than every accepted one of its device.
    fn accept(&mut self, phone: &Phone, step: i64) {
        let last = self.accepted.insert(phone.id.clone(), step);
        assert!(
            last.is_none_or(|last| last < step),
            "step {step} accepted after {last:?}"
        );
        self.steps += 1;
    }

    /// P10: each use of a passcode or recovery code is in the activity once.
    async fn is_recorded(&self, app: &MemberApp) {
        let ana = app.ana().await;
        let events = app
            .service
            .store()
            .events(&EventQuery::all(ana.account), 10_000)
            .await
            .unwrap();
        let done = |wanted: &[EventKind], device: bool| {
            let is = |event: &&Event| wanted.contains(&event.kind) && event.device.is_some() == device;
            events.iter().filter(|event| event.refused.is_none()).filter(is).count()
        };
        let passcodes = [EventKind::SignIn, EventKind::StepUp, EventKind::DeviceConfirmed];
        assert_eq!(done(&passcodes, true), self.steps, "accepted passcodes");
        assert_eq!(
            done(&[EventKind::Repair], false),
            self.spent_codes.len(),
            "used recovery codes"
        );
    }

    /// P3: a recovery code works once.
    fn spend_challenge(&mut self, challenge: &str) {
        assert!(
            self.spent_challenges.insert(challenge.to_owned()),
            "a challenge worked twice"
        );
    }
}

async fn run(steps: Vec<Step>) {
    let app = MemberApp::new(7).await;
    let mut model = Model::default();
    for step in steps {
        apply(&app, &mut model, step).await;
        // P5, observed from outside: while two-factor is on, no live full session lacks a second factor.
        for token in &model.sessions {
            if let Ok(who) = app.signed_in(token).await
                && who.member.two_factor_since.is_some()
            {
                assert!(
                    who.session.kind == SessionKind::Repair || who.session.factor_at.is_some(),
                    "a full session without a second factor"
                );
            }
        }
    }
    model.is_recorded(&app).await;
}

async fn apply(app: &MemberApp, model: &mut Model, step: Step) {
    match step {
        Step::Advance { seconds } => app.clock.advance(seconds),
        Step::Password { .. } | Step::Passcode { .. } | Step::WrongPasscode { .. } | Step::Recover { .. } => {
            sign_in(app, model, step).await;
        }
        Step::Add { .. } | Step::Confirm { .. } | Step::ProveAndAdd { .. } => enrol(app, model, step).await,
        Step::Remove { .. } | Step::SwitchOff { .. } | Step::SignOut { .. } => end(app, model, step).await,
    }
}

/// Password, then a passcode or a recovery code.
async fn sign_in(app: &MemberApp, model: &mut Model, step: Step) {
    let now = app.step();
    match step {
        Step::Password { right } => {
            let Ok(entered) = app.enter(if right { PASSWORD } else { "wrong wrong wrong" }).await else {
                return;
            };
            assert!(right, "a wrong password opened something");
            match entered {
                Entered::Challenge(token) => model.challenges.push(token.expose_secret().to_owned()),
                Entered::Session(opened) => model.sessions.push(opened.token.expose_secret().to_owned()),
            }
        }
        Step::Passcode {
            challenge,
            device,
            offset,
        } => {
            let (Some(challenge), Some(device)) = (pick(&model.challenges, challenge), pick(&model.phones, device))
            else {
                return;
            };
            if let Ok(opened) = app
                .passcode(&challenge, &phone::code(&device.secret, now + offset))
                .await
            {
                assert!(offset.abs() <= 1, "a code {offset} steps away was accepted");
                model.accept(&device, now + offset);
                model.spend_challenge(&challenge);
                model.sessions.push(opened.token.expose_secret().to_owned());
            }
        }
        Step::WrongPasscode { challenge } => {
            let Some(challenge) = pick(&model.challenges, challenge) else {
                return;
            };
            assert!(app.passcode(&challenge, &phone::code(&[0xee; 20], now)).await.is_err());
        }
        Step::Recover { challenge, code } => {
            let (Some(challenge), Some(code)) = (pick(&model.challenges, challenge), pick(&model.codes, code)) else {
                return;
            };
            if let Ok(opened) = app.recover(&challenge, &code).await {
                assert!(model.spent_codes.insert(code), "a recovery code worked twice");
                model.spend_challenge(&challenge);
                let token = opened.token.expose_secret().to_owned();
                assert_eq!(app.who(&token).await.session.kind, SessionKind::Repair);
                model.sessions.push(token);
            }
        }
        other => unreachable!("{other:?}"),
    }
}

/// Adding and confirming devices.
async fn enrol(app: &MemberApp, model: &mut Model, step: Step) {
    let now = app.step();
    match step {
        Step::Add { session } => {
            let Some(session) = pick(&model.sessions, session) else {
                return;
            };
            let name = format!("phone {}", model.pending.len());
            if let Ok(phone) = app.pending(&session, &name).await {
                model.sessions.push(phone.session.clone());
                model.pending.push(phone);
            }
        }
        Step::Confirm {
            session,
            pending,
            offset,
        } => {
            let (Some(session), Some(device)) = (pick(&model.sessions, session), pick(&model.pending, pending)) else {
                return;
            };
            let code = phone::code(&device.secret, now + offset);
            if let Ok(confirmed) = app.confirm(&session, &device.id, &code).await {
                assert!(offset.abs() <= 1);
                model.accept(&device, now + offset);
                let token = confirmed.token.expose_secret().to_owned();
                assert!(app.signed_in(&session).await.is_err(), "the old token must be dead");
                if confirmed.codes {
                    model.codes.extend(app.codes(&token).await);
                }
                model.sessions.push(token);
                model.phones.push(device);
            }
        }
        Step::ProveAndAdd {
            session,
            device,
            offset,
        } => prove_and_add(app, model, (session, device), offset).await,
        other => unreachable!("{other:?}"),
    }
}

/// A step-up with both proofs, and the device that it was for.
async fn prove_and_add(app: &MemberApp, model: &mut Model, (session, device): (usize, usize), offset: i64) {
    let now = app.step();
    let (Some(session), Some(device)) = (pick(&model.sessions, session), pick(&model.phones, device)) else {
        return;
    };
    let Ok(who) = app.signed_in(&session).await else {
        return;
    };
    let needed = app.service.asks(&who, UseCase::AddDevice).passcode;
    let code = phone::code(&device.secret, now + offset);
    let name = format!("second {}", model.pending.len());
    let (added, renewed) = app.step_up_and_add(&session, &code, &name).await;
    let stepped_up = renewed.is_some();
    if let Some(token) = renewed {
        assert!(
            app.signed_in(&session).await.is_err(),
            "the old token must be dead after a step-up"
        );
        model.sessions.push(token);
    }
    if (added || stepped_up) && needed {
        model.accept(&device, now + offset);
    }
}

/// Removing devices, *Switch off*, signing out.
async fn end(app: &MemberApp, model: &mut Model, step: Step) {
    match step {
        Step::Remove { session, device, lost } => {
            let (Some(session), Some(device)) = (pick(&model.sessions, session), pick(&model.phones, device)) else {
                return;
            };
            let Ok(who) = app.signed_in(&session).await else {
                return;
            };
            let before = who.member.two_factor_since;
            if let Ok(token) = app.remove(&session, &device.id, lost).await {
                model.sessions.extend(token);
                let member = app.ana().await;
                assert_eq!(member.two_factor_since, before, "only Switch off ends two-factor");
            }
        }
        Step::SwitchOff { session } => {
            let Some(session) = pick(&model.sessions, session) else {
                return;
            };
            let Ok(who) = app.signed_in(&session).await else {
                return;
            };
            if let Ok(token) = app.switch_off(&session).await {
                assert!(who.session.factor_at.is_some() && who.session.kind == SessionKind::Full);
                model.sessions.push(token);
                model.codes.clear();
            }
        }
        Step::SignOut { session } => {
            let Some(session) = pick(&model.sessions, session) else {
                return;
            };
            app.service
                .sign_out(&session, &testing::member_app::browser())
                .await
                .unwrap();
            assert_eq!(refused(app.signed_in(&session).await), Rejection::NotSignedIn);
        }
        other => unreachable!("{other:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: cases(150), ..ProptestConfig::default() })]

    #[test]
    fn p1_p2_p3_p5_p10_hold_over_any_sequence(steps in prop::collection::vec(step(), 1..120)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(run(steps));
    }

    /// P4: at most 100 evaluated failures since the last success, and in any seven days.
    #[test]
    fn p4_at_most_a_hundred_failures(tries in prop::collection::vec((prop::bool::weighted(0.03), 0..20_000i64), 1..600)) {
        let key = CounterKey::Passcode(MemberId::from_store("ana".into()));
        let (mut counter, mut now, mut failures, mut since_success) = (Counter::default(), Timestamp(0), Vec::new(), 0);
        for (right, pause) in tries {
            now = now.plus(pause);
            if counter.admit(&key, now).is_err() {
                continue;
            }
            if right {
                counter = counter.succeeded();
                since_success = 0;
            } else {
                counter = counter.charged(&key, now, Limits::default());
                since_success += 1;
                failures.push(now);
            }
            let week = failures.iter().filter(|at| now.since(**at) < 7 * 86_400).count();
            prop_assert!(week <= 100 && since_success <= 100);
        }
    }
}
