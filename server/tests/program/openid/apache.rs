//! Apache with mod_auth_openidc before an application that answers with the request that reached it.

use super::{ANA, added, agrees, opens, signed_in};
use crate::{
    app::value,
    application::{Application, Outcome},
    forward_auth::add_device,
    front::{Front, Proxy, Server},
    node::Node,
    person::{Message, PASSWORD, Person},
};
use std::{collections::BTreeMap, fs, os::unix::fs::PermissionsExt};

const APACHE: &str = include_str!("../../../docs/clients/apache.conf");
const NGINX: &str = include_str!("../../../docs/proxies/nginx.conf");
const WANTED: &str = "/page?a=1&b=%2F+c";
/// How often a browser asks until the application must have heard of the end of a session.
const TRIES: usize = 2_000;

/// Twofold behind nginx, the application behind Apache, and a browser there.
struct Stage {
    node: Node,
    origin: String,
    app: String,
    application: Application,
    jar: BTreeMap<String, String>,
    // Before the folders that they write to.
    _proxies: [Proxy; 2],
    front: Front,
    _accounts: Front,
}

impl Stage {
    fn new() -> Self {
        let (accounts, front, application) = (Front::new("localhost"), Front::new("localhost"), Application::start());
        let at = |front: &Front| format!("https://localhost:{}", front.port);
        let (origin, app) = (at(&accounts), at(&front));
        let node = Node::start(&[
            ("TWOFOLD_ORIGIN", &origin),
            ("TWOFOLD_TRUSTED_PROXIES", "127.0.0.1"),
            // Apache's certificate, for what Twofold tells the app.
            ("SSL_CERT_FILE", front.file("crt").to_str().unwrap()),
        ]);
        assert!(node.serves(), "{}", node.said);
        let twofold = [("127.0.0.1:3000", node.address().to_owned())];
        let nginx = accounts.start(Server::Nginx, NGINX, "accounts.example.com", &twofold);
        let [back, out, ended] =
            ["/oidc", "/signed-out", "/oidc?logout=backchannel"].map(|path| format!("{app}{path}"));
        let printed = added(&node, &["--redirect", &back, "--logout", &out, "--backchannel", &ended]);
        // Apache's user reads the certificate of Twofold's proxy.
        let certificate = accounts.file("crt");
        fs::set_permissions(certificate.parent().unwrap(), fs::Permissions::from_mode(0o755)).unwrap();
        let trusts = format!("SSLEngine on\n    OIDCCABundlePath {}", certificate.display());
        let parts = [
            ("https://accounts.example.com", origin.clone()),
            ("app-id", value(&printed, "client_id")),
            ("app-secret", value(&printed, "client_secret")),
            ("app-passphrase", "5".repeat(64)),
            ("127.0.0.1:8080", application.address.clone()),
            ("SSLEngine on", trusts),
            // A way to see that it refreshes, which is off otherwise.
            (
                "OIDCPKCEMethod S256",
                "OIDCPKCEMethod S256\n    OIDCInfoHook access_token userinfo".to_owned(),
            ),
        ];
        let apache = front.start(Server::Apache, APACHE, "app.example.com", &parts);
        Self {
            node,
            origin,
            app,
            application,
            jar: BTreeMap::new(),
            _proxies: [nginx, apache],
            front,
            _accounts: accounts,
        }
    }

    /// Opens an address or path of the application.
    fn visits(&mut self, target: &str) -> Outcome {
        let before = self.application.reached();
        let path = target.strip_prefix(&self.app).unwrap_or(target);
        let cookies: Vec<_> = self.jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let head = format!(
            "GET {path} HTTP/1.1\r\nHost: localhost:{}\r\nAccept: text/html\r\nOIDC_CLAIM_email: evil\r\n\
             OIDC-CLAIM-email: evil\r\nOIDC_CLAIM_acr: evil\r\nCookie: {}",
            self.front.port,
            cookies.join("; ")
        );
        let answer = Message::parse(&self.front.ask(&head, ""));
        self.jar.extend(answer.cookies());
        self.jar.retain(|_, value| !value.is_empty());
        match self.application.reached() - before {
            0 => Outcome::Stopped(answer),
            1 => Outcome::Passed(Message::parse(&answer.body)),
            more => panic!("it came {more} times"),
        }
    }

    /// Is led from a page of the application to Twofold, and returns the address there.
    #[track_caller]
    fn led(&mut self, path: &str) -> String {
        let (_, address) = self.visits(path).led();
        assert!(address.starts_with(&self.origin), "{address}");
        address
    }

    /// Is led to Twofold, as a browser that is signed in but not well enough: the module answers it with a page that leads on.
    #[track_caller]
    fn led_again(&mut self, path: &str) -> String {
        let page = self.visits(path).stopped();
        assert_eq!(page.status(), 200, "{page:?}");
        let (_, rest) = page
            .body
            .split_once("http-equiv=\"refresh\" content=\"0; url=")
            .unwrap();
        let address = rest.split('"').next().unwrap().replace("&amp;", "&");
        assert!(address.starts_with(&self.origin), "{address}");
        address
    }

    /// Comes back from Twofold to the page that was wanted, and returns the request that reached the application.
    #[track_caller]
    fn arrives(&mut self, back: &str, wanted: &str) -> Message {
        let (_, target) = self.visits(back).led();
        assert_eq!(target, format!("{}{wanted}", self.app));
        self.visits(&target).passed()
    }

    /// Opens a page in a browser that is signed in at Twofold and known to the application.
    #[track_caller]
    fn enters(&mut self, ana: &mut Person, path: &str) -> Message {
        let address = self.led(path);
        let back = opens(ana, &self.origin, &address);
        self.arrives(&back, path)
    }
}

/// Checks what the application is told.
#[track_caller]
fn told(request: &Message, acr: &str, amr: &str) {
    assert!(!format!("{request:?}").contains("evil"), "{request:?}");
    assert_eq!(request.only("oidc_claim_email"), ANA);
    assert_eq!(request.only("oidc_claim_name"), "Ana Ruiz");
    assert_eq!(request.only("oidc_claim_acr"), format!("urn:twofold:acr:{acr}"));
    assert_eq!(request.only("oidc_claim_amr"), amr);
    assert!(request.only("oidc_claim_auth_time").parse::<i64>().unwrap() > 0);
    for id in ["oidc_claim_sub", "oidc_claim_sid"] {
        assert_eq!(request.only(id).len(), 32);
    }
}

fn signs_in(ana: &mut Person) {
    ana.post("sign-in", &[("email", ANA), ("password", PASSWORD)]);
}

#[test]
fn apache_as_documented() {
    if !Server::Apache.installed() || !Server::Nginx.installed() {
        return;
    }
    let mut stage = Stage::new();
    let host = stage.origin.strip_prefix("https://").unwrap().to_owned();
    let mut ana = Person::owner(&stage.node, &host, ANA);
    let address = stage.led(WANTED);
    let back = agrees(&mut ana, &stage.origin, &address);
    let request = stage.arrives(&back, WANTED);
    assert_eq!(request.first, format!("GET {WANTED} HTTP/1.1"));
    told(&request, "pwd", "pwd");
    // What Twofold has led back with is good once.
    stage.visits(&back).stopped();
    refreshes(&mut stage);
    out_at_the_application(&mut stage, &mut ana);
    out_at_twofold(&mut stage, &mut ana);
    with_a_second_factor(&mut stage, &mut ana);
}

/// The module gets new tokens of the same sign-in.
fn refreshes(stage: &mut Stage) {
    let mut token = |path: &str| {
        let shown = stage.visits(path).stopped();
        let told: serde_json::Value = serde_json::from_str(&shown.body).unwrap();
        assert_eq!(told["userinfo"]["email"], ANA);
        told["access_token"].as_str().unwrap().to_owned()
    };
    let first = token("/oidc?info=json");
    assert_eq!(token("/oidc?info=json"), first);
    let second = token("/oidc?info=json&access_token_refresh_interval=0");
    assert_ne!(second, first);
}

/// A sign-out at the application ends the session at Twofold, too, although the module has revoked its tokens before.
fn out_at_the_application(stage: &mut Stage, ana: &mut Person) {
    let (path, address) = ("/signed-out", format!("{}/signed-out", stage.app));
    let encoded: String = form_urlencoded::byte_serialize(address.as_bytes()).collect();
    let sign_out = stage.led(&format!("/oidc?logout={encoded}"));
    assert!(signed_in(ana));
    assert_eq!(opens(ana, &stage.origin, &sign_out), address);
    assert!(!signed_in(ana));
    let request = stage.visits(path).passed();
    let text = format!("{request:?}");
    assert!(
        !text.contains("evil") && !text.to_lowercase().contains("oidc_claim"),
        "{text}"
    );
    stage.led(WANTED);
}

/// A sign-out at Twofold ends the session at the application once the logout token arrives.
fn out_at_twofold(stage: &mut Stage, ana: &mut Person) {
    signs_in(ana);
    told(&stage.enters(ana, WANTED), "pwd", "pwd");
    ana.post("sign-out", &[]);
    let told = (0..TRIES).any(|_| matches!(stage.visits(WANTED), Outcome::Stopped(_)));
    assert!(told, "the application never heard of it");
    stage.led(WANTED);
}

/// A page for which a second factor is needed asks for it, in a session that has none as well.
fn with_a_second_factor(stage: &mut Stage, ana: &mut Person) {
    signs_in(ana);
    told(&stage.enters(ana, WANTED), "pwd", "pwd");
    let wanted = "/admin/users";
    let address = stage.led_again(wanted);
    let page = opens(ana, &stage.origin, &address);
    let shown = ana.get(&page).body;
    assert!(shown.contains("The app asks for a second factor."), "{shown}");
    add_device(ana, "My phone");
    let address = stage.led_again(wanted);
    let back = opens(ana, &stage.origin, &address);
    told(&stage.arrives(&back, wanted), "mfa", "pwd,otp");
    told(&stage.visits(WANTED).passed(), "mfa", "pwd,otp");
}
