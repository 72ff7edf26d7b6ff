//! The program is killed with SIGKILL at any moment of its work: no answer is lost, nothing is half done, no code works twice.

mod changes;
mod members;
mod operations;
mod passcodes;

use crate::{node::Node, person::Message};
use app::wire::{cookies::Transport, ssr::Cookie};
use domain::kernel::{
    seal::{Key, Vault},
    token::PlainToken,
};
use server::entropy::OsEntropy;
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use std::{
    io::{Read, Write},
    net::TcpStream,
    sync::{Arc, Barrier, mpsc},
    thread,
    time::Duration,
};
use tempfile::TempDir;
use testing::Database;

/// A program that does not answer fails the test.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a crash leaves: the data folder, which is lent to the program while it runs, and the database.
struct Machine {
    folder: TempDir,
    keys: String,
    vault: Arc<Vault>,
    /// The URL of a PostgreSQL database; `None` for SQLite in the folder.
    postgres: Option<String>,
    /// More settings of the program.
    settings: Vec<(&'static str, String)>,
}

/// A form of a member's browser, as the client's script sends it.
#[derive(Clone)]
struct Form {
    /// The number of the member, who has a network of their own, because wrong codes are also counted for networks.
    member: usize,
    endpoint: &'static str,
    cookie: String,
    body: String,
}

impl Machine {
    fn new(postgres: Option<String>, settings: Vec<(&'static str, String)>) -> Self {
        let (id, secret) = Key::generate(&OsEntropy);
        let mut machine = Self {
            folder: tempfile::tempdir().unwrap(),
            keys: format!("[[key]]\nid = \"{id}\"\nsecret = \"{}\"\n", *secret),
            vault: Arc::new(Vault::new(Key::parse(&id, &secret).unwrap(), Vec::new())),
            postgres,
            settings,
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
        variables.extend(self.settings.iter().map(|(name, value)| (*name, value.as_str())));
        let folder = std::mem::replace(&mut self.folder, tempfile::tempdir().unwrap());
        let node = Node::start_in(folder, &variables);
        assert!(node.serves(), "{}", node.said);
        node
    }

    /// Returns the database, for what a test writes while the program does not run.
    fn database(&self) -> Database {
        match &self.postgres {
            Some(url) => Database::Postgres(url.clone()),
            None => Database::File(self.folder.path().join("data/twofold.sqlite")),
        }
    }
}

/// Runs a query of two texts and a number on a connection of its own, which is closed before the next kill.
async fn rows(database: &Database, sql: &str) -> Vec<(String, String, i64)> {
    let sql = AssertSqlSafe(sql.to_owned());
    match database {
        Database::Postgres(url) => {
            let mut connection = PgConnection::connect(url).await.unwrap();
            let rows = sqlx::query_as(sql).fetch_all(&mut connection).await.unwrap();
            connection.close().await.unwrap();
            rows
        }
        sqlite => {
            let url = format!("sqlite:{}", sqlite.file().unwrap().display());
            let mut connection = SqliteConnection::connect(&url).await.unwrap();
            let rows = sqlx::query_as(sql).fetch_all(&mut connection).await.unwrap();
            connection.close().await.unwrap();
            rows
        }
    }
}

impl Form {
    fn new(member: usize, endpoint: &'static str, cookie: String, fields: &[(&str, &str)]) -> Self {
        let mut body = form_urlencoded::Serializer::new(String::new());
        Self {
            member,
            endpoint,
            cookie,
            body: body.extend_pairs(fields).finish(),
        }
    }

    fn request(&self) -> String {
        let Self {
            endpoint, cookie, body, ..
        } = self;
        format!(
            "POST /ui/{endpoint} HTTP/1.1\r\nSec-Fetch-Site: same-origin\r\nAccept: application/json\r\nCookie: {cookie}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
    }

    /// Sends the form and waits for the answer.
    #[track_caller]
    fn send(&self, node: &Node) -> Message {
        let stream = TcpStream::connect(node.address()).unwrap();
        ask(stream, self.member, &self.request()).expect("an answer")
    }
}

/// Opens a page as this member and returns the status.
fn open(node: &Node, member: usize, path: &str, cookie: &str) -> u16 {
    let page = format!("GET {path} HTTP/1.1\r\nAccept: text/html\r\nCookie: {cookie}\r\n\r\n");
    let stream = TcpStream::connect(node.address()).unwrap();
    ask(stream, member, &page).expect("an answer").status()
}

fn cookie(cookie: Cookie, token: &PlainToken) -> String {
    format!("{}={}", cookie.name(Transport::Http), token.expose_secret())
}

/// Sends the request of this member and returns the head of the answer; `None` if the program was killed before.
fn ask(mut stream: TcpStream, member: usize, request: &str) -> Option<Message> {
    let network = format!("10.{}.{}.1", member / 256, member % 256);
    let head = format!("Host: localhost:3000\r\nX-Forwarded-For: {network}\r\nConnection: close");
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
        .write_all(request.replacen("\r\n", &format!("\r\n{head}\r\n"), 1).as_bytes())
        .ok()?;
    let mut answer = Vec::new();
    // A connection that is reset may have brought the head before.
    let _: std::io::Result<usize> = stream.read_to_end(&mut answer);
    let answer = String::from_utf8_lossy(&answer);
    let (head, _) = answer.split_once("\r\n\r\n")?;
    Some(Message::parse(&format!("{head}\r\n\r\n")))
}

/// Sends all forms at the same moment, and kills the program this long after so many answers, or at the next one. Returns the
/// answer to each.
fn interrupted(node: Node, forms: &[Form], (answers, later): (usize, Duration)) -> (TempDir, Vec<Option<Message>>) {
    let gate = Arc::new(Barrier::new(forms.len()));
    let (answered, arrived) = mpsc::channel();
    let mut got: Vec<_> = forms.iter().map(|_| None).collect();
    for (number, form) in forms.iter().enumerate() {
        let (gate, answered) = (gate.clone(), answered.clone());
        let (member, request) = (form.member, form.request());
        let stream = TcpStream::connect(node.address()).unwrap();
        thread::spawn(move || {
            gate.wait();
            answered.send((number, ask(stream, member, &request)))
        });
    }
    drop(answered);
    let mut keep = |(number, answer): (usize, Option<Message>)| got[number] = answer;
    for _ in 0..answers {
        keep(arrived.recv_timeout(PATIENCE).unwrap());
    }
    if let Ok(answer) = arrived.recv_timeout(later) {
        keep(answer);
    }
    let folder = node.kill();
    arrived.iter().for_each(&mut keep);
    (folder, got)
}
