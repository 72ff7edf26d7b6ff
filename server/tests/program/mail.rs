//! Mail by a mail server of another author, with TLS and a password.

use crate::node::Node;
use std::{
    fs::{self, Permissions},
    io::{self, Read, Write},
    net::{TcpListener, TcpStream},
    os::unix::fs::PermissionsExt,
    path::Path,
    process::Command,
    thread,
    time::Duration,
};
use testing::{MailServer, MailServerPlan, MailTls};

const USER: &str = "ana@example.com";
const PASSWORD: &str = "ge:heim/ß";

fn mail_server(tls: MailTls) -> MailServer {
    let login = Some((USER, PASSWORD));
    MailServer::start(MailServerPlan { tls, login, utf8: true })
}

/// Returns the URL of a mail server for this user.
fn url(server: &MailServer, tls: MailTls, host: &str, password: &str) -> String {
    let (scheme, query) = match tls {
        MailTls::None => ("smtp", ""),
        MailTls::Implicit => ("smtps", ""),
        MailTls::StartTls => ("smtp", "?tls=required"),
    };
    format!("{scheme}://ana%40example.com{password}@{host}:{}{query}", server.port())
}

/// Runs `twofold mail test` in this folder with these variables; returns whether it succeeded, and what it wrote.
fn mail_test(folder: &Path, address: &str, variables: &[(&str, &str)]) -> (bool, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_twofold"))
        .env_clear()
        .envs(variables.iter().copied())
        .args(["mail", "test", address])
        .current_dir(folder)
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.success(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn a_test_mail_goes_through_tls_with_the_password_of_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("password");
    fs::write(&file, format!("{PASSWORD}\n")).unwrap();
    fs::set_permissions(&file, Permissions::from_mode(0o600)).unwrap();
    for tls in [MailTls::Implicit, MailTls::StartTls] {
        let server = mail_server(tls);
        let (url, issuer) = (url(&server, tls, "localhost", ""), server.certificate());
        let variables = [
            ("TWOFOLD_SMTP", url.as_str()),
            ("TWOFOLD_SMTP_PASSWORD_FILE", file.to_str().unwrap()),
            ("TWOFOLD_MAIL_FROM", "security@Bücher.example"),
            ("TWOFOLD_ORIGIN", "https://accounts.example.com"),
            ("SSL_CERT_FILE", issuer.to_str().unwrap()),
        ];
        let (done, said, errors) = mail_test(folder.path(), "zoe@Bücher.example", &variables);
        assert!(done && errors.is_empty(), "{tls:?}: {errors}");
        let receipt = format!(
            "localhost:{} took the mail from security@xn--bcher-kva.example to zoe@xn--bcher-kva.example\n",
            server.port()
        );
        assert_eq!(said, receipt);
        let mails = server.taken();
        assert_eq!(mails.len(), 1);
        for part in [
            r#""tls": "TLSv1.3""#,
            r#""user": "ana@example.com""#,
            r#""sender": "security@xn--bcher-kva.example""#,
            r#""recipients": ["zoe@xn--bcher-kva.example"]"#,
            r#""subject": "Test mail from Twofold""#,
            r#""hello": "accounts.example.com""#,
        ] {
            assert!(mails[0].contains(part), "{part}: {}", mails[0]);
        }
    }
}

#[test]
fn a_test_mail_that_was_not_taken_says_why_and_never_the_password() {
    let folder = tempfile::tempdir().unwrap();
    for tls in [MailTls::Implicit, MailTls::StartTls] {
        let server = mail_server(tls);
        let issuer = server.certificate();
        let right = ":ge%3Aheim%2F%C3%9F";
        let trusted = [("SSL_CERT_FILE", issuer.to_str().unwrap())];
        for (host, password, trusts, reason) in [
            ("localhost", right, false, "invalid peer certificate"),
            ("127.0.0.1", right, true, "certificate not valid for name"),
            (
                "localhost",
                ":falsch",
                true,
                "refused authentication: 535 5.7.8 (5.7.8 Authentication credentials invalid)",
            ),
        ] {
            let url = url(&server, tls, host, password);
            let mut variables = vec![("TWOFOLD_SMTP", url.as_str())];
            variables.extend(trusted.iter().filter(|_| trusts));
            let (done, said, errors) = mail_test(folder.path(), USER, &variables);
            assert!(!done && said.is_empty(), "{tls:?} {host}: {said}");
            assert!(
                errors.starts_with("twofold: the mail was not sent: ") && errors.contains(reason),
                "{errors}"
            );
            assert!(!errors.contains("heim") && !errors.contains("falsch"), "{errors}");
        }
        assert!(server.taken().is_empty());
    }
}

/// Stands between a client and a mail server, and puts an answer of its own behind the one to `STARTTLS`, in the clear.
fn between(server: u16) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        let (mut client, _) = listener.accept().unwrap();
        let mut server = TcpStream::connect(("127.0.0.1", server)).unwrap();
        let (mut up, mut to_server) = (client.try_clone().unwrap(), server.try_clone().unwrap());
        thread::spawn(move || io::copy(&mut up, &mut to_server));
        let (mut bytes, mut greetings) = ([0; 16_384], 0);
        while let Ok(length @ 1..) = server.read(&mut bytes) {
            let mut answer = bytes[..length].to_vec();
            greetings += usize::from(answer.starts_with(b"220 "));
            if answer.starts_with(b"220 ") && greetings == 2 {
                answer.extend(b"250-localhost\r\n250 AUTH PLAIN\r\n");
            }
            client.write_all(&answer).unwrap();
        }
    });
    port
}

#[test]
fn an_answer_put_before_the_encrypted_ones_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let (tls, login) = (MailTls::StartTls, None);
    let server = MailServer::start(MailServerPlan { tls, login, utf8: true });
    let issuer = server.certificate();
    let url = format!("smtp://localhost:{}?tls=required", between(server.port()));
    let variables = [
        ("TWOFOLD_SMTP", url.as_str()),
        ("SSL_CERT_FILE", issuer.to_str().unwrap()),
    ];
    let (done, said, errors) = mail_test(folder.path(), USER, &variables);
    assert!(!done && server.taken().is_empty(), "{said}");
    assert!(errors.contains("an answer that does not belong to DATA"), "{errors}");
}

#[test]
fn without_a_mail_server_the_test_mail_is_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let (done, said, errors) = mail_test(folder.path(), USER, &[]);
    assert!(done, "{errors}");
    let file = said
        .trim()
        .strip_prefix("TWOFOLD_SMTP is not set, so the mail was written to ");
    let mail = fs::read_to_string(folder.path().join(file.unwrap())).unwrap();
    assert!(
        mail.contains("To: ana@example.com\r\n") && mail.contains("\r\nWhoever runs Twofold sent"),
        "{mail}"
    );
    let (done, _, errors) = mail_test(folder.path(), "ana", &[]);
    assert!(!done && errors.contains("“ana” is not an e-mail address"), "{errors}");
}

#[test]
fn a_bad_mail_server_stops_the_start_without_showing_the_password() {
    for (variables, reason) in [
        (
            &[("TWOFOLD_SMTP", "smtp://u:geheim@mail.example.com?tls=none")][..],
            "TWOFOLD_SMTP: tls=none would send",
        ),
        (
            &[("TWOFOLD_SMTP", "mail.example.com:geheim")],
            "TWOFOLD_SMTP: must be of the form",
        ),
        (
            &[("TWOFOLD_SMTP", "smtps://geheim@mail.example.com")],
            "smtp names a user but no password",
        ),
        (
            &[("TWOFOLD_SMTP_PASSWORD_FILE", "geheim")],
            "smtp_password_file is set, but smtp is not",
        ),
        (
            &[("TWOFOLD_MAIL_FROM", "nobody")],
            "TWOFOLD_MAIL_FROM: “nobody” is not an address",
        ),
    ] {
        let node = Node::start(variables);
        assert!(!node.serves() && node.said.contains(reason), "{reason}: {}", node.said);
        assert!(!node.said.contains("geheim"), "{}", node.said);
    }
}

/// Signs up with a browser that prefers German.
fn sign_up(node: &Node, email: &str) {
    let body = format!("name=Ana&email={email}&password=correct+horse+battery");
    let headers = format!(
        "Host: localhost:3000\r\nSec-Fetch-Site: same-origin\r\nAccept: application/json\r\nAccept-Language: de\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}",
        body.len()
    );
    let answer = node.send("POST /ui/sign-up", &headers, &body);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[test]
fn a_mail_server_that_is_down_is_remarked_and_its_mails_arrive_later() {
    let tls = MailTls::Implicit;
    let mut server = mail_server(tls);
    let (url, issuer) = (
        url(&server, tls, "localhost", ":ge%3Aheim%2F%C3%9F"),
        server.certificate(),
    );
    let variables = [
        ("TWOFOLD_SMTP", url.as_str()),
        ("TWOFOLD_REGISTRATION", "open"),
        ("SSL_CERT_FILE", issuer.to_str().unwrap()),
    ];
    server.kill();
    let mut node = Node::start(&variables);
    assert!(node.serves(), "{}", node.said);
    sign_up(&node, "zoe%40example.com");
    let failed = node.logs("a job failed");
    assert!(
        failed.contains("job-mail") && failed.contains("cannot be used (connecting)"),
        "{failed}"
    );
    let remarked = || node.get("localhost:3000", "/readyz").contains("remark: job-mail");
    until(remarked);
    server.restart();
    // Another member's mail is not held back by the first, which waits for half a minute.
    sign_up(&node, "ben%40example.com");
    until(|| !server.taken().is_empty());
    let mail = server.taken().concat();
    assert!(mail.contains("ben@example.com") && mail.contains("Guten Tag"), "{mail}");
    until(|| !remarked());
}

/// Waits until this is so.
#[track_caller]
fn until(so: impl Fn() -> bool) {
    for _ in 0..1_200 {
        if so() {
            return;
        }
        thread::sleep(Duration::from_millis(50));
    }
    panic!("it took too long");
}
