//! Killed while members change their security: what was answered with success is there in whole, what was not answered is
//! there in whole or not at all, and no code, recovery code or link works twice.

use super::{
    Form, Machine,
    changes::{Counts, counts, difference, is},
    interrupted,
    members::{Kind, NEW_PASSWORD, Preparation, Ready},
    open, rows,
};
use crate::{
    node::Node,
    person::{Message, PASSWORD},
};
use domain::Clock;
use server::clock::SystemClock;
use std::{collections::BTreeMap, net::TcpListener, thread, time::Duration};
use testing::{TestCluster, rounds};

/// Members for each kind of operation, all of them in flight at the same moment.
const MEMBERS: usize = 2;
const IN_FLIGHT: usize = MEMBERS * Kind::ALL.len();
/// From so many rounds on, each kind has to be killed with and without an answer.
const LONG_SERIES: usize = 200;

/// Interrupted making of recovery codes blocks the next set for a minute. The test removes that limit instead of waiting.
const MINUTE_LATER: &str = "DELETE FROM try_window WHERE subject LIKE 'code set in progress %'";

/// What the database holds of an operation after the kill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    Nothing,
    /// The step-up before it.
    StepUp,
    Whole,
}

/// How often the operations of a kind were found so.
#[derive(Debug, Default)]
struct Tally {
    answered: usize,
    /// Without an answer, but in whole.
    whole: usize,
    /// Without an answer, the step-up only.
    step_up: usize,
    /// Without an answer and without a trace.
    nothing: usize,
}

impl Found {
    fn of(ready: &Ready, change: &Counts) -> Self {
        let kind = ready.kind;
        if change.is_empty() {
            return Self::Nothing;
        }
        if is(change, kind.whole()) {
            return Self::Whole;
        }
        let step_up = kind.step_up().is_some_and(|step_up| is(change, step_up));
        assert!(step_up, "half done: {kind:?} of {}: {change:?}", ready.email);
        Self::StepUp
    }
}

impl Tally {
    fn count(&mut self, answered: bool, found: Found) {
        let counted = match (answered, found) {
            (true, _) => &mut self.answered,
            (false, Found::Whole) => &mut self.whole,
            (false, Found::StepUp) => &mut self.step_up,
            (false, Found::Nothing) => &mut self.nothing,
        };
        *counted += 1;
    }
}

/// Returns the cookies of a browser that had this one and got this answer.
fn kept(cookie: &str, answer: &Message) -> String {
    let mut jar = BTreeMap::from_iter(
        cookie
            .split_once('=')
            .map(|(name, value)| (name.to_owned(), value.to_owned())),
    );
    jar.extend(answer.cookies());
    let pairs: Vec<_> = jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("; ")
}

/// Checks what a member finds after the restart, and sends the form again. Returns what the database has to hold then.
fn check(node: &Node, ready: &Ready, answer: Option<&Message>, found: Found) -> Found {
    let (kind, member) = (ready.kind, ready.form.member);
    let mut form = ready.form.clone();
    if let Some(answer) = answer {
        assert_eq!(answer.status(), 200, "{kind:?}: {answer:?}");
        assert_eq!(found, Found::Whole, "{kind:?} is lost, although it was answered");
        form.cookie = kept(&form.cookie, answer);
        let page = answer.only("location");
        assert_eq!(open(node, member, page, &form.cookie), 200, "{kind:?}: {page}");
    }
    // A pending device would be replaced by another.
    if (kind, found) == (Kind::Enrolment, Found::Whole) {
        return found;
    }
    let again = form.send(node).status();
    match (found, kind) {
        (Found::Nothing, _) => assert_eq!(again, 200, "{kind:?} can be done as if nothing had been"),
        // The form says what is so already.
        (Found::Whole, Kind::Freeze) => assert_eq!(again, 200),
        (Found::Whole, _) => assert!((400..500).contains(&again), "{kind:?} works once: {again}"),
        (Found::StepUp, _) => assert_eq!(again, 401, "{kind:?}: the session's token was replaced"),
    }
    match found {
        Found::Nothing => Found::Whole,
        found => found,
    }
}

/// Checks that a sign-in finds the operation done, and that what it took opens nothing else.
fn signs_in(node: &Node, ready: &Ready, found: Found) {
    let kind = ready.kind;
    let enter = |password| {
        let fields = [("email", ready.email.as_str()), ("password", password)];
        Form::new(ready.form.member, "sign-in", String::new(), &fields).send(node)
    };
    match (kind, found) {
        (Kind::Freeze | Kind::Undo, _) => assert_eq!(enter(PASSWORD).status(), 403, "{kind:?}: it is frozen"),
        (Kind::PasswordChange, Found::Whole) => {
            let statuses = [PASSWORD, NEW_PASSWORD].map(|password| enter(password).status());
            assert_eq!(statuses, [422, 200], "the new password counts");
        }
        _ => {
            let challenged = enter(PASSWORD);
            let challenge = kept("", &challenged);
            assert!(challenge.contains("challenge="), "{kind:?}: {challenged:?}");
            if let Some((endpoint, field, code)) = &ready.spent {
                let form = Form::new(ready.form.member, endpoint, challenge, &[(*field, code.as_str())]);
                assert_eq!(form.send(node).status(), 422, "{kind:?}: its code works once");
            }
        }
    }
}

/// Lets all members act at the same time.
fn at_once<T: Send>(ready: &[Ready], act: impl Fn(usize, &Ready) -> T + Sync) -> Vec<T> {
    let act = &act;
    thread::scope(|scope| {
        let members = ready.iter().enumerate();
        let acting: Vec<_> = members
            .map(|(number, ready)| scope.spawn(move || act(number, ready)))
            .collect();
        acting.into_iter().map(|acting| acting.join().unwrap()).collect()
    })
}

async fn prepared(machine: &Machine, round: usize) -> Vec<Ready> {
    let preparation = Preparation::new(machine).await;
    let mut ready = Vec::new();
    for number in round * IN_FLIGHT..(round + 1) * IN_FLIGHT {
        let kind = Kind::ALL[number % Kind::ALL.len()];
        let email = format!("member-{number}@example.com");
        ready.push(preparation.ready(kind, number, email).await);
    }
    ready
}

/// Each round kills the program at another moment: after so many answers, and up to five milliseconds later.
fn moment(round: usize) -> (usize, Duration) {
    let later = u64::try_from(round * 739 % 5000).unwrap();
    (round * 7 % IN_FLIGHT, Duration::from_micros(later))
}

async fn round(machine: &mut Machine, number: usize, tallies: &mut BTreeMap<Kind, Tally>) {
    let ready = prepared(machine, number).await;
    let (database, since) = (machine.database(), SystemClock.now());
    let before = counts(&database, &ready, since).await;
    let found = async || {
        let after = counts(&database, &ready, since).await;
        let each = ready.iter().zip(before.iter().zip(&after));
        let found = each.map(|(ready, (before, after))| Found::of(ready, &difference(before, after)));
        found.collect::<Vec<_>>()
    };
    let node = machine.start();
    let forms: Vec<_> = ready.iter().map(|ready| ready.form.clone()).collect();
    let (folder, answers) = interrupted(node, &forms, moment(number));
    machine.folder = folder;
    let node = machine.start();
    rows(&database, MINUTE_LATER).await;
    let after = found().await;
    for (ready, (answer, found)) in ready.iter().zip(answers.iter().zip(&after)) {
        tallies.entry(ready.kind).or_default().count(answer.is_some(), *found);
    }
    let expected = at_once(&ready, |number, ready| {
        check(&node, ready, answers[number].as_ref(), after[number])
    });
    assert_eq!(
        found().await,
        expected,
        "what was done again is whole, and nothing was done twice"
    );
    at_once(&ready, |number, ready| signs_in(&node, ready, expected[number]));
    machine.folder = node.kill();
}

async fn killed_while_changing(postgres: Option<String>) {
    // It takes connections and says nothing, so that every mail stays in the outbox.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let smtp = format!("smtp://{}", silent.local_addr().unwrap());
    let mut machine = Machine::new(postgres, vec![("TWOFOLD_SMTP", smtp)]);
    let (mut tallies, rounds) = (BTreeMap::new(), rounds(20));
    for number in 0..rounds {
        round(&mut machine, number, &mut tallies).await;
    }
    println!("{rounds} rounds: {tallies:#?}");
    if rounds >= LONG_SERIES {
        for (kind, tally) in tallies {
            let both = tally.answered > 0 && tally.step_up + tally.nothing > 0;
            assert!(
                both,
                "{kind:?} was never killed with, or never without an answer: {tally:?}"
            );
        }
    }
}

#[tokio::test]
async fn b06_b11_killed_while_changing_on_sqlite() {
    killed_while_changing(None).await;
}

#[tokio::test]
async fn b06_b11_killed_while_changing_on_postgres() {
    let cluster = TestCluster::start().unwrap();
    killed_while_changing(Some(cluster.database().await.unwrap())).await;
}
