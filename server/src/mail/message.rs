//! A rendered mail and its RFC 5322 form.

use data_encoding::BASE64;
use domain::{InternalError, Timestamp, kernel::id::MailId};
use lettre::{
    Address,
    message::{
        Body, Mailbox, MessageBuilder, MultiPart, MultiPartKind, SinglePart,
        header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue},
    },
};
use std::time::{Duration, UNIX_EPOCH};

/// The longest line that a text has in its own form, in bytes; RFC 5322 ends lines at 998.
const LINE_MAX: usize = 900;

/// The longest text in an encoded word, in bytes; RFC 2047 ends these at 75 characters.
const WORD_MAX: usize = 42;

/// How many bits of a byte the way to the recipient keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bits {
    /// Only ASCII passes.
    Seven,
    /// Every byte passes.
    Eight,
}

/// A rendered mail. Its body may contain a live link, so it is not shown by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// The mail's id, the local part of `Message-ID`.
    pub id: MailId,
    /// The recipient's address.
    pub to: String,
    /// The sender's display name.
    pub from_name: String,
    /// The sender's address.
    pub from: String,
    /// The host in `Message-ID`.
    pub host: String,
    /// The subject.
    pub subject: String,
    /// The text.
    pub body: String,
    /// The same words as HTML.
    pub html: String,
    /// When the event happened.
    pub at: Timestamp,
}

terms::redacted!(Message);

impl Message {
    /// Returns the recipient's address.
    pub fn recipient(&self) -> Result<Address, InternalError> {
        self.to.parse().map_err(broken)
    }

    /// Returns the sender's address.
    pub fn sender(&self) -> Result<Address, InternalError> {
        self.from.parse().map_err(broken)
    }

    /// Serialises the mail (RFC 5322, RFC 2046, RFC 2047, UTF-8 addresses by RFC 6532): text, and the same as HTML. The
    /// same mail always gives the same bytes.
    pub fn to_bytes(&self, bits: Bits) -> Result<Vec<u8>, InternalError> {
        // The library panics. The setting has none.
        if self.from_name.contains(char::is_control) {
            return Err(broken("the sender's name has control characters"));
        }
        let at = UNIX_EPOCH + Duration::from_secs(u64::try_from(self.at.0).unwrap_or(0));
        let parts = MultiPart::builder()
            .kind(MultiPartKind::Alternative)
            // The library's own would be another one each time.
            .boundary(format!("={}=", self.id))
            .singlepart(text_part(ContentType::TEXT_PLAIN, self.text(bits)?))
            .singlepart(text_part(ContentType::TEXT_HTML, quoted_printable(&self.html)?));
        let message = MessageBuilder::new()
            .message_id(Some(format!("<{}@{}>", self.id, self.host)))
            .date(at)
            .from(Mailbox::new(Some(self.from_name.clone()), self.sender()?))
            .to(Mailbox::new(None, self.recipient()?))
            .raw_header(subject(&self.subject))
            .multipart(parts)
            .map_err(broken)?;
        Ok(message.formatted())
    }

    /// The text part. It is 8-bit where that passes, so that a file is readable and its links are whole: the library's
    /// encoding breaks them over two lines.
    fn text(&self, bits: Bits) -> Result<Body, InternalError> {
        let encoding = match bits {
            _ if self.body.lines().any(|line| line.len() > LINE_MAX) => return quoted_printable(&self.body),
            _ if self.body.is_ascii() => ContentTransferEncoding::SevenBit,
            Bits::Eight => ContentTransferEncoding::EightBit,
            Bits::Seven => return quoted_printable(&self.body),
        };
        let bytes = self.body.replace('\n', "\r\n").into_bytes();
        Ok(Body::dangerous_pre_encoded(bytes, encoding))
    }
}

/// The header with the subject. The library leaves ASCII words as they are, so a name of the form `=?utf-8?q?…?=` would be
/// read as something else, with characters that names may not have; such a subject is encoded whole (RFC 2047).
fn subject(text: &str) -> HeaderValue {
    let name = HeaderName::new_from_ascii_str("Subject");
    if !text.contains("=?") {
        return HeaderValue::new(name, text.to_owned());
    }
    let mut words = vec![String::new()];
    for c in text.chars() {
        if let Some(word) = words.last_mut().filter(|word| word.len() + c.len_utf8() <= WORD_MAX) {
            word.push(c);
        } else {
            words.push(c.to_string());
        }
    }
    let words: Vec<_> = words
        .iter()
        .map(|word| format!("=?utf-8?b?{}?=", BASE64.encode(word.as_bytes())))
        .collect();
    HeaderValue::dangerous_new_pre_encoded(name, text.to_owned(), words.join("\r\n "))
}

fn text_part(kind: ContentType, body: Body) -> SinglePart {
    SinglePart::builder().header(kind).body(body)
}

fn quoted_printable(text: &str) -> Result<Body, InternalError> {
    Body::new_with_encoding(text.to_owned(), ContentTransferEncoding::QuotedPrintable)
        .map_err(|_| broken("the text cannot be encoded"))
}

fn broken(error: impl std::fmt::Display) -> InternalError {
    InternalError::new("writing a mail", error)
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
            from: "no-reply@accounts.example.com".into(),
            host: "accounts.example.com".into(),
            subject: "Grüße".into(),
            body: format!("https://accounts.example.com/confirm-email/{}\n", "a".repeat(43)),
            html: format!("<p>https://accounts.example.com/confirm-email/{}</p>\n", "a".repeat(43)),
            at: Timestamp(1_700_000_000),
        }
    }

    #[test]
    fn headers_are_encoded_and_links_stay_whole() {
        let bytes = message("ana@example.com").to_bytes(Bits::Eight).expect("bytes");
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
    fn the_same_mail_is_always_the_same_text_and_html() {
        let bytes = || message("ana@example.com").to_bytes(Bits::Eight).expect("bytes");
        assert_eq!(bytes(), bytes());
        let text = String::from_utf8(bytes()).expect("UTF-8");
        let boundary = "boundary=\"=0123456789abcdef0123456789abcdef=\"";
        let (head, parts) = text.split_once("\r\n\r\n").expect("a body");
        assert!(
            head.contains("multipart/alternative") && head.contains(boundary),
            "{text}"
        );
        let parts: Vec<_> = parts.split("--=0123456789abcdef0123456789abcdef=").collect();
        assert_eq!(parts.len(), 4, "{text}");
        assert!(
            parts[1].contains("Content-Type: text/plain; charset=utf-8\r\n"),
            "{text}"
        );
        assert!(
            parts[2].contains("Content-Type: text/html; charset=utf-8\r\n"),
            "{text}"
        );
    }

    #[test]
    fn where_only_ascii_passes_the_mail_is_ascii() {
        let german = Message {
            body: "Grüße\n".into(),
            html: "<p>Grüße</p>\n".into(),
            ..message("ana@example.com")
        };
        let bytes = |bits| String::from_utf8(german.to_bytes(bits).expect("bytes")).expect("UTF-8");
        let (seven, eight) = (bytes(Bits::Seven), bytes(Bits::Eight));
        assert!(seven.is_ascii() && seven.contains("Gr=C3=BC=C3=9Fe"), "{seven}");
        assert!(eight.contains("\r\nGrüße\r\n"), "{eight}");
    }

    #[test]
    fn no_line_is_longer_than_mail_servers_take() {
        let long = Message {
            body: format!("{}\n", "ü".repeat(600)),
            html: format!("<p>{}</p>\n", "&quot;".repeat(200)),
            subject: "🙂".repeat(64),
            from_name: "عبد الله ".repeat(9),
            ..message("ana@example.com")
        };
        let text = String::from_utf8(long.to_bytes(Bits::Eight).expect("bytes")).expect("UTF-8");
        assert!(
            text.split("\r\n")
                .all(|line| line.len() <= 998 && !line.contains(['\r', '\n'])),
            "{text}"
        );
        assert!(text.split_once("\r\n\r\n").expect("a body").0.is_ascii());
    }

    #[test]
    fn no_header_can_be_injected() {
        for to in ["a@b.c\r\nBcc: x@y.z", "a@b.c, x@y.z"] {
            assert!(message(to).to_bytes(Bits::Eight).is_err(), "{to:?}");
        }
        let sneaky = "a\r\nBcc: x@y.z\r\n\r\n<p>".to_owned();
        let subject = Message {
            subject: sneaky.clone(),
            ..message("a@b.c")
        };
        let name = Message {
            from_name: sneaky,
            ..message("a@b.c")
        };
        for mail in [subject, name] {
            let text = mail.to_bytes(Bits::Eight).unwrap_or_default();
            assert!(!String::from_utf8_lossy(&text).contains("\nBcc:"));
        }
        let sender = Message {
            from: "a@b.c\r\nBcc: x@y.z".into(),
            ..message("a@b.c")
        };
        assert!(sender.to_bytes(Bits::Eight).is_err());
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
            let bytes = message(&email.mailbox()).to_bytes(Bits::Eight).expect("bytes");
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
