//! Sealing mails into the outbox and opening them again for delivery.

use crate::Result;
use crate::service::Service;
use crate::{
    InternalError,
    kernel::{id::MailId, seal::Place},
    mail::{Mail, OutboxMail},
};
use zeroize::Zeroizing;

impl Service {
    /// A mail as the outbox keeps it.
    pub(crate) fn seal_mail(&self, mail: &Mail) -> Result<OutboxMail> {
        let id = MailId::random(self.entropy());
        let text = Zeroizing::new(serde_json::to_vec(mail).map_err(|e| InternalError::new("writing a mail", e))?);
        let body = self.0.vault.seal(&text, place(&id), self.entropy())?;
        Ok(OutboxMail {
            id,
            body,
            due_at: self.now(),
            tries: 0,
        })
    }

    /// Opens a mail for its delivery.
    pub fn open_mail(&self, mail: &OutboxMail) -> Result<Mail> {
        let text = self.0.vault.open(&mail.body, place(&mail.id))?;
        Ok(serde_json::from_slice(&text).map_err(|_| InternalError::new("reading a mail", "not a mail"))?)
    }
}

fn place(id: &MailId) -> Place<'_> {
    Place {
        table: "outbox",
        column: "body",
        row: id.as_str(),
        owner: "",
    }
}
