//! The documented configurations for applications behind forward-auth, run by the real servers between a program or a
//! browser, the real Twofold and an application that answers with the request that reached it.

mod approval;
mod browser;

use crate::{
    application::{Application, Outcome},
    front::{CLIENT, Front, Proxy, Server},
    node::Node,
    person::{Message, PASSWORD, Person},
};
use browser::{PAGE, entered};
use data_encoding::BASE32_NOPAD;
use domain::{Clock, sign_in::passcode::step_at};
use server::clock::SystemClock;
use testing::phone;

const NGINX: &str = include_str!("../../../docs/proxies/forward-auth/nginx.conf");
const CADDY: &str = include_str!("../../../docs/proxies/forward-auth/Caddyfile");
const APP: &str = "app.example.com";
const ACCOUNTS: &str = "accounts.example.com";
const ANA: &str = "ana@example.com";
/// What an application is told, and what a client may try to tell it.
const TOLD: [&str; 8] = [
    "member",
    "account",
    "email",
    "role",
    "amr",
    "auth-time",
    "scope",
    "device",
];
const NEVER_TOLD: [&str; 3] = ["demand", "approval", "sign-in-only"];

/// The parts of a test.
struct Stage {
    node: Node,
    application: Application,
    front: Front,
    _proxy: Proxy,
    /// The application's host and port.
    host: String,
}

impl Stage {
    fn new(server: Server, text: &str) -> Self {
        let (front, application) = (Front::new(APP), Application::start());
        let host = format!("{APP}:{}", front.port);
        let node = Node::start(&[
            ("TWOFOLD_ORIGIN", &format!("https://{ACCOUNTS}")),
            ("TWOFOLD_APPS", &format!("https://{host}")),
            ("TWOFOLD_TRUSTED_PROXIES", "127.0.0.1"),
            ("TWOFOLD_SCOPES", "servers:delete approval, servers:stop approval"),
        ]);
        assert!(node.serves(), "{}", node.said);
        let mut parts = vec![
            ("127.0.0.1:8080", application.address.clone()),
            ("127.0.0.1:3000", node.address().to_owned()),
        ];
        if server == Server::Nginx {
            parts.push(("$app_host app.example.com", format!("$app_host {host}")));
        }
        let proxy = front.start(server, text, APP, &parts);
        Self {
            node,
            application,
            front,
            _proxy: proxy,
            host,
        }
    }

    /// Sends a request with these headers through the proxy.
    fn ask(&self, line: &str, headers: &[&str], body: &str) -> Outcome {
        let before = self.application.reached();
        let mut head = format!("{line} HTTP/1.1\r\nHost: {}", self.host);
        for header in headers.iter().filter(|header| !header.is_empty()) {
            head.push_str("\r\n");
            head.push_str(header);
        }
        if !body.is_empty() {
            head.push_str(&format!("\r\nContent-Length: {}", body.len()));
        }
        let answer = Message::parse(&self.front.ask(&head, body));
        match self.application.reached() - before {
            0 => Outcome::Stopped(answer),
            1 => Outcome::Passed(Message::parse(&answer.body)),
            more => panic!("it came {more} times"),
        }
    }
}

/// Everything that a client can claim, in every spelling. All values contain `evil`.
fn claims() -> String {
    let mut claims = Vec::new();
    for name in TOLD.iter().chain(&NEVER_TOLD) {
        let hyphens = format!("x-twofold-{name}");
        let title = format!("X-Twofold-{}", name.to_uppercase());
        let half = format!("X-Twofold_{name}");
        for name in [&hyphens, &title, &hyphens.replace('-', "_"), &half, &title] {
            claims.push(format!("{name}: evil"));
        }
    }
    for name in ["Forwarded", "X-Forwarded-Host", "X-Forwarded-Host", "x_forwarded_host"] {
        claims.push(format!("{name}: evil.example"));
    }
    claims.push("X-Forwarded-For: 203.0.113.9, evil".into());
    // Twofold would refuse the credential, and the application would not be told `https`.
    claims.push("x-forwarded-proto: http".into());
    claims.join("\r\n")
}

/// Checks what the application was told about Ana: these values once each, and nothing under the other names.
#[track_caller]
fn told(request: &Message, amr: &str, scope: &str, with_device: bool) {
    let text = format!("{request:?}");
    assert!(!text.contains("evil"), "{text}");
    for name in TOLD {
        let value = request.all(&format!("x-twofold-{name}"));
        match name {
            "email" => assert_eq!(value, [ANA]),
            "role" => assert_eq!(value, ["owner"]),
            "amr" => assert_eq!(value, [amr]),
            "scope" if scope.is_empty() => assert!(value.is_empty(), "{text}"),
            "scope" => assert_eq!(value, [scope]),
            "device" if !with_device => assert!(value.is_empty(), "{text}"),
            _ => assert!(value.len() == 1 && value != [""], "{name}: {text}"),
        }
    }
    for name in NEVER_TOLD {
        assert!(request.all(&format!("x-twofold-{name}")).is_empty(), "{text}");
    }
    assert_eq!(request.only("x-forwarded-for"), CLIENT);
    assert_eq!(request.only("x-forwarded-proto"), "https");
    assert_eq!(request.only("x-forwarded-host"), request.only("host"));
    assert!(request.all("authorization").is_empty(), "{text}");
}

fn bearer(credential: &str) -> String {
    format!("Authorization: Bearer {credential}")
}

/// Adds a device, of which the first switches two-factor on, and returns its secret. The passcode of the present time
/// step is used up.
pub(crate) fn add_device(ana: &mut Person, name: &str) -> String {
    let added = ana.post("devices/add", &[("device_name", name), ("password", PASSWORD)]);
    let id = added.only("location").rsplit('/').next().unwrap().to_owned();
    let scan = ana.post("devices/scan", &[("id", &id)]).body;
    let (_, rest) = scan.split_once("\"key\":[").unwrap();
    let key: String = rest.split(']').next().unwrap().replace(['"', ','], "");
    let code = passcode(&key, 0);
    ana.post("devices/confirm", &[("id", &id), ("passcode", &code)]);
    key
}

/// Gives a key a machine device, and returns its secret. The passcode of the present time step is used up.
fn machine(ana: &mut Person, key: &str) -> String {
    let fields = [("id", key), ("algorithm", "SHA1"), ("digits", "6")];
    let page = ana.post("api-keys/machine/add", &fields).only("location").to_owned();
    let shown = ana.get(&page).body;
    let (_, rest) = shown.split_once("id=\"secret\"").unwrap();
    let (_, rest) = rest.split_once('>').unwrap();
    let secret = rest.split('<').next().unwrap().to_owned();
    let code = passcode(&secret, 0);
    ana.post("api-keys/machine/confirm", &[("id", key), ("passcode", &code)]);
    secret
}

fn passcode(secret: &str, later: i64) -> String {
    let secret = BASE32_NOPAD.decode(secret.as_bytes()).unwrap();
    phone::code(&secret, step_at(SystemClock.now()) + later)
}

/// Nobody: whatever is claimed, the application gets nothing.
fn strangers(stage: &mut Stage, session: &str) {
    let claims = claims();
    for credential in [
        "",
        "Authorization: Bearer tfk_evil",
        "Cookie: __Host-twofold=evil",
        session,
    ] {
        stage.ask("GET /", &[credential], "").refused(401, "unauthenticated");
        // A session of Twofold's own host counts there, so a client must not say that this is that host.
        for claimed in [claims.as_str(), "X-Forwarded-Host: accounts.example.com"] {
            let outcome = stage.ask("POST /", &[credential, claimed], "evil");
            outcome.refused(401, "unauthenticated");
        }
    }
    let line = stage.node.logs("/api/v1/verify");
    assert!(line.contains(CLIENT) && !line.contains("203.0.113.9"), "{line}");
    for target in ["/_twofold", "/_twofold?role=member", "https://accounts.example.com/"] {
        stage.ask(&format!("GET {target}"), &[session], "").stopped();
    }
}

/// A key passes alone while its member has no two-factor, where the application does not demand a second factor.
fn key_alone(stage: &Stage, key: &str, other: &str) {
    let (key, other, claims) = (bearer(key), bearer(other), claims());
    for claimed in ["", claims.as_str()] {
        let request = stage
            .ask("GET /servers?scope=evi&role=x", &[&key, claimed], "")
            .passed();
        assert_eq!(request.first, "GET /servers?scope=evi&role=x HTTP/1.1");
        told(&request, "api_key", "verify", false);
        for path in [
            "/admin/",
            "/admin/?max_mfa_age=86400",
            "/admin/a?role=member#",
            "//admin/",
            "/%61dmin/",
        ] {
            let outcome = stage.ask(&format!("GET {path}"), &[&key, claimed], "");
            outcome.refused(401, "otp_required");
        }
        // A program stays one, whatever it accepts: its key is not led to a sign-in page.
        let outcome = stage.ask("GET /admin/", &[&key, browser::PAGE, claimed], "");
        outcome.refused(401, "otp_required");
        // A key without the scope `verify`.
        stage.ask("GET /", &[&other, claimed], "").refused(403, "forbidden");
    }
}

/// A path that the proxy understands in another way than the application would be a way around the demand.
fn roundabout(stage: &Stage, key: &str) {
    for path in [
        "/x/../admin/",
        "/admin/../x",
        "/admin/%2e%2E/x",
        "/admin/.%2e%2fx",
        "/admin%2f..%2fx",
        "/admin/./../x?/",
        "/admin/..",
    ] {
        match stage.ask(&format!("GET {path}"), &[&bearer(key)], "") {
            Outcome::Passed(request) => assert!(!request.first.contains("admin"), "{path}: {request:?}"),
            Outcome::Stopped(answer) => assert!([400, 401].contains(&answer.status()), "{path}: {answer:?}"),
        }
    }
    stage.ask("GET /a..b/...c?d=/../", &[&bearer(key)], "").passed();
}

/// A token, bought with a passcode of the machine device, passes everywhere; the key does not any more.
fn with_token(stage: &Stage, key: &str, token: &str) {
    let (key, token, claims) = (bearer(key), bearer(token), claims());
    let body = "a line of the body\n".repeat(2_000);
    for claimed in ["", claims.as_str()] {
        for path in ["/servers", "/admin/?role=member"] {
            let request = stage.ask(&format!("GET {path}"), &[&token, claimed], "").passed();
            told(&request, "api_key otp", "verify", true);
            stage
                .ask(&format!("GET {path}"), &[&key, claimed], "")
                .refused(401, "otp_required");
        }
        let request = stage.ask("POST /admin/a%20b?c=d", &[&token, claimed], &body).passed();
        assert_eq!(request.first, "POST /admin/a%20b?c=d HTTP/1.1");
        assert!(request.body == body, "the whole body: {} bytes", request.body.len());
        told(&request, "api_key otp", "verify", true);
        stage
            .ask("POST /servers", &[&key, claimed], &body)
            .refused(401, "otp_required");
    }
}

/// What a client lists as a header of this connection alone, proxies drop. Those that tell who it is must not be among it.
fn listed_as_hop_by_hop(stage: &Stage, token: &str) {
    for listed in [
        "X-Twofold-Role",
        "close, x-twofold-member",
        "X-Forwarded-For, X-Forwarded-Host",
    ] {
        let connection = format!("Connection: {listed}");
        match stage.ask("GET /servers", &[&bearer(token), &connection], "") {
            Outcome::Passed(request) => told(&request, "api_key otp", "verify", true),
            Outcome::Stopped(answer) => assert_eq!(answer.status(), 400, "{answer:?}"),
        }
    }
}

fn check(server: Server, text: &str) {
    if !server.installed() {
        return;
    }
    let mut stage = Stage::new(server, text);
    let mut ana = Person::owner(&stage.node, ACCOUNTS, ANA);
    let session = format!("Cookie: __Host-session={}", ana.jar["__Host-session"]);
    strangers(&mut stage, &session);
    let (id, key) = ana.key("Deploy", "verify");
    let (_, other) = ana.key("Other", "me");
    key_alone(&stage, &key, &other);
    roundabout(&stage, &key);
    browser::without_factor(&stage, &mut ana);
    let phone = add_device(&mut ana, "My phone");
    stage.ask("GET /", &[&bearer(&key)], "").refused(401, "otp_required");
    let secret = machine(&mut ana, &id);
    let token = ana.buys(&key, &passcode(&secret, 1));
    with_token(&stage, &key, &token);
    listed_as_hop_by_hop(&stage, &token);
    browser::with_old_factor(&stage, &mut ana, &phone);
    browser::with_session(&stage, &mut ana);
}

#[test]
fn nginx_as_documented() {
    check(Server::Nginx, NGINX);
}

#[test]
fn caddy_as_documented() {
    check(Server::Caddy, CADDY);
}
