//! Sealing mails for the outbox, and opening them for delivery.

use super::{Mail, NewMail, OutboxMail, cap::Series};
use crate::{
    InternalError, Result, Service, Timestamp,
    kernel::{
        id::{MailId, MemberId},
        seal::AssociatedData,
    },
};
use zeroize::Zeroizing;

impl Service {
    /// Seals a mail that is due immediately. One to a member is counted with the others of its kind.
    pub(crate) fn seal_mail(&self, mail: &Mail, member: Option<&MemberId>, now: Timestamp) -> Result<NewMail> {
        let id = MailId::random(self.entropy());
        let text = Zeroizing::new(serde_json::to_vec(mail).map_err(|e| InternalError::new("writing a mail", e))?);
        let body = self.vault().seal(&text, associated_data(&id), self.entropy())?;
        Ok(NewMail {
            id,
            body,
            due_at: now,
            urgent: mail.about.is_urgent(),
            series: member.map(|member| Series {
                member: member.clone(),
                kind: mail.about.kind(),
            }),
            not_me: None,
        })
    }

    /// Opens a mail for delivery.
    pub fn open_mail(&self, mail: &OutboxMail) -> Result<Mail> {
        let text = self.vault().open(&mail.body, associated_data(&mail.id))?;
        Ok(serde_json::from_slice(&text).map_err(|_| InternalError::new("reading a mail", "not a mail"))?)
    }
}

fn associated_data(id: &MailId) -> AssociatedData<'_> {
    AssociatedData {
        table: "outbox",
        column: "body",
        row: id.as_str(),
        owner: "",
    }
}
