//! A rendered mail and its RFC 5322 form.

use domain::{InternalError, Timestamp, kernel::id::MailId};
use lettre::{
    Address,
    message::{
        Body, Mailbox, MessageBuilder, SinglePart,
        header::{ContentTransferEncoding, ContentType},
    },
};
use std::time::{Duration, UNIX_EPOCH};

/// A rendered mail. Its body may contain a live link, so it is not shown by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// The mail's id, the local part of `Message-ID`.
    pub id: MailId,
    /// The recipient's address.
    pub to: String,
    /// The sender's display name.
    pub from_name: String,
    /// The host in the sender's address and in `Message-ID`.
    pub host: String,
    /// The subject.
    pub subject: String,
    /// The text.
    pub body: String,
    /// When the event happened.
    pub at: Timestamp,
}

terms::redacted!(Message);

impl Message {
    /// Serialises the mail (RFC 5322, RFC 2047, UTF-8 addresses by RFC 6532). The body is 8-bit, so that the file is
    /// readable.
    pub fn to_bytes(&self) -> Result<Vec<u8>, InternalError> {
        let broken = |e: &dyn std::fmt::Display| InternalError::new("writing a mail", e);
        let to: Address = self.to.parse().map_err(|e| broken(&e))?;
        let from = Address::new("no-reply", &self.host).map_err(|e| broken(&e))?;
        let at = UNIX_EPOCH + Duration::from_secs(u64::try_from(self.at.0).unwrap_or(0));
        // The library's encoding would break links over two lines. Our lines are far below the limit of 998 bytes.
        let body = Body::dangerous_pre_encoded(
            self.body.replace('\n', "\r\n").into_bytes(),
            ContentTransferEncoding::EightBit,
        );
        let message = MessageBuilder::new()
            .message_id(Some(format!("<{}@{}>", self.id, self.host)))
            .date(at)
            .from(Mailbox::new(Some(self.from_name.clone()), from))
            .to(Mailbox::new(None, to))
            .subject(self.subject.as_str())
            .singlepart(SinglePart::builder().header(ContentType::TEXT_PLAIN).body(body))
            .map_err(|e| broken(&e))?;
        Ok(message.formatted())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::kernel::email::Email;

    fn message(to: &str) -> Message {
        Message {
            id: MailId::parse("0123456789abcdef0123456789abcdef").expect("an id"),
            to: to.into(),
            from_name: "Zwölf: fold".into(),
            host: "accounts.example.com".into(),
            subject: "Grüße".into(),
            body: format!("https://accounts.example.com/confirm-email/{}\n", "a".repeat(43)),
            at: Timestamp(1_700_000_000),
        }
    }

    #[test]
    fn headers_are_encoded_and_links_stay_whole() {
        let bytes = message("ana@example.com").to_bytes().expect("bytes");
        let text = String::from_utf8(bytes).expect("UTF-8");
        assert!(
            text.contains("Message-ID: <0123456789abcdef0123456789abcdef@accounts.example.com>\r\n"),
            "{text}"
        );
        assert!(text.contains("Date: Tue, 14 Nov 2023 22:13:20 +0000\r\n"), "{text}");
        assert!(text.contains("Subject: =?utf-8?b?R3LDvMOfZQ==?=\r\n"), "{text}");
        assert!(text.contains("To: ana@example.com\r\n"), "{text}");
        assert!(
            text.contains(&format!("/confirm-email/{}\r\n", "a".repeat(43))),
            "{text}"
        );
        assert!(text.split_once("\r\n\r\n").expect("a body").0.is_ascii());
    }

    #[test]
    fn no_header_can_be_injected() {
        for to in ["a@b.c\r\nBcc: x@y.z", "a@b.c, x@y.z"] {
            assert!(message(to).to_bytes().is_err(), "{to:?}");
        }
        let sneaky = Message {
            subject: "a\r\nBcc: x@y.z".into(),
            ..message("a@b.c")
        };
        assert!(!String::from_utf8_lossy(&sneaky.to_bytes().unwrap_or_default()).contains("\r\nBcc:"));
    }

    #[test]
    fn every_address_that_is_accepted_gets_its_mail() {
        let (name, label) = ("a".repeat(64), "b".repeat(63));
        for typed in [
            "a@b",
            "a@localhost",
            "1@2",
            "a@192.0.2.1",
            "a@b-c.d--e.f",
            "a@xn--bcher-kva.example",
            "-@b.c",
            "a.b.c.d@e.f.g.h",
            "ana+shop@example.com",
            "o'neil@example.com",
            "!#$%&'*+-/=?^_`{|}~@b.c",
            "=?utf-8?q?a?=@b.c",
            "zoë.ñ@bücher.example",
            "Zoe\u{308}@b.c",
            "用户@例子.公司",
            "ａna@ｂ.c",
            "²@b.c",
            " ana@example.com. ",
            &format!("{name}@{label}.{label}.{}", "c".repeat(61)),
        ] {
            let email = Email::parse(typed).expect("an address");
            let bytes = message(&email.mailbox()).to_bytes().expect("bytes");
            let text = String::from_utf8(bytes).expect("UTF-8");
            assert!(text.contains(&format!("To: {}\r\n", email.mailbox())), "{text}");
        }
    }

    #[test]
    fn every_accepted_character_can_be_written() {
        // The Basic Multilingual Plane, and emoji.
        for c in ('\0'..='\u{ffff}').chain('\u{1f300}'..='\u{1faff}') {
            for typed in [format!("a.{c}@b.c"), format!("a@b.{c}"), format!("a@b{c}d")] {
                // Parsed as a mailbox, because the library parses the header again, with another parser, to determine
                // the recipient.
                if let Ok(email) = Email::parse(&typed) {
                    assert!(email.mailbox().parse::<Mailbox>().is_ok(), "{typed:?}");
                }
            }
        }
    }
}
