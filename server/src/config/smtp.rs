//! The mail server, and the sender's address.

use crate::files::{self, PrivateFileError};
use domain::kernel::email::Email;
use lettre::Address;
use percent_encoding::percent_decode_str;
use std::{fmt, path::Path};
use url::{Host, Url};
use zeroize::Zeroizing;

/// When the connection to a mail server is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmtpTls {
    /// From the first byte.
    Implicit,
    /// From `STARTTLS` on. Without it nothing is sent.
    StartTls,
    /// Never. Only for a loopback host.
    None,
}

/// A mail server, and how mail is handed to it.
#[derive(Clone, PartialEq, Eq)]
pub struct SmtpServer {
    /// The host, a domain in A-labels.
    pub host: Host,
    /// The port.
    pub port: u16,
    /// When the connection is encrypted.
    pub tls: SmtpTls,
    /// The name that the server knows us by.
    pub user: Option<String>,
    password: Option<Zeroizing<String>>,
}

terms::redacted!(SmtpServer);

impl fmt::Display for SmtpServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

/// Why the settings of the mail server do not fit together.
#[derive(Debug, thiserror::Error)]
pub enum SmtpError {
    /// A file with a password, but no server.
    #[error("smtp_password_file is set, but smtp is not")]
    NoServer,
    /// A password without a user.
    #[error("smtp_password_file is set, but smtp names no user: smtps://user@host")]
    NoUser,
    /// Two passwords.
    #[error("smtp has a password, and smtp_password_file is set, too; keep one of them")]
    TwoPasswords,
    /// No password.
    #[error("smtp names a user but no password: add it (smtps://user:password@host) or set smtp_password_file")]
    NoPassword,
    /// The file with the password.
    #[error("smtp_password_file: {0}")]
    File(#[from] PrivateFileError),
}

impl SmtpServer {
    /// Parses `smtps://user:password@host:port` or `smtp://…?tls=required`. Errors do not quote the text, because it may
    /// contain a password.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let form = || "must be of the form smtps://user:password@host:465 or smtp://user:password@host:587".to_owned();
        let url = text
            .contains("://")
            .then(|| Url::parse(text).ok())
            .flatten()
            .ok_or_else(form)?;
        let (implicit, port) = match url.scheme() {
            "smtps" => (true, 465),
            "smtp" => (false, 587),
            _ => return Err(form()),
        };
        // The URL parser leaves the host of such a scheme as it is typed.
        let host = url
            .host_str()
            .and_then(|host| Host::parse(host).ok())
            .ok_or_else(form)?;
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return Err(format!(
                "{}, without a path; in user and password write / as %2F, # as %23, ? as %3F, @ as %40, : as %3A",
                form()
            ));
        }
        let tls = tls(url.query(), implicit, &host)?;
        let user = decoded(url.username())?;
        let password = url.password().map(decoded).transpose()?;
        let (user, password) = match (user.is_empty(), password) {
            (true, Some(_)) => return Err(format!("has a password without a user; it {}", form())),
            (true, None) => (None, None),
            (false, password) => (Some(user), password.filter(|text| !text.is_empty()).map(Zeroizing::new)),
        };
        Ok(Self {
            host,
            port: url.port().unwrap_or(port),
            tls,
            user,
            password,
        })
    }

    /// Completes the server with the password of a file.
    pub(super) fn complete(mut self, file: Option<&Path>) -> Result<Self, SmtpError> {
        match (&self.user, &self.password, file) {
            (None, _, Some(_)) => Err(SmtpError::NoUser),
            (Some(_), Some(_), Some(_)) => Err(SmtpError::TwoPasswords),
            (Some(_), None, None) => Err(SmtpError::NoPassword),
            (Some(_), None, Some(file)) => {
                self.password = Some(files::read_private(file)?.text);
                Ok(self)
            }
            (_, _, None) => Ok(self),
        }
    }

    /// Returns user and password.
    pub(crate) fn expose_login(&self) -> Option<(&str, &str)> {
        let (user, password) = (self.user.as_ref()?, self.password.as_ref()?);
        Some((user, password))
    }
}

/// When the connection is encrypted: always, unless the host is loopback.
fn tls(query: Option<&str>, implicit: bool, host: &Host) -> Result<SmtpTls, String> {
    match (query, implicit, loopback(host)) {
        (None | Some("tls=required"), true, _) => Ok(SmtpTls::Implicit),
        (Some("tls=required"), false, _) | (None, false, false) => Ok(SmtpTls::StartTls),
        (None | Some("tls=none"), false, true) => Ok(SmtpTls::None),
        (Some("tls=none"), false, false) => Err(format!(
            "tls=none would send mails with their links, and the password, to {host} in the clear; it is for a loopback host only"
        )),
        (Some(_), false, _) => Err("after the ? stands tls=required or, for a loopback host, tls=none".into()),
        (Some(_), true, _) => Err("smtps:// always has TLS and takes no ?".into()),
    }
}

fn loopback(host: &Host) -> bool {
    match host {
        Host::Domain(name) => name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

fn decoded(text: &str) -> Result<String, String> {
    let decoded = percent_decode_str(text).decode_utf8();
    let decoded = decoded.map_err(|_| "user and password must be UTF-8".to_owned())?;
    match decoded.contains(char::is_control) {
        true => Err("user and password contain control characters".into()),
        false => Ok(decoded.into_owned()),
    }
}

/// The sender's address, with the domain in A-labels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailFrom(String);

impl MailFrom {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let form = || format!("“{text}” is not an address such as no-reply@example.com");
        let mailbox = Email::parse(text).map_err(|_| form())?.mailbox();
        // A sender in other characters is refused by servers without SMTPUTF8, with every mail.
        match mailbox.is_ascii() && mailbox.parse::<Address>().is_ok() {
            true => Ok(Self(mailbox)),
            false => Err(form()),
        }
    }

    /// Returns the address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{fs::Permissions, os::unix::fs::PermissionsExt};

    fn server(text: &str) -> SmtpServer {
        SmtpServer::parse(text).unwrap_or_else(|reason| panic!("{text}: {reason}"))
    }

    #[test]
    fn scheme_and_host_say_port_and_encryption() {
        use SmtpTls::{Implicit, None, StartTls};
        for (text, shown, tls) in [
            ("smtps://mail.example.com", "mail.example.com:465", Implicit),
            ("smtps://mail.example.com:4465/", "mail.example.com:4465", Implicit),
            ("smtps://localhost?tls=required", "localhost:465", Implicit),
            ("smtp://mail.example.com", "mail.example.com:587", StartTls),
            (
                "smtp://mail.example.com:25?tls=required",
                "mail.example.com:25",
                StartTls,
            ),
            ("smtp://192.0.2.1", "192.0.2.1:587", StartTls),
            ("smtp://[2001:db8::1]", "[2001:db8::1]:587", StartTls),
            ("smtp://localhost:1025", "localhost:1025", None),
            ("smtp://127.0.0.1:25?tls=none", "127.0.0.1:25", None),
            ("smtp://[::1]:25", "[::1]:25", None),
            ("smtp://localhost?tls=required", "localhost:587", StartTls),
            ("smtps://Bücher.Example:443", "xn--bcher-kva.example:443", Implicit),
        ] {
            let server = server(text);
            assert_eq!((server.to_string().as_str(), server.tls), (shown, tls), "{text}");
        }
    }

    #[test]
    fn user_and_password_are_percent_decoded() {
        for (text, user, password) in [
            ("smtps://ana:geheim@h.example", "ana", "geheim"),
            (
                "smtps://ana%40example.com:a%3A%2F%40%25%C3%BC+@h.example",
                "ana@example.com",
                "a:/@%ü+",
            ),
        ] {
            let server = server(text).complete(None).expect("a server");
            assert_eq!(server.expose_login(), Some((user, password)), "{text}");
            assert_eq!(format!("{server:?}"), "SmtpServer(redacted)");
        }
        assert_eq!(server("smtps://h.example").expose_login(), None);
    }

    #[test]
    fn bad_servers_are_refused_without_their_password() {
        for (text, reason) in [
            ("", "of the form"),
            ("mail.example.com:25", "of the form"),
            ("smtps:u:geheim@h", "of the form"),
            ("https://u:geheim@h", "of the form"),
            ("smtps://u:geheim@", "of the form"),
            ("smtps://u:geheim@h:99999", "of the form"),
            ("smtps://u:geheim@h ost", "of the form"),
            ("smtps://u:geheim/x@h", "of the form"),
            ("smtps://u:geheim@h/inbox", "without a path"),
            ("smtps://u:geheim@h#x", "without a path"),
            ("smtps://:geheim@h", "a password without a user"),
            ("smtps://u:geheim%0d%0a@h", "control characters"),
            ("smtps://u:geheim%ff@h", "must be UTF-8"),
            ("smtps://u:geheim@h?tls=none", "always has TLS"),
            ("smtp://u:geheim@h.example?tls=none", "in the clear"),
            ("smtp://u:geheim@h?tls=opportunistic", "after the ?"),
            ("smtp://u:geheim@localhost?tls=required&x=1", "after the ?"),
        ] {
            let message = SmtpServer::parse(text).expect_err(text);
            assert!(
                message.contains(reason) && !message.contains("geheim"),
                "{text}: {message}"
            );
        }
    }

    #[test]
    fn a_user_has_one_password() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("password");
        std::fs::write(&file, "ge:heim\n").expect("a file");
        std::fs::set_permissions(&file, Permissions::from_mode(0o600)).expect("chmod");
        let complete = |text: &str, file: Option<&Path>| match server(text).complete(file) {
            Ok(server) => server
                .expose_login()
                .map_or("none".into(), |(_, password)| password.to_owned()),
            Err(error) => error.to_string(),
        };
        assert_eq!(complete("smtps://u@h", Some(&file)), "ge:heim");
        assert_eq!(complete("smtps://h", None), "none");
        for (text, given, reason) in [
            ("smtps://u@h", None, "names a user but no password"),
            ("smtps://u:@h", None, "names a user but no password"),
            ("smtps://h", Some(&file), "names no user"),
            ("smtps://u:p@h", Some(&file), "keep one of them"),
        ] {
            let said = complete(text, given.map(|file| file.as_path()));
            assert!(said.contains(reason), "{text}: {said}");
        }
        std::fs::set_permissions(&file, Permissions::from_mode(0o644)).expect("chmod");
        assert!(complete("smtps://u@h", Some(&file)).contains("run: chmod 600"));
    }

    #[test]
    fn the_sender_is_an_address_that_every_server_can_read() {
        let parsed = |text: &str| MailFrom::parse(text).map(|from| from.0);
        assert_eq!(
            parsed("no-reply@Bücher.example"),
            Ok("no-reply@xn--bcher-kva.example".into())
        );
        for text in [
            "",
            "example.com",
            "a@b\r\nBcc: c@d.e",
            "zoë@example.com",
            "Ana <ana@example.com>",
        ] {
            assert!(
                parsed(text).is_err_and(|reason| reason.contains("not an address")),
                "{text}"
            );
        }
    }
}
