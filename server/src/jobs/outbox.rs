//! Delivers due mails from the outbox through the [`Mailer`].

use super::Stop;
use crate::mail::{Mailer, Writer};
use domain::{Error, InternalError, Service, mail::OutboxMail};
use futures_util::FutureExt;
use std::{panic::AssertUnwindSafe, sync::Arc, time::Duration};
use tokio::time::timeout;

/// How long a node has a mail to itself, in seconds. Each mail is claimed right before it is delivered.
const LEASE: i64 = 60;
/// How long a delivery may take: shorter than the lease, so that no two nodes deliver one mail at the same time.
const DELIVERY: Duration = Duration::from_secs(45);
/// The first and the longest delay after a failed delivery, in seconds.
const FIRST_WAIT: i64 = 30;
const LONGEST_WAIT: i64 = 3600;

/// The delivery job.
pub struct Outbox {
    service: Service,
    writer: Writer,
    mailer: Arc<dyn Mailer>,
}

impl Outbox {
    /// Creates the job.
    pub fn new(service: Service, writer: Writer, mailer: Arc<dyn Mailer>) -> Self {
        Self {
            service,
            writer,
            mailer,
        }
    }

    /// Delivers the mails that are due, one after the other, until none is left or `stop` says so. Returns how many were
    /// delivered.
    pub async fn deliver_due(&self, stop: &Stop) -> Result<usize, Error> {
        let mut delivered = 0;
        while !*stop.borrow() {
            let now = self.service.now();
            let taken = self.service.store().take_mail(now, now.plus(LEASE), 1).await?;
            let Some(mail) = taken.first() else { break };
            // A mail that makes the writer panic must not keep the others waiting.
            let done = AssertUnwindSafe(timeout(DELIVERY, self.deliver(mail)))
                .catch_unwind()
                .await;
            let done = done.unwrap_or_else(|_| Ok(Err(failure("it panicked"))));
            match done.unwrap_or_else(|_| Err(failure("it took too long"))) {
                Ok(()) => delivered += 1,
                Err(error) => self.failed(mail, &error).await?,
            }
        }
        Ok(delivered)
    }

    async fn deliver(&self, mail: &OutboxMail) -> Result<(), Error> {
        let opened = self.service.open_mail(mail)?;
        if opened.about.is_delivered() {
            let message = self.writer.write(&mail.id, &opened, mail.summary);
            self.mailer.deliver(&message).await?;
        }
        if !self.service.store().mail_delivered(&mail.id, mail.due_at).await? {
            tracing::warn!(mail = %mail.id, "a delivery outlived its lease; the mail may be sent twice");
        }
        Ok(())
    }

    async fn failed(&self, mail: &OutboxMail, error: &Error) -> Result<(), Error> {
        tracing::warn!(mail = %mail.id, tries = mail.tries + 1, %error, "a mail was not delivered; it will be tried again");
        let due_at = self.service.now().plus(wait(mail.tries));
        self.service.store().mail_failed(&mail.id, mail.due_at, due_at).await?;
        Ok(())
    }
}

fn failure(cause: &str) -> Error {
    InternalError::new("delivering a mail", cause).into()
}

/// Returns the delay after this many failures, which doubles from half a minute up to an hour.
fn wait(tries: i64) -> i64 {
    let doublings = u32::try_from(tries.clamp(0, 16)).unwrap_or(16);
    (FIRST_WAIT << doublings).min(LONGEST_WAIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_an_hour() {
        assert_eq!([0, 1, 2, 6, 7, 1_000_000].map(wait), [30, 60, 120, 1920, 3600, 3600]);
    }
}
