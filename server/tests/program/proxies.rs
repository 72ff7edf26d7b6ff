//! The documented configurations of proxies, run by the real servers before the real program.

use crate::node::Node;
use domain::kernel::credential::{CredentialKind, PlainCredential};
use server::entropy::OsEntropy;
use std::{
    fs,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

const NGINX: &str = include_str!("../../docs/proxies/nginx.conf");
const CADDY: &str = include_str!("../../docs/proxies/Caddyfile");
/// The client's address. It differs from the proxy's, 127.0.0.1.
const CLIENT: &str = "127.0.0.2";

/// A running proxy, stopped on drop.
struct Proxy(Child);

impl Drop for Proxy {
    fn drop(&mut self) {
        let _: std::io::Result<()> = self.0.kill();
        let _: std::io::Result<std::process::ExitStatus> = self.0.wait();
    }
}

/// The parts of a test: the program, a certificate, and the port of the proxy.
struct Site {
    node: Node,
    port: u16,
    folder: tempfile::TempDir,
}

impl Site {
    fn new() -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let origin = format!("https://localhost:{port}");
        let node = Node::start(&[("TWOFOLD_ORIGIN", &origin), ("TWOFOLD_TRUSTED_PROXIES", "127.0.0.1")]);
        assert!(node.serves(), "{}", node.said);
        let folder = tempfile::tempdir().unwrap();
        let made = Command::new("openssl")
            .args([
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                "2",
            ])
            .args([
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=DNS:localhost",
                "-addext",
                "basicConstraints=critical,CA:FALSE",
                "-keyout",
                "key",
                "-out",
                "crt",
            ])
            .current_dir(folder.path())
            .output();
        assert!(made.unwrap().status.success());
        Self { node, port, folder }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a configuration with the parts of this test in place of the documented ones.
    fn write(&self, name: &str, text: &str, parts: &[(&str, String)]) -> PathBuf {
        let mut text = text.to_owned();
        for (documented, own) in parts {
            assert!(text.contains(documented), "{documented}");
            text = text.replace(documented, own);
        }
        fs::write(self.file(name), text).unwrap();
        self.file(name)
    }

    /// Sends a request through the proxy and returns the whole answer.
    fn ask(&self, head: &str, body: &str) -> String {
        let mut client = Command::new("openssl")
            .args([
                "s_client",
                "-quiet",
                "-verify_return_error",
                "-servername",
                "localhost",
                "-bind",
                CLIENT,
            ])
            .args(["-connect", &format!("127.0.0.1:{}", self.port), "-CAfile"])
            .arg(self.file("crt"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let request = format!("{head}\r\nConnection: close\r\n\r\n{body}");
        // The input stays open until the answer is there.
        let mut input = client.stdin.take().unwrap();
        let _: std::io::Result<()> = input.write_all(request.as_bytes());
        let output = client.wait_with_output().unwrap();
        drop(input);
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Checks what a person and an attacker get through the proxy.
    fn check(mut self) {
        let host = format!("Host: localhost:{}", self.port);
        let page = self.ask(
            &format!("GET /sign-in HTTP/1.1\r\n{host}\r\nX-Forwarded-For: 203.0.113.9"),
            "",
        );
        assert!(page.starts_with("HTTP/1.1 200"), "{page:.300}");
        assert!(page.to_lowercase().contains("strict-transport-security"), "{page:.900}");
        let line = self.node.logs("GET");
        assert!(line.contains(CLIENT) && !line.contains("203.0.113.9"), "{line}");

        let form = "Sec-Fetch-Site: same-origin\r\nAccept: application/json\r\nContent-Type: application/x-www-form-urlencoded";
        let post = format!("POST /ui/sign-in HTTP/1.1\r\n{host}\r\n{form}");
        let (fields, large) = (
            "email=ana%40example.com&password=wrong+horse+battery",
            "a".repeat(70_000),
        );
        let wrong = self.ask(&format!("{post}\r\nContent-Length: {}", fields.len()), fields);
        assert!(wrong.starts_with("HTTP/1.1 422"), "{wrong:.300}");
        let refused = self.ask(&format!("{post}\r\nContent-Length: {}", large.len()), &large);
        assert!(
            refused.is_empty() || refused.starts_with("HTTP/1.1 413"),
            "{refused:.300}"
        );

        let foreign = self.ask("GET /sign-in HTTP/1.1\r\nHost: evil.example", "");
        // nginx passes it on, and Twofold refuses it; Caddy has no site of this name.
        assert!(
            !foreign.contains("<form") && !foreign.contains("evil.example"),
            "{foreign:.300}"
        );
        assert!(page.contains("<form"), "which the page has");
        let ready = self.ask(&format!("GET /readyz HTTP/1.1\r\n{host}"), "");
        assert!(
            ready.starts_with("HTTP/1.1 200") && !ready.contains("remark"),
            "{ready}"
        );
        // A server whose certificate is not trusted gets no key.
        assert!(self.buy(&self.file("crt")).starts_with("twofold: unauthenticated: "));
        fs::write(self.file("nobody"), "").unwrap();
        let distrusted = self.buy(&self.file("nobody"));
        assert!(distrusted.contains("no answer from https://localhost:"), "{distrusted}");
        assert!(distrusted.contains("UnknownIssuer"), "{distrusted}");
    }

    /// Runs `twofold token` with a key that nobody has, trusting these issuers, and returns what it says.
    fn buy(&self, issuers: &Path) -> String {
        let key = PlainCredential::random(CredentialKind::ApiKey, &"0".repeat(32), &OsEntropy);
        let file = self.file("api-key");
        fs::write(&file, key.expose_secret()).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_twofold"))
            .env_clear()
            .env("SSL_CERT_FILE", issuers)
            .args([
                "token",
                "--url",
                &format!("https://localhost:{}", self.port),
                "--key-file",
            ])
            .arg(file)
            .output();
        String::from_utf8(output.unwrap().stderr).unwrap()
    }
}

/// Whether the server is installed.
fn installed(program: &str) -> bool {
    let there = Path::new(program).is_file();
    if !there {
        eprintln!("NOTE: NOT CHECKED: {program} is not installed; scripts/setup installs it");
    }
    there
}

/// Starts a proxy and waits until it accepts connections.
fn start(command: &mut Command, port: u16, ready: &str) -> Proxy {
    let mut proxy = Proxy(
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap(),
    );
    let mut log = BufReader::new(proxy.0.stderr.take().unwrap());
    let (mut said, mut line) = (String::new(), String::new());
    while !line.contains(ready) {
        line.clear();
        assert!(log.read_line(&mut line).unwrap() > 0, "it did not start: {said}");
        said.push_str(&line);
    }
    TcpStream::connect(("127.0.0.1", port)).unwrap();
    // The rest of the log is read, because a full pipe would block the program.
    std::thread::spawn(move || std::io::copy(&mut log, &mut std::io::sink()));
    proxy
}

#[test]
fn nginx_as_documented() {
    const PROGRAM: &str = "/usr/sbin/nginx";
    if !installed(PROGRAM) {
        return;
    }
    let site = Site::new();
    site.write(
        "site.conf",
        NGINX,
        &[
            ("listen 443 ssl", format!("listen 127.0.0.1:{} ssl", site.port)),
            ("server_name accounts.example.com", "server_name localhost".into()),
            (
                "/etc/ssl/accounts.example.com.crt",
                site.file("crt").display().to_string(),
            ),
            (
                "/etc/ssl/accounts.example.com.key",
                site.file("key").display().to_string(),
            ),
            ("127.0.0.1:3000", site.node.address().to_owned()),
        ],
    );
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .iter()
        .map(|kind| format!("{kind}_temp_path {}; ", site.file(kind).display()))
        .collect();
    let main = format!(
        "daemon off; pid {}; error_log stderr notice; events {{}} http {{ access_log off; {temporary} include {}; }}",
        site.file("pid").display(),
        site.file("site.conf").display()
    );
    fs::write(site.file("main.conf"), main).unwrap();
    let mut command = Command::new(PROGRAM);
    command.arg("-e").arg("stderr").arg("-c").arg(site.file("main.conf"));
    let _proxy = start(&mut command, site.port, "start worker process ");
    site.check();
}

#[test]
fn caddy_as_documented() {
    const PROGRAM: &str = "/usr/bin/caddy";
    if !installed(PROGRAM) {
        return;
    }
    let site = Site::new();
    let (crt, key) = (site.file("crt"), site.file("key"));
    let own = format!(
        "https://localhost:{} {{\n\ttls {} {}",
        site.port,
        crt.display(),
        key.display()
    );
    let file = site.write(
        "Caddyfile",
        CADDY,
        &[
            ("accounts.example.com {", own),
            ("127.0.0.1:3000", site.node.address().to_owned()),
        ],
    );
    let options = "{\n\tadmin off\n\tauto_https disable_redirects\n\tdefault_bind 127.0.0.1\n}\n";
    fs::write(&file, format!("{options}{}", fs::read_to_string(&file).unwrap())).unwrap();
    let mut command = Command::new(PROGRAM);
    command
        .arg("run")
        .arg("--adapter")
        .arg("caddyfile")
        .arg("--config")
        .arg(&file);
    command
        .env("HOME", site.folder.path())
        .env("XDG_DATA_HOME", site.folder.path());
    let _proxy = start(&mut command, site.port, "serving initial configuration");
    site.check();
}
