//! A mail goes to a mail server: what it does wrong, and what becomes of the mail.

mod arrival;
mod faults;
mod letters;
mod retried;
mod scripted;

use domain::{Timestamp, kernel::id::MailId};
use server::{
    config::{CommandLine, load},
    mail::{Message, Patience, Smtp},
};
use std::{ffi::OsString, time::Duration};

const SHORT: Duration = Duration::from_millis(300);

/// A client of a mail server with this address, whose patience is short.
fn client(url: &str) -> Smtp {
    let patience = Patience {
        connect: 2 * SHORT,
        command: SHORT,
        content: SHORT,
    };
    with_patience(url, patience)
}

fn with_patience(url: &str, patience: Patience) -> Smtp {
    let variables = [("TWOFOLD_SMTP", url)].map(|(name, value)| (OsString::from(name), OsString::from(value)));
    let CommandLine { settings, .. } = load([OsString::from("twofold")], variables).unwrap();
    let server = settings.mail_server().unwrap().expect("a mail server");
    Smtp::new(server, "accounts.example.com", patience).unwrap()
}

/// A mail to this address.
fn mail(to: &str) -> Message {
    Message {
        id: MailId::from_store("0".repeat(32)),
        to: to.into(),
        from_name: "Twofold".into(),
        from: "no-reply@accounts.example.com".into(),
        host: "accounts.example.com".into(),
        subject: "Hello".into(),
        body: "https://accounts.example.com/confirm-email/geheim\n".into(),
        html: "<p>Hello</p>\n".into(),
        at: Timestamp(1_700_000_000),
    }
}
