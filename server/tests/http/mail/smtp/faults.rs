//! What a mail server does wrong.

use super::{
    client, mail,
    scripted::{Act, ScriptedServer},
};
use crate::people::ANA;
use server::mail::{DeliveryError, Fate, Mailer};

/// Delivers one mail to a server with this script.
async fn delivered(script: &[(&'static str, Act)]) -> (Result<(), DeliveryError>, ScriptedServer) {
    let server = ScriptedServer::start(script);
    let smtp = client(&format!("smtp://ana:geheim@127.0.0.1:{}", server.port));
    let done = smtp.deliver(&mail(ANA)).await;
    smtp.rest().await;
    assert!(server.played(), "{:?}", server.commands());
    (done, server)
}

#[tokio::test]
async fn a_mail_is_handed_over_with_login_envelope_and_content() {
    let (done, server) = delivered(&[]).await;
    done.unwrap();
    assert_eq!(server.verbs(), "EHLO AUTH MAIL RCPT DATA QUIT");
    let commands = server.commands();
    assert_eq!(commands[0], "EHLO accounts.example.com");
    assert_eq!(commands[2], "MAIL FROM:<no-reply@accounts.example.com>");
    assert_eq!(commands[3], format!("RCPT TO:<{ANA}>"));
    let id = format!("Message-ID: <{}@accounts.example.com>\r\n", "0".repeat(32));
    assert!(server.taken().concat().contains(&id));
}

#[tokio::test]
async fn a_line_with_a_dot_does_not_end_a_mail() {
    let server = ScriptedServer::start(&[]);
    let dotted = server::mail::Message {
        body: ".\n..\n.x\nx.\n".into(),
        ..mail(ANA)
    };
    let smtp = client(&format!("smtp://127.0.0.1:{}", server.port));
    smtp.deliver(&dotted).await.unwrap();
    smtp.rest().await;
    let taken = server.taken().concat();
    assert!(taken.contains("\r\n..\r\n...\r\n..x\r\nx.\r\n"), "{taken}");
    assert_eq!(server.verbs(), "EHLO MAIL RCPT DATA QUIT");
}

#[tokio::test]
async fn a_recipient_or_content_that_is_refused_for_good_is_final() {
    for (at, said, shown) in [
        ("RCPT", "550 5.1.1 no such user", "refused the recipient: 550 5.1.1"),
        ("RCPT", "550 no such user", "refused the recipient: 550"),
        (
            "RCPT",
            "553-5.1.3 no\r\n553 5.1.3 such user",
            "refused the recipient: 553 5.1.3",
        ),
        (
            "CONTENT",
            "554 5.6.0 https://a.example/geheim",
            "refused the content: 554 5.6.0",
        ),
    ] {
        let (done, server) = delivered(&[(at, Act::Says(said))]).await;
        let error = done.unwrap_err();
        assert_eq!(error.fate(), Fate::Refused, "{said}: {error}");
        assert!(error.to_string().ends_with(shown), "{error}");
        assert!(server.verbs().ends_with("RSET QUIT") && server.taken().is_empty());
    }
}

#[tokio::test]
async fn a_recipient_who_is_busy_or_whom_we_may_not_write_to_is_tried_again() {
    for (at, said) in [
        ("RCPT", "450 4.2.1 greylisted"),
        ("RCPT", "452 mailbox full"),
        ("RCPT", "554 5.7.1 relay access denied"),
        ("RCPT", "530 authentication required"),
        ("CONTENT", "451 4.3.0 try again"),
    ] {
        let (done, server) = delivered(&[(at, Act::Says(said))]).await;
        assert_eq!(done.unwrap_err().fate(), Fate::Later, "{said}");
        assert!(server.taken().is_empty());
    }
}

#[tokio::test]
async fn a_server_that_takes_no_mail_at_all_is_no_fault_of_the_mail() {
    for (at, act) in [
        ("CONNECT", Act::Says("554 no service")),
        ("CONNECT", Act::Says("421 too busy")),
        ("CONNECT", Act::Says("HTTP/1.1 400 Bad Request")),
        ("CONNECT", Act::Cuts),
        ("CONNECT", Act::Hangs),
        ("EHLO", Act::Says("500 what?")),
        ("AUTH", Act::Says("535 5.7.8 wrong password")),
        ("AUTH", Act::Says("454 4.7.0 try later")),
        ("AUTH", Act::Cuts),
        ("MAIL", Act::Says("550 5.7.1 not your address")),
        ("MAIL", Act::Says("452 4.3.1 disk full")),
        ("MAIL", Act::Hangs),
        ("RCPT", Act::Hangs),
        ("DATA", Act::Says("554 5.5.1 no valid recipients")),
        ("DATA", Act::Says("250 an answer to an earlier command")),
        ("DATA", Act::Hangs),
        ("CONTENT", Act::Says("354 an answer to an earlier command")),
        ("CONTENT", Act::Says("421 4.3.2 shutting down")),
        ("CONTENT", Act::Hangs),
        ("CONTENT", Act::Cuts),
    ] {
        let (done, _) = delivered(&[(at, act)]).await;
        let error = done.unwrap_err();
        assert_eq!(error.fate(), Fate::Unavailable, "{at} {act:?}: {error}");
        assert!(!error.to_string().contains("geheim"), "{error}");
    }
}

#[tokio::test]
async fn nobody_listening_is_no_fault_of_the_mail() {
    let port = ScriptedServer::start(&[]).port;
    // The listener ends with its last connection.
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {}
    let error = client(&format!("smtp://127.0.0.1:{port}"))
        .deliver(&mail(ANA))
        .await
        .unwrap_err();
    assert_eq!(error.fate(), Fate::Unavailable, "{error}");
}

#[tokio::test]
async fn the_log_gets_the_code_and_the_operator_who_asks_the_words() {
    let (done, _) = delivered(&[("RCPT", Act::Says("550 5.1.1 \u{1b}[31mno such user"))]).await;
    let error = done.unwrap_err();
    assert!(!error.to_string().contains("no such user"), "{error}");
    assert!(
        error.in_full().ends_with("550 5.1.1 (5.1.1  [31mno such user)"),
        "{}",
        error.in_full()
    );
}

#[tokio::test]
async fn without_tls_nothing_is_sent_to_a_server_that_must_have_it() {
    let server = ScriptedServer::start(&[]);
    let smtp = client(&format!("smtp://ana:geheim@127.0.0.1:{}?tls=required", server.port));
    let error = smtp.deliver(&mail(ANA)).await.unwrap_err();
    assert_eq!(error.fate(), Fate::Unavailable, "{error}");
    assert_eq!(server.verbs(), "EHLO");
}

#[tokio::test]
async fn one_connection_carries_the_mails_that_are_due_together() {
    let server = ScriptedServer::start(&[("RCPT", Act::Says("250 ok")), ("RCPT", Act::Says("550 5.1.1 who?"))]);
    let smtp = client(&format!("smtp://127.0.0.1:{}", server.port));
    smtp.deliver(&mail(ANA)).await.unwrap();
    smtp.deliver(&mail(ANA)).await.unwrap_err();
    smtp.deliver(&mail(ANA)).await.unwrap();
    assert_eq!((server.connections(), server.taken().len()), (1, 2));
    smtp.rest().await;
    smtp.deliver(&mail(ANA)).await.unwrap();
    assert_eq!((server.connections(), server.taken().len()), (2, 3));
}

#[tokio::test]
async fn a_connection_that_ended_between_two_mails_is_made_anew() {
    for act in [Act::Cuts, Act::Says("421 4.4.2 that was enough")] {
        let server = ScriptedServer::start(&[("MAIL", Act::Says("250 ok")), ("MAIL", act)]);
        let smtp = client(&format!("smtp://127.0.0.1:{}", server.port));
        smtp.deliver(&mail(ANA)).await.unwrap();
        smtp.deliver(&mail(ANA)).await.unwrap();
        assert_eq!((server.connections(), server.taken().len()), (2, 2), "{act:?}");
    }
    // After the content another try would be a copy.
    let server = ScriptedServer::start(&[("CONTENT", Act::Says("250 ok")), ("CONTENT", Act::Cuts)]);
    let smtp = client(&format!("smtp://127.0.0.1:{}", server.port));
    smtp.deliver(&mail(ANA)).await.unwrap();
    smtp.deliver(&mail(ANA)).await.unwrap_err();
    assert_eq!((server.connections(), server.taken().len()), (1, 2));
}

#[tokio::test]
async fn addresses_and_texts_that_a_server_cannot_take_are_not_sent_to_it() {
    const OLD: Act = Act::Says("250 localhost");
    let old = ScriptedServer::start(&[("EHLO", OLD)]);
    let smtp = client(&format!("smtp://127.0.0.1:{}", old.port));
    let german = server::mail::Message {
        body: "Grüße\n".into(),
        ..mail(ANA)
    };
    smtp.deliver(&german).await.unwrap();
    assert!(old.taken().concat().contains("Gr=C3=BC=C3=9Fe"), "{:?}", old.taken());
    let error = smtp.deliver(&mail("zoë@example.com")).await.unwrap_err();
    assert_eq!(error.fate(), Fate::Refused, "{error}");
    assert_eq!(old.verbs(), "EHLO MAIL RCPT DATA RSET");

    let able = ScriptedServer::start(&[]);
    let smtp = client(&format!("smtp://127.0.0.1:{}", able.port));
    smtp.deliver(&german).await.unwrap();
    smtp.deliver(&mail("zoë@xn--bcher-kva.example")).await.unwrap();
    let commands = able.commands();
    assert!(commands[1].ends_with(" BODY=8BITMIME"), "{commands:?}");
    assert_eq!(commands[5], "RCPT TO:<zoë@xn--bcher-kva.example>", "{commands:?}");
    assert!(commands[4].ends_with(" SMTPUTF8"), "{commands:?}");
}
