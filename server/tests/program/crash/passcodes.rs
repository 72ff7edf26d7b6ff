//! B06: killed while passcodes are decided.

use super::{Form, Machine, cookie, interrupted, open, rows};
use crate::{node::Node, person::Message};
use app::wire::{cookies::Transport, ssr::Cookie};
use domain::{
    Clock,
    devices::device::NewDevice,
    kernel::{seal::AssociatedData, token::PlainToken},
    sign_in::passcode::step_at,
};
use server::{clock::SystemClock, entropy::OsEntropy};
use std::{sync::Arc, time::Duration};
use testing::{Fixtures, TestCluster, phone, rounds};

/// Each of them sends a code twice at the same moment, so that fifty decisions are in flight.
const MEMBERS: usize = 25;
const SENT: usize = 2;
/// How often each code is tried again after the restart.
const TRIED: usize = 2;
const SECRET: [u8; 20] = [0x5a; 20];

/// An unused code, and the challenges at which it is entered.
struct Passcode {
    code: String,
    challenges: Vec<PlainToken>,
}

impl Passcode {
    /// The forms with this code of a member, one for each challenge.
    fn forms(&self, member: usize) -> impl Iterator<Item = Form> {
        let fields = [("passcode", self.code.as_str())];
        let challenges = self.challenges.iter().map(|token| cookie(Cookie::Challenge, token));
        challenges.map(move |challenge| Form::new(member, "sign-in/passcode", challenge, &fields))
    }
}

/// Creates members with a device and challenges, while the program does not run.
async fn passcodes(machine: &Machine, round: usize) -> Vec<Passcode> {
    let fixtures = Fixtures::with_entropy(machine.database().open().await, Arc::new(OsEntropy));
    let mut passcodes = Vec::new();
    for number in 0..MEMBERS {
        let email = format!("member-{round}-{number}@example.com");
        passcodes.push(passcode(machine, &fixtures, &email).await);
    }
    passcodes
}

async fn passcode(machine: &Machine, fixtures: &Fixtures, email: &str) -> Passcode {
    let now = SystemClock.now();
    let member = fixtures.member(email).await;
    let mut session = fixtures.session(&member, now).await;
    let mut device = fixtures.new_device(&session, "My phone", now);
    device.secret = machine.vault.seal(&SECRET, associated(&device), &OsEntropy).unwrap();
    fixtures.add(&device, &session).await;
    fixtures.confirmed(&device, &mut session, step_at(now) - 2, now).await;
    let mut challenges = Vec::new();
    for _ in 0..SENT + TRIED {
        challenges.push(fixtures.challenge_token(&member, now).await);
    }
    // The code of the next step is accepted already, and for the longest time.
    let code = phone::code(&SECRET, step_at(now) + 1);
    Passcode { code, challenges }
}

fn associated(device: &NewDevice) -> AssociatedData<'_> {
    AssociatedData {
        table: "device",
        column: "secret",
        row: device.id.as_str(),
        owner: device.member.as_str(),
    }
}

/// Returns the cookie of the session that was opened.
fn session(answer: &Message) -> Option<String> {
    let name = Cookie::Session.name(Transport::Http);
    answer.cookies().get(name).map(|token| format!("{name}={token}"))
}

/// Checks what a member finds after the restart, and tries the code again.
fn check(node: &Node, member: usize, passcode: &Passcode, got: &[Option<Message>]) {
    let accepted = got.iter().flatten().filter(|answer| answer.status() == 200).count();
    for answer in got.iter().flatten() {
        match session(answer) {
            Some(cookie) => assert_eq!(
                open(node, member, "/profile", &cookie),
                200,
                "an answered session is alive"
            ),
            None => assert_eq!(answer.status(), 422, "the other of two"),
        }
    }
    let tries = passcode.forms(member).skip(SENT);
    let again = tries.filter(|form| session(&form.send(node)).is_some()).count();
    assert!(accepted + again <= 1, "a code works once: {accepted}, then {again}");
}

async fn killed_while_deciding(postgres: Option<String>) {
    let mut machine = Machine::new(postgres, Vec::new());
    for round in 0..rounds(20) {
        let passcodes = passcodes(&machine, round).await;
        let node = machine.start();
        let members = passcodes.iter().enumerate();
        let forms: Vec<_> = members
            .flat_map(|(member, code)| code.forms(member).take(SENT))
            .collect();
        // Each round kills it at another moment, from the first answer to the last but one.
        let moment = (1 + round * 11 % (MEMBERS * SENT - 1), Duration::ZERO);
        let (folder, got) = interrupted(node, &forms, moment);
        machine.folder = folder;
        let node = machine.start();
        for (member, (passcode, got)) in passcodes.iter().zip(got.chunks(SENT)).enumerate() {
            check(&node, member, passcode, got);
        }
        machine.folder = node.kill();
        // The session that set up the device, and the one that the code opened: before the kill, answered or not, or after.
        let expected = i64::try_from((round + 1) * MEMBERS * 2).unwrap();
        let found = rows(&machine.database(), "SELECT '', '', COUNT(*) FROM session").await;
        assert_eq!(found[0].2, expected, "each code worked once");
    }
}

#[tokio::test]
async fn b06_killed_while_deciding_on_sqlite() {
    killed_while_deciding(None).await;
}

#[tokio::test]
async fn b06_killed_while_deciding_on_postgres() {
    let cluster = TestCluster::start().unwrap();
    killed_while_deciding(Some(cluster.database().await.unwrap())).await;
}
