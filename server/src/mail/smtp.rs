//! Mails to a mail server (RFC 5321).
//!
//! The library's transport does not say which command was refused, so its connection is driven here: whether a mail is
//! refused for good depends on that. The outbox delivers one mail after the other, so one connection is kept for the
//! next mail until none is due.

mod fault;

use super::{Bits, DeliveryError, Fate, Mailer, Message};
use crate::config::{SmtpServer, SmtpTls};
use async_trait::async_trait;
use domain::InternalError;
use fault::{Fault, Step};
use lettre::{
    Address,
    transport::smtp::{
        authentication::{Credentials, DEFAULT_MECHANISMS},
        client::{AsyncSmtpConnection, TlsParameters},
        commands::{Data, Mail, Quit, Rcpt, Rset},
        extension::{ClientId, Extension, MailBodyParameter, MailParameter},
        response::Severity,
    },
};
use std::{
    fmt::{self, Display},
    future::Future,
    time::Duration,
};
use tokio::{sync::Mutex, time::timeout};
use url::Host;

/// How long the mail server may take. The outbox bounds the whole delivery, too.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// To connect: name, TCP, TLS, greeting and authentication.
    pub connect: Duration,
    /// To answer a command.
    pub command: Duration,
    /// To take the content of a mail.
    pub content: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(15),
            command: Duration::from_secs(10),
            content: Duration::from_secs(30),
        }
    }
}

/// A mail server.
pub struct Smtp {
    server: SmtpServer,
    tls: Option<TlsParameters>,
    hello: ClientId,
    patience: Patience,
    kept: Mutex<Option<AsyncSmtpConnection>>,
}

terms::redacted!(Smtp);

/// A mail as it is handed over.
struct Parcel {
    from: Address,
    to: Address,
    eight: Content,
    seven: Content,
}

/// The content of a mail as it is sent. The library would send it in two parts, and the second would wait until the
/// server's system acknowledges the first, which takes 40 ms.
struct Content(String);

impl Display for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in self.0.split_inclusive('\n') {
            // RFC 5321, section 4.5.2.
            let dot = if line.starts_with('.') { "." } else { "" };
            write!(f, "{dot}{line}")?;
        }
        let end = if self.0.ends_with("\r\n") { "" } else { "\r\n" };
        write!(f, "{end}.\r\n")
    }
}

impl Smtp {
    /// Prepares deliveries to `server`, which trusts the issuers that the system trusts. `host` is our own.
    pub fn new(server: SmtpServer, host: &str, patience: Patience) -> Result<Self, InternalError> {
        let tls = match server.tls {
            SmtpTls::None => None,
            SmtpTls::Implicit | SmtpTls::StartTls => {
                let parameters = TlsParameters::new_rustls(name(&server.host));
                Some(parameters.map_err(|e| InternalError::new("preparing TLS for mail", e))?)
            }
        };
        let hello = match Host::parse(host) {
            Ok(Host::Ipv4(address)) => ClientId::Ipv4(address),
            Ok(Host::Ipv6(address)) => ClientId::Ipv6(address),
            _ => ClientId::Domain(host.to_owned()),
        };
        Ok(Self {
            server,
            tls,
            hello,
            patience,
            kept: Mutex::default(),
        })
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, Fault> {
        let step = Step::Connect;
        within(self.patience.connect, step, async {
            let address = (name(&self.server.host), self.server.port);
            let implicit = self.tls.clone().filter(|_| self.server.tls == SmtpTls::Implicit);
            let connected = AsyncSmtpConnection::connect_tokio1(address, None, &self.hello, implicit, None);
            let mut connection = connected.await.map_err(Fault::at(step))?;
            if let (SmtpTls::StartTls, Some(tls)) = (self.server.tls, self.tls.clone()) {
                let upgraded = connection.starttls(tls, &self.hello).await;
                upgraded.map_err(Fault::at(Step::StartTls))?;
            }
            if let Some((user, password)) = self.server.expose_login() {
                let login = Credentials::new(user.to_owned(), password.to_owned());
                let known = connection.auth(DEFAULT_MECHANISMS, &login).await;
                known.map_err(Fault::at(Step::Login))?;
            }
            Ok(connection)
        })
        .await
    }

    /// Hands a mail over. A connection that is still in step is kept for the next mail.
    async fn send(&self, mut connection: AsyncSmtpConnection, parcel: &Parcel) -> Result<(), Fault> {
        let sent = self.transfer(&mut connection, parcel).await;
        let in_step = match &sent {
            Ok(()) => true,
            Err(fault) if fault.in_step() => self.command(&mut connection, Step::Reset, Rset).await.is_ok(),
            Err(_) => false,
        };
        if in_step {
            *self.kept.lock().await = Some(connection);
        }
        sent
    }

    async fn transfer(&self, connection: &mut AsyncSmtpConnection, parcel: &Parcel) -> Result<(), Fault> {
        let features = connection.server_info();
        let eight = features.supports_feature(Extension::EightBitMime);
        let content = if eight { &parcel.eight } else { &parcel.seven };
        let mut parameters = Vec::new();
        if eight && !content.0.is_ascii() {
            parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        if !AsRef::<str>::as_ref(&parcel.to).is_ascii() {
            if !features.supports_feature(Extension::SmtpUtfEight) {
                return Err(Fault::Utf8Address);
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        let sender = Mail::new(Some(parcel.from.clone()), parameters);
        self.command(connection, Step::Sender, sender).await?;
        let recipient = Rcpt::new(parcel.to.clone(), Vec::new());
        self.command(connection, Step::Recipient, recipient).await?;
        self.command(connection, Step::Data, Data).await?;
        self.command(connection, Step::Content, content).await
    }

    /// Sends a command. An answer of another kind than the command's belongs to an earlier command: an attacker between
    /// the two hosts can insert one before the answers that are encrypted, which would hide a refusal.
    async fn command(
        &self,
        connection: &mut AsyncSmtpConnection,
        step: Step,
        command: impl Display,
    ) -> Result<(), Fault> {
        let (patience, expected) = match step {
            Step::Content => (self.patience.content, Severity::PositiveCompletion),
            Step::Data => (self.patience.command, Severity::PositiveIntermediate),
            _ => (self.patience.command, Severity::PositiveCompletion),
        };
        within(patience, step, async {
            let answer = connection.command(command).await.map_err(Fault::at(step))?;
            match answer.code().severity == expected {
                true => Ok(()),
                false => Err(Fault::OutOfStep(step)),
            }
        })
        .await
    }
}

#[async_trait]
impl Mailer for Smtp {
    async fn deliver(&self, message: &Message) -> Result<(), DeliveryError> {
        let parcel = Parcel::new(message).map_err(|e| DeliveryError::new(Fate::Later, e.to_string()))?;
        // Taken out, so that a delivery that is broken off leaves no connection in the middle of a mail.
        let kept = self.kept.lock().await.take();
        if let Some(connection) = kept {
            match self.send(connection, &parcel).await {
                // The server may close a connection between two mails.
                Err(fault) if fault.before_content() => {}
                sent => return sent.map_err(|fault| fault.explain(&self.server)),
            }
        }
        let sent = async { self.send(self.connect().await?, &parcel).await };
        sent.await.map_err(|fault| fault.explain(&self.server))
    }

    async fn rest(&self) {
        if let Some(mut connection) = self.kept.lock().await.take() {
            // Whether the server says good-bye changes nothing.
            let _ = self.command(&mut connection, Step::Reset, Quit).await;
        }
    }
}

impl Parcel {
    fn new(message: &Message) -> Result<Self, InternalError> {
        Ok(Self {
            from: message.sender()?,
            to: message.recipient()?,
            eight: Content::new(message, Bits::Eight)?,
            seven: Content::new(message, Bits::Seven)?,
        })
    }
}

impl Content {
    fn new(message: &Message, bits: Bits) -> Result<Self, InternalError> {
        let text = String::from_utf8(message.to_bytes(bits)?);
        text.map(Self).map_err(|e| InternalError::new("writing a mail", e))
    }
}

/// A host as names are resolved and certificates are checked: without the brackets of an IPv6 address.
fn name(host: &Host) -> String {
    match host {
        Host::Domain(name) => name.clone(),
        Host::Ipv4(address) => address.to_string(),
        Host::Ipv6(address) => address.to_string(),
    }
}

async fn within<T>(patience: Duration, step: Step, work: impl Future<Output = Result<T, Fault>>) -> Result<T, Fault> {
    timeout(patience, work).await.unwrap_or(Err(Fault::Slow(step)))
}
