//! An application behind a proxy, and what comes of requests to it.

use crate::person::Message;
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

/// An application that answers with the request that reached it.
pub(crate) struct Application {
    pub address: String,
    reached: Arc<AtomicUsize>,
}

impl Application {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let reached = Arc::new(AtomicUsize::new(0));
        let counter = reached.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let counter = counter.clone();
                thread::spawn(move || echo(&stream.unwrap(), &counter));
            }
        });
        Self { address, reached }
    }

    /// Returns how many requests reached it.
    pub(crate) fn reached(&self) -> usize {
        self.reached.load(Ordering::SeqCst)
    }
}

/// Answers one request. A connection without one is closed.
fn echo(mut stream: &TcpStream, reached: &AtomicUsize) {
    let mut reader = BufReader::new(stream);
    let mut request = String::new();
    while !request.ends_with("\r\n\r\n") {
        if reader.read_line(&mut request).unwrap_or(0) == 0 {
            return;
        }
    }
    reached.fetch_add(1, Ordering::SeqCst);
    let length = Message::parse(&request).all("content-length").concat();
    let mut body = vec![0; length.parse().unwrap_or(0)];
    reader.read_exact(&mut body).unwrap();
    request.push_str(&String::from_utf8(body).unwrap());
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length:";
    let _: std::io::Result<()> = write!(stream, "{head} {}\r\n\r\n{request}", request.len());
}

/// What came of a request.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// The application got this.
    Passed(Message),
    /// The client got this, and the application nothing.
    Stopped(Message),
}

impl Outcome {
    #[track_caller]
    pub(crate) fn passed(self) -> Message {
        match self {
            Self::Passed(request) => request,
            Self::Stopped(answer) => panic!("it did not pass: {answer:?}"),
        }
    }

    #[track_caller]
    pub(crate) fn stopped(self) -> Message {
        match self {
            Self::Stopped(answer) => answer,
            Self::Passed(request) => panic!("it passed: {request:?}"),
        }
    }

    /// Checks that a program is told why it is refused.
    #[track_caller]
    pub(crate) fn refused(self, status: u16, code: &str) {
        let answer = self.stopped();
        assert_eq!(answer.status(), status, "{answer:?}");
        assert_eq!(answer.only("content-type"), "application/problem+json");
        assert!(answer.body.contains(&format!("\"code\":\"{code}\"")), "{answer:?}");
        match status {
            401 => assert!(answer.only("www-authenticate").starts_with("Bearer"), "{answer:?}"),
            _ => assert!(answer.all("www-authenticate").is_empty(), "{answer:?}"),
        }
    }

    /// Checks that a browser is led somewhere, and returns the answer and the target.
    #[track_caller]
    pub(crate) fn led(self) -> (Message, String) {
        let answer = self.stopped();
        assert_eq!(answer.status(), 302, "{answer:?}");
        let target = answer.only("location").to_owned();
        (answer, target)
    }
}
