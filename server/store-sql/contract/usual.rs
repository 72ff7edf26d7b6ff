//! The usual sign-in, which each database decides in a statement of its own, against the general decision.

use super::activity::all_events;
use crate::fixtures;
use domain::{
    Timestamp,
    activity::{Event, EventDevice},
    kernel::counter::{Closed, Counter, CounterKey, FREE_TRIES, Limits, STOP_AT},
    profile::member::Member,
    sessions::session::SESSIONS,
    sign_in::attempt::{Decision, Evidence},
};
use terms::DAY;
use testing::{Fixtures, T0};

/// What there is when the right passcode comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Nothing,
    OneFailure,
    Wait,
    WaitThatIsOver,
    WaitFromTheFuture,
    Stopped,
    UsedStep,
    EndedChallenge,
    UsedUpChallenge,
    FiftySessions,
}

const STATES: [State; 10] = [
    State::Nothing,
    State::OneFailure,
    State::Wait,
    State::WaitThatIsOver,
    State::WaitFromTheFuture,
    State::Stopped,
    State::UsedStep,
    State::EndedChallenge,
    State::UsedUpChallenge,
    State::FiftySessions,
];

/// What a passcode has led to: the decision, the counter, the device's last step, whether the session is there, and
/// whether an event was recorded.
type Outcome = (Decision, Counter, i64, bool, bool);

async fn fail(w: &Fixtures, member: &Member, times: u32, limits: Limits, now: Timestamp) {
    for _ in 0..times {
        let challenge = w.challenge(member, now).await;
        let mut attempt = w.sign_in(member, &challenge, Evidence::Wrong, now).0;
        attempt.limits = limits;
        assert!(matches!(w.decide(&attempt).await, Decision::Wrong(_)));
    }
}

async fn outcome(w: &Fixtures, state: State, with_mail: bool) -> Outcome {
    let (member, _, device) = w.protected(&format!("{state:?}-{with_mail}@example.com")).await;
    let (limits, low) = (
        Limits::default(),
        Limits {
            free_tries: 9,
            stop_at: 3,
        },
    );
    let (mut now, mut step) = (T0, 200);
    match state {
        State::OneFailure => fail(w, &member, 1, limits, T0).await,
        State::Wait => fail(w, &member, FREE_TRIES, limits, T0).await,
        State::WaitThatIsOver => {
            fail(w, &member, FREE_TRIES, limits, T0).await;
            now = T0.plus(30);
        }
        State::WaitFromTheFuture => fail(w, &member, FREE_TRIES, limits, T0.plus(DAY)).await,
        State::Stopped => fail(w, &member, 3, low, T0).await,
        State::UsedStep => step = 100,
        State::FiftySessions => {
            for n in 0..SESSIONS {
                w.signed_in_with(&member, &device, 110 + n, T0).await;
            }
        }
        State::Nothing | State::EndedChallenge | State::UsedUpChallenge => {}
    }
    let challenge = w.challenge(&member, now).await;
    if state == State::EndedChallenge {
        w.store.end_challenge(&challenge).await.unwrap();
    }
    if state == State::UsedUpChallenge {
        let open = Limits {
            free_tries: 9,
            stop_at: STOP_AT,
        };
        for _ in 0..5 {
            let mut wrong = w.sign_in(&member, &challenge, Evidence::Wrong, now).0;
            wrong.limits = open;
            w.decide(&wrong).await;
        }
    }
    let evidence = Evidence::Step { device, step };
    let (mut attempt, session) = w.sign_in(&member, &challenge, evidence, now);
    if with_mail {
        attempt.effects.mails = vec![w.mail()];
    }
    let decision = w.decide(&attempt).await;
    let counter = w.store.counter(&CounterKey::Passcode(member.id.clone())).await.unwrap();
    let devices = w.store.candidates(&member.id).await.unwrap();
    let reported = is_reported(w, &member, &attempt.effects.events[0]).await;
    (
        decision,
        counter,
        devices[0].last_step,
        w.is_there(&session.digest).await,
        reported,
    )
}

/// Whether the event is in the activity, as it was given and with the name of its device.
async fn is_reported(w: &Fixtures, member: &Member, given: &Event) -> bool {
    let named = EventDevice {
        name: Some("phone".to_owned()),
        ..given.device.clone().unwrap()
    };
    let written = Event {
        device: Some(named),
        ..given.clone()
    };
    let events = w.store.events(&all_events(member), 1_000).await.unwrap();
    let found = events.iter().find(|event| event.session == given.session);
    assert!(found.is_none_or(|found| *found == written), "{found:?}");
    found.is_some()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_usual_statement_decides_as_the_rules_do() {
    let w = &fixtures().await;
    for state in STATES {
        let (usual, general) = (outcome(w, state, false).await, outcome(w, state, true).await);
        assert_eq!(usual, general, "{state:?}");
        let (decision, _, last_step, opened, reported) = usual;
        assert_eq!(reported, opened, "{state:?}: an event with each success");
        let accepted = matches!(
            state,
            State::Nothing
                | State::OneFailure
                | State::WaitThatIsOver
                | State::WaitFromTheFuture
                | State::FiftySessions
        );
        assert_eq!(opened, accepted, "{state:?}: {decision:?}");
        assert_eq!(
            last_step == 200,
            accepted,
            "{state:?}: the step is used up with what it opens"
        );
        match state {
            State::Wait => assert_eq!(decision, Decision::Closed(Closed::Wait(T0.plus(30)))),
            State::Stopped => assert_eq!(decision, Decision::Closed(Closed::Stopped)),
            State::UsedStep => assert!(matches!(decision, Decision::Wrong(_))),
            State::EndedChallenge | State::UsedUpChallenge => assert_eq!(decision, Decision::Gone),
            _ => assert_eq!(decision, Decision::Accepted, "{state:?}"),
        }
    }
}
