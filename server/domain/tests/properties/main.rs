//! P1–P6 and P10 of the security promise for random sequences of operations, checked against a model that only records what was
//! done.
#![expect(clippy::unwrap_used, reason = "a test may say that something cannot fail")]

mod devices;
mod freeze;
mod model;

use domain::{
    Timestamp,
    kernel::{
        counter::{Counter, CounterKey, Limits},
        id::MemberId,
    },
    sign_in::Entered,
};
use model::{Model, pick};
use proptest::prelude::*;
use terms::SessionKind;
use testing::{MemberApp, cases, member_app::PASSWORD, phone};

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
        /// The session that made the device if `None`.
        session: Option<usize>,
        pending: usize,
        offset: i64,
    },
    ProveAndAdd {
        session: usize,
        device: usize,
        offset: i64,
    },
    Replace {
        session: usize,
        device: usize,
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
    /// *This wasn't me* with the link of a mail, and a new password, which ends the freeze. In between a change is undone.
    Freeze {
        mail: usize,
        undone: Option<usize>,
    },
    /// Undoes a change in the browser that has ended a freeze.
    Undo {
        change: usize,
        right: bool,
    },
    Advance {
        seconds: i64,
    },
}

fn step() -> impl Strategy<Value = Step> {
    // Mostly the newest.
    let n = prop_oneof![2 => Just(0), 1 => 0..6usize];
    prop_oneof![
        4 => prop::bool::weighted(0.85).prop_map(|right| Step::Password { right }),
        6 => (n.clone(), n.clone(), -3..=3i64).prop_map(|(challenge, device, offset)| Step::Passcode { challenge, device, offset }),
        1 => n.clone().prop_map(|challenge| Step::WrongPasscode { challenge }),
        2 => (n.clone(), 0..12usize).prop_map(|(challenge, code)| Step::Recover { challenge, code }),
        3 => n.clone().prop_map(|session| Step::Add { session }),
        6 => (prop::option::weighted(0.3, n.clone()), n.clone(), -2..=2i64).prop_map(|(session, pending, offset)| Step::Confirm { session, pending, offset }),
        2 => (n.clone(), n.clone(), -1..=1i64).prop_map(|(session, device, offset)| Step::ProveAndAdd { session, device, offset }),
        3 => (n.clone(), n.clone()).prop_map(|(session, device)| Step::Replace { session, device }),
        1 => (n.clone(), n.clone(), any::<bool>()).prop_map(|(session, device, lost)| Step::Remove { session, device, lost }),
        1 => n.clone().prop_map(|session| Step::SwitchOff { session }),
        1 => n.clone().prop_map(|session| Step::SignOut { session }),
        1 => (n.clone(), prop::option::of(n.clone())).prop_map(|(mail, undone)| Step::Freeze { mail, undone }),
        1 => (n, prop::bool::weighted(0.8)).prop_map(|(change, right)| Step::Undo { change, right }),
        5 => prop_oneof![0..40i64, 25..35i64, 500..4000i64].prop_map(|seconds| Step::Advance { seconds }),
    ]
}

async fn run(steps: Vec<Step>) {
    let app = MemberApp::new(7).await;
    let mut model = Model::default();
    for step in steps {
        apply(&app, &mut model, step).await;
        // P5, observed from outside: while two-factor is on, no live full session lacks a second factor.
        let (mut ended, mut live) = (Vec::new(), Vec::new());
        for token in model.sessions {
            let Ok(who) = app.signed_in(&token).await else {
                ended.push(token);
                continue;
            };
            assert!(
                who.member.two_factor_since.is_none()
                    || who.session.kind == SessionKind::Repair
                    || who.session.factor_at.is_some(),
                "a full session without a second factor"
            );
            live.push(token);
        }
        // The newest are picked most.
        model.sessions = [ended, live].concat();
    }
    model.is_recorded(&app).await;
}

async fn apply(app: &MemberApp, model: &mut Model, step: Step) {
    match step {
        Step::Advance { seconds } => app.clock.advance(seconds),
        Step::Password { .. } | Step::Passcode { .. } | Step::WrongPasscode { .. } | Step::Recover { .. } => {
            sign_in(app, model, step).await;
        }
        Step::Add { .. } | Step::Replace { .. } | Step::Confirm { .. } | Step::ProveAndAdd { .. } => {
            devices::enrol(app, model, step).await;
        }
        Step::Remove { .. } | Step::SwitchOff { .. } | Step::SignOut { .. } => devices::end(app, model, step).await,
        Step::Freeze { mail, undone } => freeze::freeze(app, model, mail, undone).await,
        Step::Undo { change, right } => freeze::undo_later(app, model, change, right).await,
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

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: cases(150), ..ProptestConfig::default() })]

    #[test]
    fn p1_p2_p3_p5_p6_p10_hold_over_any_sequence(steps in prop::collection::vec(step(), 1..120)) {
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
