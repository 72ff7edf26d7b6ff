//! The documented configurations of proxies, run by the real servers before the real program.

use crate::{
    front::{CLIENT, Front, Server, free_port},
    node::Node,
    person::Message,
};
use domain::kernel::credential::{CredentialKind, PlainCredential};
use server::entropy::OsEntropy;
use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::Command,
};

const NGINX: &str = include_str!("../../docs/proxies/nginx.conf");
const CADDY: &str = include_str!("../../docs/proxies/Caddyfile");

/// The parts of a test: the program, and the proxy's place.
struct Site {
    node: Node,
    front: Front,
    /// The port where the proxy, as no documented one does, passes on what comes over http.
    plain: u16,
}

impl Site {
    fn new() -> Self {
        let front = Front::new("localhost");
        let origin = format!("https://localhost:{}", front.port);
        let node = Node::start(&[("TWOFOLD_ORIGIN", &origin), ("TWOFOLD_TRUSTED_PROXIES", "127.0.0.1")]);
        assert!(node.serves(), "{}", node.said);
        Self {
            node,
            front,
            plain: free_port(),
        }
    }

    /// Sends a credential over http, and returns the answer.
    fn exposes(&self, path: &str, claimed: &str) -> Message {
        let mut stream = TcpStream::connect(("127.0.0.1", self.plain)).unwrap();
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: localhost:{}\r\nAuthorization: Bearer tfk_x\r\nContent-Length: 0\r\n\
             {claimed}Connection: close\r\n\r\n",
            self.front.port
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        Message::parse(&String::from_utf8_lossy(&answer))
    }

    /// Checks that what the proxy writes about the way of a request counts, and what the client writes does not.
    fn check_scheme(&self) {
        for claimed in ["", "X-Forwarded-Proto: https\r\n"] {
            let refused = self.exposes("/api/v1/tokens", claimed);
            assert_eq!(refused.status(), 400, "{refused:?}");
            assert!(refused.body.contains("over the network unencrypted"), "{refused:?}");
            assert_eq!(self.exposes("/api/v1/verify", claimed).status(), 403);
        }
        let head = format!(
            "POST /api/v1/tokens HTTP/1.1\r\nHost: localhost:{}\r\nX-Forwarded-Proto: http\r\n\
             Authorization: Bearer tfk_x\r\nContent-Length: 0",
            self.front.port
        );
        let looked_at = Message::parse(&self.front.ask(&head, ""));
        assert_eq!(looked_at.status(), 401, "{looked_at:?}");
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
    let plain = site.plain;
    let text = match server {
        Server::Nginx => text.replace("listen 443 ssl;", &format!("listen 443 ssl; listen 127.0.0.1:{plain};")),
        Server::Caddy | Server::Apache => {
            format!("{text}\nhttp://localhost:{plain} {{\n\treverse_proxy 127.0.0.1:3000\n}}\n")
        }
    };
    let _proxy = site.front.start(server, &text, "accounts.example.com", &parts);
    site.check_scheme();
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
