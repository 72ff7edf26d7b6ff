//! What a mail looks like to the program that reads it.

use super::client;
use crate::people::ANA;
use domain::{
    Timestamp,
    kernel::{email::Email, id::MailId},
    mail::{About, Mail, SecretLink},
};
use serde_json::{Value, json};
use server::{
    config::Origin,
    mail::{Mailer, Writer},
};
use terms::Language;
use testing::{MailServer, MailServerPlan, MailTls};

const PLAN: MailServerPlan<'_> = MailServerPlan {
    tls: MailTls::None,
    login: None,
    utf8: true,
};

/// Sends a mail of `product` to `email`, in which the member is called `member`, and returns what arrives.
async fn arrived(product: &str, email: &str, member: &str, language: Language) -> Value {
    let server = MailServer::start(PLAN);
    let mail = Mail {
        to: Email::parse(email).unwrap(),
        about: About::EnrolmentLink {
            link: SecretLink::new("https://xn--bcher-kva.example/enrol/geheim".into()),
            member: member.into(),
            email: ANA.into(),
        },
        at: Timestamp(1_700_000_000),
        language,
        not_me: None,
    };
    let writer = Writer::new(product, &Origin::parse("https://Bücher.example").unwrap());
    let message = writer.write(&MailId::from_store("7".repeat(32)), &mail, None);
    let smtp = client(&format!("smtp://127.0.0.1:{}", server.port()));
    smtp.deliver(&message).await.unwrap();
    smtp.rest().await;
    serde_json::from_str(&server.taken()[0]).unwrap()
}

#[tokio::test]
async fn names_in_all_scripts_arrive_as_they_were_typed() {
    let emoji = "🙂".repeat(64);
    for name in [
        "عبد الله بن محمد",
        emoji.as_str(),
        "Zoë <b>&amp; \"Ñ\"",
        "a, b; c: <x@y.z>",
        "=?utf-8?q?a?=",
    ] {
        let mail = arrived("Zwölf: عشرون", ANA, name, Language::English).await;
        assert_eq!(
            mail["subject"],
            format!("{name} shares a sign-in to Zwölf: عشرون with you")
        );
        assert_eq!(
            (&mail["from_name"], &mail["defects"]),
            (&json!("Zwölf: عشرون"), &json!([]))
        );
        let (text, html) = (mail["text"].as_str().unwrap(), mail["html"].as_str().unwrap());
        assert!(text.contains(name), "{text}");
        let escaped = name
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
            .replace('"', "&quot;");
        assert!(html.contains(&format!("<p>{escaped} (")), "{html}");
        let headers = mail["headers"].as_array().unwrap().len();
        assert_eq!(headers, 7, "{mail}");
    }
}

#[tokio::test]
async fn text_and_html_are_in_the_language_of_the_member_and_hosts_in_a_labels() {
    let mail = arrived("Acme", "Zoe@Bücher.Example", "Ana", Language::German).await;
    assert_eq!(
        mail["types"],
        json!(["multipart/alternative", "text/plain", "text/html"])
    );
    assert_eq!(mail["recipients"], json!(["Zoe@xn--bcher-kva.example"]));
    assert_eq!(mail["to"], "Zoe@xn--bcher-kva.example");
    assert_eq!(mail["sender"], "no-reply@xn--bcher-kva.example");
    assert_eq!(mail["from"], "Acme <no-reply@xn--bcher-kva.example>");
    assert_eq!(mail["id"], format!("<{}@xn--bcher-kva.example>", "7".repeat(32)));
    let (text, html) = (mail["text"].as_str().unwrap(), mail["html"].as_str().unwrap());
    assert!(text.starts_with("Guten Tag,\n\nAna ("), "{text}");
    assert!(
        text.contains("\nhttps://xn--bcher-kva.example/enrol/geheim\n"),
        "{text}"
    );
    assert!(
        html.contains("<html lang=\"de\">") && html.contains("<p>Guten Tag,</p>"),
        "{html}"
    );
    assert!(
        html.contains("<a href=\"https://xn--bcher-kva.example/enrol/geheim\">"),
        "{html}"
    );
    for remote in ["<img", "<link", "<script", "src=", "url("] {
        assert!(!html.contains(remote), "{remote}: {html}");
    }
}

#[tokio::test]
async fn a_name_before_the_at_in_other_characters_is_sent_as_it_is() {
    // The header `To` is UTF-8 then.
    let mail = arrived("Acme", "zoë@bücher.example", "Ana", Language::English).await;
    assert_eq!(mail["recipients"], json!(["zoë@xn--bcher-kva.example"]));
    assert_eq!(mail["options"], json!(["BODY=8BITMIME", "SMTPUTF8"]));
}
