//! Requests over HTTP on connections that are kept, as a proxy sends them.

use crate::bench_app::BenchApp;
use std::{future::pending, net::SocketAddr};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    sync::Mutex,
};

/// A connection, which one lane uses.
pub(crate) struct Connection(Mutex<BufReader<TcpStream>>);

/// Serves this router on a port and opens this many connections to it.
pub(crate) async fn connections(app: &BenchApp, count: usize) -> Vec<Connection> {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address: SocketAddr = listener.local_addr().unwrap();
    tokio::spawn(server::serve(listener, app.router(), Vec::new(), pending()));
    let mut connections = Vec::new();
    for _ in 0..count {
        let stream = TcpStream::connect(address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        connections.push(Connection(Mutex::new(BufReader::new(stream))));
    }
    connections
}

impl Connection {
    /// Sends a request without a body and reads the answer, which has to be 200.
    pub(crate) async fn get(&self, path: &str, header: &str) {
        let mut stream = self.0.lock().await;
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{header}\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let (mut line, mut length) = (String::new(), 0);
        stream.read_line(&mut line).await.unwrap();
        assert!(line.starts_with("HTTP/1.1 200"), "{line}");
        while line != "\r\n" {
            line.clear();
            stream.read_line(&mut line).await.unwrap();
            if let Some(value) = line.strip_prefix("content-length: ") {
                length = value.trim().parse().unwrap();
            }
        }
        let mut body = vec![0; length];
        stream.read_exact(&mut body).await.unwrap();
    }
}
