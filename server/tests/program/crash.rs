//! B06: the program is killed with SIGKILL while passcodes are decided. No code works twice, and no answer is lost.

use crate::node::Node;
use app::wire::{cookies::Transport, ssr::Cookie};
use domain::{
    Clock, Store,
    devices::device::NewDevice,
    kernel::{
        seal::{AssociatedData, Key, Vault},
        token::PlainToken,
    },
    sign_in::passcode::step_at,
};
use server::{clock::SystemClock, entropy::OsEntropy};
use sqlx::{Connection, PgConnection, SqliteConnection};
use std::{
    io::{Read, Write},
    net::TcpStream,
    sync::{Arc, Barrier, mpsc},
    thread,
    time::Duration,
};
use store_postgres::PostgresStore;
use store_sqlite::SqliteStore;
use tempfile::TempDir;
use testing::{Fixtures, TestCluster, phone, rounds};

/// Each of them sends a code twice at the same moment, so that fifty decisions are in flight.
const MEMBERS: usize = 25;
const SENT: usize = 2;
/// How often each code is tried again after the restart.
const TRIED: usize = 2;
const SECRET: [u8; 20] = [0x5a; 20];
/// A program that does not answer fails the test.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a crash leaves: the data folder, which is lent to the program while it runs, and the database.
struct Machine {
    folder: TempDir,
    keys: String,
    vault: Vault,
    /// The URL of a PostgreSQL database; `None` for SQLite in the folder.
    postgres: Option<String>,
}

/// An unused code, and the challenges at which it is entered.
struct Passcode {
    code: String,
    challenges: Vec<PlainToken>,
}

/// A whole head of an answer.
struct Answer {
    status: u16,
    /// The cookie of the session that was opened.
    session: Option<String>,
}

impl Machine {
    fn new(postgres: Option<String>) -> Self {
        let (id, secret) = Key::generate(&OsEntropy);
        let mut machine = Self {
            folder: tempfile::tempdir().unwrap(),
            keys: format!("[[key]]\nid = \"{id}\"\nsecret = \"{}\"\n", *secret),
            vault: Vault::new(Key::parse(&id, &secret).unwrap(), Vec::new()),
            postgres,
        };
        // The first start creates the database.
        let node = machine.start();
        machine.folder = node.kill();
        machine
    }

    fn start(&mut self) -> Node {
        let mut variables = vec![
            ("TWOFOLD_KEYS_TOML", self.keys.as_str()),
            ("TWOFOLD_TRUSTED_PROXIES", "127.0.0.1"),
        ];
        variables.extend(self.postgres.as_deref().map(|url| ("TWOFOLD_DATABASE", url)));
        let folder = std::mem::replace(&mut self.folder, tempfile::tempdir().unwrap());
        let node = Node::start_in(folder, &variables);
        assert!(node.serves(), "{}", node.said);
        node
    }

    fn file(&self) -> std::path::PathBuf {
        self.folder.path().join("data/twofold.sqlite")
    }

    /// Creates members with a device and challenges, while the program does not run.
    async fn passcodes(&self, round: usize) -> Vec<Passcode> {
        let store: Arc<dyn Store> = match &self.postgres {
            Some(url) => Arc::new(PostgresStore::connect(url).await.unwrap()),
            None => Arc::new(SqliteStore::open(&self.file()).await.unwrap()),
        };
        let fixtures = Fixtures::with_entropy(store, Arc::new(OsEntropy));
        let mut passcodes = Vec::new();
        for number in 0..MEMBERS {
            let email = format!("member-{round}-{number}@example.com");
            passcodes.push(self.passcode(&fixtures, &email).await);
        }
        passcodes
    }

    async fn passcode(&self, fixtures: &Fixtures, email: &str) -> Passcode {
        let now = SystemClock.now();
        let member = fixtures.member(email).await;
        let mut session = fixtures.session(&member, now).await;
        let mut device = fixtures.new_device(&session, "My phone", now);
        device.secret = self.vault.seal(&SECRET, associated(&device), &OsEntropy).unwrap();
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

    /// Returns the number of sessions, while the program does not run.
    async fn sessions(&self) -> i64 {
        const COUNT: &str = "SELECT COUNT(*) FROM session";
        match &self.postgres {
            Some(url) => {
                let mut connection = PgConnection::connect(url).await.unwrap();
                sqlx::query_scalar(COUNT).fetch_one(&mut connection).await.unwrap()
            }
            None => {
                let url = format!("sqlite:{}", self.file().display());
                let mut connection = SqliteConnection::connect(&url).await.unwrap();
                sqlx::query_scalar(COUNT).fetch_one(&mut connection).await.unwrap()
            }
        }
    }
}

fn associated(device: &NewDevice) -> AssociatedData<'_> {
    AssociatedData {
        table: "device",
        column: "secret",
        row: device.id.as_str(),
        owner: device.member.as_str(),
    }
}

/// Sends the request of this member and returns the answer; `None` if the program was killed before.
fn ask(mut stream: TcpStream, member: usize, request: &str) -> Option<Answer> {
    // Each member has an own network, because wrong codes are also counted for networks.
    let head = format!("Host: localhost:3000\r\nX-Forwarded-For: 10.0.{member}.1\r\nConnection: close");
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
        .write_all(request.replacen("\r\n", &format!("\r\n{head}\r\n"), 1).as_bytes())
        .ok()?;
    let mut answer = Vec::new();
    // A connection that is reset may have brought the head before.
    let _: std::io::Result<usize> = stream.read_to_end(&mut answer);
    let answer = String::from_utf8_lossy(&answer);
    let (head, _) = answer.split_once("\r\n\r\n")?;
    let name = Cookie::Session.name(Transport::Http);
    let session = head.lines().find_map(|line| {
        let (header, value) = line.split_once(": ")?;
        let cookie = value.split(';').next()?;
        (header.eq_ignore_ascii_case("set-cookie") && cookie.starts_with(&format!("{name}=")))
            .then(|| cookie.to_owned())
    });
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some(Answer { status, session })
}

fn enter(code: &str, challenge: &PlainToken) -> String {
    let body = format!("passcode={code}");
    let cookie = format!(
        "{}={}",
        Cookie::Challenge.name(Transport::Http),
        challenge.expose_secret()
    );
    format!(
        "POST /ui/sign-in/passcode HTTP/1.1\r\nSec-Fetch-Site: same-origin\r\nAccept: application/json\r\nCookie: {cookie}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// Sends all codes at the same moment, kills the program after this many answers, and returns what each member got.
fn interrupted(node: Node, passcodes: &[Passcode], answers: usize) -> (TempDir, Vec<Vec<Answer>>) {
    let gate = Arc::new(Barrier::new(MEMBERS * SENT));
    let (answered, arrived) = mpsc::channel();
    let mut got: Vec<Vec<Answer>> = passcodes.iter().map(|_| Vec::new()).collect();
    for (member, passcode) in passcodes.iter().enumerate() {
        for challenge in passcode.challenges.iter().take(SENT) {
            let (gate, answered) = (gate.clone(), answered.clone());
            let request = enter(&passcode.code, challenge);
            let stream = TcpStream::connect(node.address()).unwrap();
            thread::spawn(move || {
                gate.wait();
                answered.send((member, ask(stream, member, &request)))
            });
        }
    }
    drop(answered);
    let mut keep = |(member, answer): (usize, Option<Answer>)| got[member].extend(answer);
    for _ in 0..answers {
        keep(arrived.recv_timeout(PATIENCE).unwrap());
    }
    let folder = node.kill();
    arrived.iter().for_each(&mut keep);
    (folder, got)
}

/// Checks what a member finds after the restart, and tries the code again.
fn check(node: &Node, member: usize, passcode: &Passcode, got: &[Answer]) {
    let connect = || TcpStream::connect(node.address()).unwrap();
    let accepted = got.iter().filter(|answer| answer.status == 200).count();
    for answer in got {
        match &answer.session {
            Some(cookie) => {
                let page = format!("GET /profile HTTP/1.1\r\nAccept: text/html\r\nCookie: {cookie}\r\n\r\n");
                assert_eq!(
                    ask(connect(), member, &page).unwrap().status,
                    200,
                    "an answered session is alive"
                );
            }
            None => assert_eq!(answer.status, 422, "the other of two"),
        }
    }
    let tries = passcode.challenges.iter().skip(SENT);
    let again = tries
        .map(|challenge| ask(connect(), member, &enter(&passcode.code, challenge)).unwrap())
        .filter(|answer| answer.session.is_some())
        .count();
    assert!(accepted + again <= 1, "a code works once: {accepted}, then {again}");
}

async fn killed_while_deciding(postgres: Option<String>) {
    let mut machine = Machine::new(postgres);
    for round in 0..rounds(20) {
        let passcodes = machine.passcodes(round).await;
        let node = machine.start();
        // Each round kills it at another moment, from the first answer to the last but one.
        let (folder, got) = interrupted(node, &passcodes, 1 + round * 11 % (MEMBERS * SENT - 1));
        machine.folder = folder;
        let node = machine.start();
        for (member, (passcode, got)) in passcodes.iter().zip(&got).enumerate() {
            check(&node, member, passcode, got);
        }
        machine.folder = node.kill();
        // The session that set up the device, and the one that the code opened: before the kill, answered or not, or after.
        let expected = i64::try_from((round + 1) * MEMBERS * 2).unwrap();
        assert_eq!(machine.sessions().await, expected, "each code worked once");
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
