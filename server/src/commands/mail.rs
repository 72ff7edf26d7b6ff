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

/// Where mails go.
pub(super) enum Transport {
    /// To a mail server.
    Smtp(SmtpServer, Smtp),
    /// Into a folder.
    Folder(Folder),
}

/// Prepares the transport of these settings.
pub(super) fn transport(settings: &Settings) -> Result<Transport, StartError> {
    if let Some(server) = settings.mail_server()? {
        let smtp = Smtp::new(server.clone(), settings.origin.host(), Patience::default())?;
        return Ok(Transport::Smtp(server, smtp));
    }
    let folder = settings.data.join("outbox");
    let opened = Folder::open(&folder).map_err(|e| StartError::Data(folder.as_path().into(), e))?;
    Ok(Transport::Folder(opened))
}

/// Returns the writer of these settings.
pub(super) fn writer(settings: &Settings) -> Writer {
    Writer::new(&settings.name, &settings.origin).with_sender(settings.mail_from.as_ref())
}

impl Transport {
    /// Returns what delivers mails.
    pub(super) fn mailer(self) -> Arc<dyn Mailer> {
        match self {
            Self::Smtp(_, smtp) => Arc::new(smtp),
            Self::Folder(folder) => Arc::new(folder),
        }
    }

    /// Says what became of a mail that was delivered.
    fn receipt(&self, message: &Message) -> String {
        match self {
            Self::Smtp(server, _) => format!("{server} took the mail from {} to {}", message.from, message.to),
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
    let transport = transport(settings)?;
    let message = writer(settings).test(&MailId::random(&OsEntropy), &to, Language::English, SystemClock.now());
    let receipt = transport.receipt(&message);
    let mailer = transport.mailer();
    runtime.block_on(async {
        mailer.deliver(&message).await?;
        mailer.rest().await;
        Ok::<_, DeliveryError>(())
    })?;
    writeln!(io::stdout(), "{receipt}")?;
    Ok(())
}
