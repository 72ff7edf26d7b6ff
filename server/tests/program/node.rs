//! A running program.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, ChildStderr, Command, Stdio},
};
use tempfile::TempDir;

/// A program that may have ended, with its own folder.
pub(crate) struct Node {
    process: Child,
    log: BufReader<ChildStderr>,
    /// What it logged so far.
    pub said: String,
    address: Option<String>,
    folder: TempDir,
}

impl Node {
    /// Starts the program in an empty folder.
    pub(crate) fn start(variables: &[(&str, &str)]) -> Self {
        Self::start_in(tempfile::tempdir().unwrap(), variables)
    }

    /// Starts the program and waits until it serves or ends.
    pub(crate) fn start_in(folder: TempDir, variables: &[(&str, &str)]) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_twofold"))
            .env_clear()
            .env("TWOFOLD_LISTEN", "127.0.0.1:0")
            .envs(variables.iter().copied())
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut node = Self {
            log: BufReader::new(process.stderr.take().unwrap()),
            process,
            said: String::new(),
            address: None,
            folder,
        };
        node.read_until_served();
        node
    }

    fn read_until_served(&mut self) {
        let mut line = String::new();
        while self.address.is_none() && self.log.read_line(&mut line).unwrap() > 0 {
            if line.contains("\"message\":\"serving\"") {
                let (_, rest) = line.split_once("\"listen\":\"").unwrap();
                self.address = Some(rest.split('"').next().unwrap().to_owned());
            }
            self.said.push_str(&line);
            line.clear();
        }
    }

    /// Returns the next line of the log that contains this text.
    pub(crate) fn logs(&mut self, text: &str) -> String {
        let mut line = String::new();
        while !line.contains(text) {
            line.clear();
            assert!(self.log.read_line(&mut line).unwrap() > 0, "it never logged {text}");
        }
        line
    }

    /// Returns the address that it serves on.
    pub(crate) fn address(&self) -> &str {
        self.address.as_ref().unwrap()
    }

    pub(crate) fn serves(&self) -> bool {
        self.address.is_some()
    }

    /// Asks for a path with this host and returns the whole answer.
    pub(crate) fn get(&self, host: &str, path: &str) -> String {
        self.send(&format!("GET {path}"), &format!("Host: {host}"), "")
    }

    /// Sends method and path, headers and a body, and returns the whole answer.
    pub(crate) fn send(&self, call: &str, headers: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(self.address()).unwrap();
        let request = format!("{call} HTTP/1.1\r\n{headers}\r\nConnection: close\r\n\r\n{body}");
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// Runs another command in its folder; returns whether it succeeded, and what it wrote.
    pub(crate) fn command(&self, name: &str, arguments: &[&str]) -> (bool, String, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_twofold"))
            .env_clear()
            .arg(name)
            .args(arguments)
            .current_dir(self.folder())
            .output()
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.success(), text(&output.stdout), text(&output.stderr))
    }

    /// Returns the folder that it was started in.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Returns a path in its data folder.
    pub(crate) fn data(&self, name: &str) -> PathBuf {
        self.folder.path().join("data").join(name)
    }

    /// Returns its set-up link, if it wrote one.
    pub(crate) fn set_up_link(&self) -> Option<String> {
        fs::read_to_string(self.data("setup-link")).ok()
    }

    /// Kills the program and returns its folder.
    pub(crate) fn kill(mut self) -> TempDir {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        let empty = tempfile::tempdir().unwrap();
        std::mem::replace(&mut self.folder, empty)
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _: std::io::Result<()> = self.process.kill();
        let _: std::io::Result<std::process::ExitStatus> = self.process.wait();
    }
}

/// Copies a file with its mode.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to.parent().unwrap()).unwrap();
    fs::copy(from, to).unwrap();
}
