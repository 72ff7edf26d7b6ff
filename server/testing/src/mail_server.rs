//! A mail server of another author: aiosmtpd, which `scripts/setup` installs.

use std::{
    env, fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};
use tempfile::TempDir;

const PROGRAM: &str = include_str!("mail_server.py");

/// How the mail server encrypts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailTls {
    /// Never.
    None,
    /// From the first byte.
    Implicit,
    /// After `STARTTLS`, without which it takes nothing.
    StartTls,
}

/// What a mail server demands and can do.
#[derive(Clone, Copy, Debug)]
pub struct MailServerPlan<'a> {
    /// How it encrypts.
    pub tls: MailTls,
    /// The user and password that it demands.
    pub login: Option<(&'a str, &'a str)>,
    /// Whether it takes addresses that are not ASCII.
    pub utf8: bool,
}

/// A mail server at a port of 127.0.0.1, with a self-signed certificate for `localhost`. It ends with this value, and when
/// the process ends or is killed.
pub struct MailServer {
    process: Child,
    options: String,
    port: u16,
    folder: TempDir,
}

impl MailServer {
    /// Starts a mail server.
    pub fn start(plan: MailServerPlan<'_>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        if plan.tls != MailTls::None {
            make_certificate(folder.path());
        }
        let tls = match plan.tls {
            MailTls::None => "none",
            MailTls::Implicit => "implicit",
            MailTls::StartTls => "starttls",
        };
        let login = plan.login.map_or("null".to_owned(), |(user, password)| {
            format!("[{user:?}, {password:?}]")
        });
        let (path, utf8) = (folder.path().display(), plan.utf8);
        let options =
            format!(r#""folder": "{path}", "list": "{path}/list", "tls": "{tls}", "login": {login}, "utf8": {utf8}"#);
        let (process, port) = spawn(&options, 0);
        Self {
            process,
            options,
            port,
            folder,
        }
    }

    /// Returns its port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Returns the file of its certificate.
    pub fn certificate(&self) -> PathBuf {
        self.folder.path().join("crt")
    }

    /// Kills it with all its connections.
    pub fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Starts it once more at its port, after it was killed.
    pub fn restart(&mut self) {
        let (process, port) = spawn(&self.options, self.port);
        assert_eq!(port, self.port);
        self.process = process;
    }

    /// Returns the mails that it took, each a line of JSON.
    pub fn taken(&self) -> Vec<String> {
        let list = fs::read_to_string(self.folder.path().join("list")).unwrap_or_default();
        list.split_inclusive('\n')
            .filter_map(|line| line.strip_suffix('\n'))
            .map(str::to_owned)
            .collect()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _: std::io::Result<()> = self.process.kill();
        let _: std::io::Result<std::process::ExitStatus> = self.process.wait();
    }
}

/// Starts the program, which ends when its standard input closes, and returns its port.
fn spawn(options: &str, port: u16) -> (Child, u16) {
    let mut process = Command::new(python())
        .args(["-c", PROGRAM, &format!(r#"{{"port": {port}, {options}}}"#)])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(process.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    (process, line.trim().parse().expect("the port of the mail server"))
}

/// Returns the Python that has aiosmtpd.
fn python() -> PathBuf {
    let path = env::var_os("PATH").unwrap();
    let programs = env::split_paths(&path).map(|folder| folder.join("aiosmtpd"));
    let program = programs.into_iter().find_map(|file| fs::canonicalize(file).ok());
    let program = program.expect("aiosmtpd: scripts/setup installs it, scripts/test finds it");
    program.with_file_name("python")
}

fn make_certificate(folder: &Path) {
    let made = Command::new("openssl")
        .args(["req", "-x509", "-days", "2", "-newkey", "ec", "-nodes"])
        .args(["-pkeyopt", "ec_paramgen_curve:prime256v1", "-subj", "/CN=localhost"])
        .args(["-addext", "subjectAltName=DNS:localhost"])
        .args(["-addext", "basicConstraints=critical,CA:FALSE"])
        .args(["-keyout", "key", "-out", "crt"])
        .current_dir(folder)
        .output();
    assert!(made.unwrap().status.success());
}
