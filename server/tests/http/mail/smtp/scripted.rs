//! A mail server that misbehaves where a test wants it.

use std::{
    collections::VecDeque,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

/// The server's answer to a healthy EHLO.
const EXTENSIONS: &str = "250-localhost\r\n250-8BITMIME\r\n250-AUTH PLAIN LOGIN\r\n250 SMTPUTF8";

/// What the server does instead of what it should.
#[derive(Clone, Copy, Debug)]
pub(super) enum Act {
    /// Answers this.
    Says(&'static str),
    /// Never answers.
    Hangs,
    /// Closes the connection.
    Cuts,
}

/// What all connections share.
#[derive(Default)]
struct Shared {
    script: Mutex<VecDeque<(&'static str, Act)>>,
    connections: AtomicUsize,
    commands: Mutex<Vec<String>>,
    taken: Mutex<Vec<String>>,
    closed: AtomicBool,
}

/// The server.
pub(super) struct ScriptedServer {
    pub port: u16,
    shared: Arc<Shared>,
}

impl ScriptedServer {
    /// Starts a server that does these things in this order, each when its command comes; `CONNECT` is a connection,
    /// `CONTENT` the end of a mail.
    pub(super) fn start(script: &[(&'static str, Act)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Shared::default());
        shared.script.lock().unwrap().extend(script);
        let common = shared.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                if common.closed.load(Ordering::SeqCst) {
                    return;
                }
                common.connections.fetch_add(1, Ordering::SeqCst);
                let common = common.clone();
                // A broken connection is the client's, and its test sees it there.
                thread::spawn(move || drop(common.talk(&stream.unwrap())));
            }
        });
        Self { port, shared }
    }

    /// Returns how many connections were made.
    pub(super) fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }

    /// Returns the commands that came, without their arguments.
    pub(super) fn verbs(&self) -> String {
        let commands = self.shared.commands.lock().unwrap();
        let verbs: Vec<_> = commands
            .iter()
            .filter_map(|line| line.split_whitespace().next())
            .collect();
        verbs.join(" ")
    }

    /// Returns the commands that came.
    pub(super) fn commands(&self) -> Vec<String> {
        self.shared.commands.lock().unwrap().clone()
    }

    /// Returns the mails that it took.
    pub(super) fn taken(&self) -> Vec<String> {
        self.shared.taken.lock().unwrap().clone()
    }

    /// Whether everything in the script has happened.
    pub(super) fn played(&self) -> bool {
        self.shared.script.lock().unwrap().is_empty()
    }
}

impl Drop for ScriptedServer {
    fn drop(&mut self) {
        self.shared.closed.store(true, Ordering::SeqCst);
        drop(TcpStream::connect(("127.0.0.1", self.port)));
    }
}

impl Shared {
    /// Returns what the script has for this command, if that is next.
    fn act(&self, verb: &str) -> Option<Act> {
        let mut script = self.script.lock().unwrap();
        let next = script.front().is_some_and(|(at, _)| *at == verb);
        if next {
            script.pop_front().map(|(_, act)| act)
        } else {
            None
        }
    }

    /// Answers as the script says, or else with `answer`; an error ends the connection.
    fn answer(&self, mut stream: &TcpStream, verb: &str, answer: &str) -> std::io::Result<()> {
        let said = match self.act(verb) {
            None => answer,
            Some(Act::Says(said)) => said,
            Some(Act::Cuts) => return Err(std::io::Error::other("cut")),
            Some(Act::Hangs) => {
                while !self.closed.load(Ordering::SeqCst) {
                    thread::sleep(Duration::from_millis(20));
                }
                return Err(std::io::Error::other("closed"));
            }
        };
        write!(stream, "{said}\r\n")?;
        match said.starts_with("421") {
            true => Err(std::io::Error::other("said good-bye")),
            false => Ok(()),
        }
    }

    fn talk(&self, stream: &TcpStream) -> std::io::Result<()> {
        let mut reader = BufReader::new(stream);
        self.answer(stream, "CONNECT", "220 localhost")?;
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line)? == 0 {
                return Ok(());
            }
            self.commands.lock().unwrap().push(line.trim_end().to_owned());
            let verb = line.split_whitespace().next().unwrap_or_default().to_uppercase();
            match verb.as_str() {
                "EHLO" => self.answer(stream, &verb, EXTENSIONS)?,
                "AUTH" => self.answer(stream, &verb, "235 2.7.0 welcome")?,
                "DATA" => {
                    self.answer(stream, &verb, "354 go on")?;
                    let content = content(&mut reader)?;
                    // Noted before the answer, so a connection that is cut here makes a copy.
                    let refused = self.script.lock().unwrap().front().is_some_and(|(at, act)| {
                        *at == "CONTENT" && matches!(act, Act::Says(said) if !said.starts_with('2'))
                    });
                    if !refused {
                        self.taken.lock().unwrap().push(content);
                    }
                    self.answer(stream, "CONTENT", "250 2.0.0 taken")?;
                }
                "QUIT" => return self.answer(stream, &verb, "221 2.0.0 bye"),
                _ => self.answer(stream, &verb, "250 2.0.0 ok")?,
            }
        }
    }
}

/// Reads a mail up to the line with a dot.
fn content(reader: &mut impl BufRead) -> std::io::Result<String> {
    let mut content = String::new();
    while !content.ends_with("\r\n.\r\n") {
        if reader.read_line(&mut content)? == 0 {
            return Err(std::io::Error::other("the client left"));
        }
    }
    Ok(content)
}
