//! The documented configurations of proxies, run by the real servers before the real program.

use crate::{
    front::{CLIENT, Front, Server},
    node::Node,
};
use domain::kernel::credential::{CredentialKind, PlainCredential};
use server::entropy::OsEntropy;
use std::{fs, os::unix::fs::PermissionsExt, path::Path, process::Command};

const NGINX: &str = include_str!("../../docs/proxies/nginx.conf");
const CADDY: &str = include_str!("../../docs/proxies/Caddyfile");

/// The parts of a test: the program, and the proxy's place.
struct Site {
    node: Node,
    front: Front,
}

impl Site {
    fn new() -> Self {
        let front = Front::new("localhost");
        let origin = format!("https://localhost:{}", front.port);
        let node = Node::start(&[("TWOFOLD_ORIGIN", &origin), ("TWOFOLD_TRUSTED_PROXIES", "127.0.0.1")]);
        assert!(node.serves(), "{}", node.said);
        Self { node, front }
    }

    /// Checks what a person and an attacker get through the proxy.
    fn check(mut self) {
        let host = format!("Host: localhost:{}", self.front.port);
        let page = self.front.ask(
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
        let wrong = self
            .front
            .ask(&format!("{post}\r\nContent-Length: {}", fields.len()), fields);
        assert!(wrong.starts_with("HTTP/1.1 422"), "{wrong:.300}");
        let refused = self
            .front
            .ask(&format!("{post}\r\nContent-Length: {}", large.len()), &large);
        assert!(
            refused.is_empty() || refused.starts_with("HTTP/1.1 413"),
            "{refused:.300}"
        );

        let foreign = self.front.ask("GET /sign-in HTTP/1.1\r\nHost: evil.example", "");
        // nginx passes it on, and Twofold refuses it; Caddy has no site of this name.
        assert!(
            !foreign.contains("<form") && !foreign.contains("evil.example"),
            "{foreign:.300}"
        );
        assert!(page.contains("<form"), "which the page has");
        let ready = self.front.ask(&format!("GET /readyz HTTP/1.1\r\n{host}"), "");
        assert!(
            ready.starts_with("HTTP/1.1 200") && !ready.contains("remark"),
            "{ready}"
        );
        // A server whose certificate is not trusted gets no key.
        assert!(
            self.buy(&self.front.file("crt"))
                .starts_with("twofold: unauthenticated: ")
        );
        fs::write(self.front.file("nobody"), "").unwrap();
        let distrusted = self.buy(&self.front.file("nobody"));
        assert!(distrusted.contains("no answer from https://localhost:"), "{distrusted}");
        assert!(distrusted.contains("UnknownIssuer"), "{distrusted}");
    }

    /// Runs `twofold token` with a key that nobody has, trusting these issuers, and returns what it says.
    fn buy(&self, issuers: &Path) -> String {
        let key = PlainCredential::random(CredentialKind::ApiKey, &"0".repeat(32), &OsEntropy);
        let file = self.front.file("api-key");
        fs::write(&file, key.expose_secret()).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_twofold"))
            .env_clear()
            .env("SSL_CERT_FILE", issuers)
            .args([
                "token",
                "--url",
                &format!("https://localhost:{}", self.front.port),
                "--key-file",
            ])
            .arg(file)
            .output();
        String::from_utf8(output.unwrap().stderr).unwrap()
    }
}

/// Runs a server with its documented configuration.
fn run(server: Server, text: &str) {
    if !server.installed() {
        return;
    }
    let site = Site::new();
    let parts = [("127.0.0.1:3000", site.node.address().to_owned())];
    let _proxy = site.front.start(server, text, "accounts.example.com", &parts);
    site.check();
}

#[test]
fn nginx_as_documented() {
    run(Server::Nginx, NGINX);
}

#[test]
fn caddy_as_documented() {
    run(Server::Caddy, CADDY);
}
