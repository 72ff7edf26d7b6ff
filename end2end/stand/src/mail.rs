//! Where the stand's mails go: a list that the test reads.

use async_trait::async_trait;
use domain::InternalError;
use serde::Serialize;
use server::mail::{Mailer, Message};
use std::sync::{Arc, Mutex, PoisonError};

/// A delivered mail.
#[derive(Clone, Debug, Serialize)]
pub struct Letter {
    to: String,
    subject: String,
    body: String,
}

/// All mails that nobody has read yet.
#[derive(Clone, Debug, Default)]
pub struct Mailbox(Arc<Mutex<Vec<Letter>>>);

impl Mailbox {
    /// Takes what has arrived.
    pub fn drain(&self) -> Vec<Letter> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[async_trait]
impl Mailer for Mailbox {
    async fn deliver(&self, message: &Message) -> Result<(), InternalError> {
        let letter = Letter {
            to: message.to.clone(),
            subject: message.subject.clone(),
            body: message.body.clone(),
        };
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(letter);
        Ok(())
    }
}
