//! `twofold mail`: how mails are sent.

use super::{data, serve::StartError};
use crate::{
    clock::SystemClock,
    config::{MailTask, Settings, SmtpServer},
    entropy::OsEntropy,
    mail::{DeliveryError, Folder, Mailer, Message, Patience, Smtp, Writer},
};
use domain::{
    Clock,
    kernel::{email::Email, id::MailId},
};
use std::{
    io::{self, Write},
    sync::Arc,
};
use terms::Language;

/// Why a test mail was not sent.
#[derive(Debug, thiserror::Error)]
pub(super) enum MailError {
    /// Settings or data folder.
    #[error(transparent)]
    Start(#[from] StartError),
    /// No mail goes to such an address.
    #[error("“{0}” is not an e-mail address")]
    Address(String),
    /// The mail was not taken.
    #[error("the mail was not sent: {}", .0.in_full())]
    Delivery(#[from] DeliveryError),
    /// The output could not be written.
    #[error("cannot write: {0}")]
    Output(#[from] io::Error),
}

/// How mails are sent.
pub(super) struct Transport {
    /// Delivers mails.
    pub mailer: Arc<dyn Mailer>,
    destination: Destination,
}

enum Destination {
    Server(SmtpServer),
    Folder(Folder),
}

/// Prepares the transport of these settings.
pub(super) fn transport(settings: &Settings) -> Result<Transport, StartError> {
    if let Some(server) = settings.mail_server()? {
        let smtp = Smtp::new(server.clone(), settings.origin.host(), Patience::default())?;
        return Ok(Transport {
            mailer: Arc::new(smtp),
            destination: Destination::Server(server),
        });
    }
    let path = settings.data.join("outbox");
    let folder = Folder::open(&path).map_err(|e| StartError::Data(path.as_path().into(), e))?;
    Ok(Transport {
        mailer: Arc::new(folder.clone()),
        destination: Destination::Folder(folder),
    })
}

/// Returns the writer of these settings.
pub(super) fn writer(settings: &Settings) -> Writer {
    Writer::new(&settings.name, &settings.origin).with_sender(settings.mail_from.as_ref())
}

impl Destination {
    /// Says what became of a mail that was delivered.
    fn receipt(&self, message: &Message) -> String {
        match self {
            Self::Server(server) => format!("{server} took the mail from {} to {}", message.from, message.to),
            Self::Folder(folder) => format!(
                "TWOFOLD_SMTP is not set, so the mail was written to {}",
                folder.file(message).display()
            ),
        }
    }
}

/// Sends a test mail. It needs no database and may run beside a server.
pub(super) fn run(settings: &Settings, task: &MailTask) -> Result<(), MailError> {
    let MailTask::Test { address } = task;
    let to = Email::parse(address).map_err(|_| MailError::Address(address.clone()))?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(StartError::Runtime)?;
    data::folder(&settings.data)?;
    let Transport { mailer, destination } = transport(settings)?;
    let message = writer(settings).test(&MailId::random(&OsEntropy), &to, Language::English, SystemClock.now());
    runtime.block_on(async {
        mailer.deliver(&message).await?;
        mailer.rest().await;
        Ok::<_, DeliveryError>(())
    })?;
    writeln!(io::stdout(), "{}", destination.receipt(&message))?;
    Ok(())
}
