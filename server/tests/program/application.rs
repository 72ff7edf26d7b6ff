//! An application behind a proxy.

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
