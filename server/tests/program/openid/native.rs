//! The Rust app: a native app with a free port of a loopback address.

use super::{ANA, added, agrees, opens, signed_in};
use crate::{
    app::value,
    forward_auth::add_device,
    front::free_port,
    node::Node,
    person::{Message, Person},
};
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

/// The app on a terminal, killed on drop.
struct Terminal {
    process: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _: std::io::Result<()> = self.process.kill();
        let _: std::io::Result<std::process::ExitStatus> = self.process.wait();
    }
}

impl Terminal {
    fn start(origin: &str, id: &str) -> Self {
        let built = Path::new(env!("CARGO_BIN_EXE_twofold")).with_file_name("examples/rust-app");
        assert!(built.is_file(), "first run: cargo build -p server --example rust-app");
        let mut process = Command::new(built)
            .env_clear()
            .env("ISSUER", origin)
            .env("CLIENT_ID", id)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        Self {
            input: process.stdin.take(),
            output: BufReader::new(process.stdout.take().unwrap()),
            process,
        }
    }

    /// Returns the next line that it prints; if it ends instead, what it says about that is in the panic.
    #[track_caller]
    fn line(&mut self) -> String {
        let mut line = String::new();
        if self.output.read_line(&mut line).unwrap() == 0 {
            panic!("it ended: {}", self.complains());
        }
        line.trim_end().to_owned()
    }

    /// Returns the address that it wants to be opened.
    #[track_caller]
    fn address(&mut self, what: &str) -> String {
        let line = self.line();
        let address = line.strip_prefix(what).unwrap_or_else(|| panic!("{line}"));
        address.to_owned()
    }

    /// Returns what it prints about the person.
    #[track_caller]
    fn person(&mut self) -> String {
        (0..5).map(|_| self.line() + "\n").collect()
    }

    /// Types a line.
    fn asks_again(&mut self) {
        self.input.as_mut().unwrap().write_all(b"\n").unwrap();
    }

    /// Waits until it has failed, and returns what it says about that.
    fn complains(&mut self) -> String {
        assert!(!self.process.wait().unwrap().success());
        let mut errors = String::new();
        self.process.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
        errors
    }
}

/// Opens an address of the app, as a browser does that Twofold has led there, and returns the page.
#[track_caller]
fn comes_back(address: &str) -> Message {
    let (host, path) = address.strip_prefix("http://").unwrap().split_once('/').unwrap();
    assert!(host.starts_with("127.0.0.1:"), "{address}");
    let mut stream = TcpStream::connect(host).unwrap();
    write!(stream, "GET /{path} HTTP/1.1\r\nHost: {host}\r\n\r\n").unwrap();
    let mut page = String::new();
    stream.read_to_string(&mut page).unwrap();
    Message::parse(&page)
}

/// Returns a node that browsers and apps reach directly, its origin, and the owner.
fn stage() -> (Node, String, Person) {
    let port = free_port();
    let (listen, host) = (format!("127.0.0.1:{port}"), format!("localhost:{port}"));
    let origin = format!("http://{host}");
    let node = Node::start(&[("TWOFOLD_LISTEN", &listen), ("TWOFOLD_ORIGIN", &origin)]);
    assert!(node.serves(), "{}", node.said);
    let ana = Person::owner(&node, &host, ANA);
    (node, origin, ana)
}

#[test]
fn a_native_app_signs_in_refreshes_and_signs_out() {
    let (node, origin, mut ana) = stage();
    add_device(&mut ana, "My phone");
    let id = value(
        &added(&node, &["--public", "--redirect", "http://127.0.0.1/callback"]),
        "client_id",
    );
    let mut app = Terminal::start(&origin, &id);
    let address = app.address("Open in your browser: ");
    assert!(address.contains("acr_values=urn%3Atwofold%3Aacr%3Amfa"), "{address}");
    let back = agrees(&mut ana, &origin, &address);
    // A stranger on the same machine who guesses the port has no state.
    let guessed = format!("{}?code=x&state=x", back.split('?').next().unwrap());
    assert_eq!(comes_back(&guessed).status(), 404);
    assert_eq!(comes_back(&back).status(), 200);
    let person = app.person();
    assert_eq!(value(&person, "email"), ANA);
    assert_eq!(value(&person, "acr"), "urn:twofold:acr:mfa");
    assert_eq!(value(&person, "amr"), "pwd otp");
    assert!(value(&person, "auth_time").parse::<i64>().unwrap() > 0);
    for _ in 0..2 {
        app.asks_again();
        assert_eq!(app.person(), person, "the same sign-in");
    }

    // The same app on another terminal: it is known already. It signs out, and so is everything of this session.
    let mut other = Terminal::start(&origin, &id);
    let address = other.address("Open in your browser: ");
    let back = opens(&mut ana, &origin, &address);
    assert_eq!(comes_back(&back).status(), 200);
    assert_eq!(other.person(), person);
    other.input = None;
    let address = other.address("Open in your browser to sign out: ");
    assert!(signed_in(&mut ana));
    assert_eq!(opens(&mut ana, &origin, &address), "/sign-in?ready=signed-out");
    assert!(!signed_in(&mut ana));
    app.asks_again();
    assert_eq!(app.complains(), "The session has ended at Twofold.\n");
}

/// Starts the app, of which nobody is asked, and returns it with the address that it wants to be opened.
fn started(node: &Node, origin: &str) -> (Terminal, String) {
    let options = ["--public", "--no-consent", "--redirect", "http://127.0.0.1/callback"];
    let id = value(&added(node, &options), "client_id");
    let mut app = Terminal::start(origin, &id);
    let address = app.address("Open in your browser: ");
    (app, address)
}

#[test]
fn a_native_app_takes_no_answer_of_another_issuer() {
    let (node, origin, mut ana) = stage();
    add_device(&mut ana, "My phone");
    let (mut app, address) = started(&node, &origin);
    let back = opens(&mut ana, &origin, &address);
    let issuer: String = form_urlencoded::byte_serialize(origin.as_bytes()).collect();
    assert!(back.contains(&issuer), "{back}");
    comes_back(&back.replace(&issuer, "https%3A%2F%2Fevil.example"));
    assert_eq!(app.complains(), "the answer is of another issuer\n");
}

#[test]
fn a_native_app_takes_no_weaker_proof() {
    let (node, origin, mut ana) = stage();
    let (mut app, address) = started(&node, &origin);
    let asks = opens(&mut ana, &origin, &address);
    assert!(
        asks.starts_with("/apps/allow?"),
        "the page says what is missing: {asks}"
    );
    // The person removes the demand from the address.
    let demand = "&acr_values=urn%3Atwofold%3Aacr%3Amfa";
    assert!(address.contains(demand), "{address}");
    let back = opens(&mut ana, &origin, &address.replace(demand, ""));
    comes_back(&back);
    assert_eq!(app.complains(), "a second factor is needed\n");
}
