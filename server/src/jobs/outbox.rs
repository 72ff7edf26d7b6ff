//! Delivers due mails from the outbox through the [`Mailer`].

use super::Stop;
use crate::mail::{DeliveryError, Fate, Mailer, Writer};
use domain::{Error, InternalError, Service, mail::OutboxMail};
use futures_util::FutureExt;
use std::{panic::AssertUnwindSafe, sync::Arc, time::Duration};
use tokio::time::timeout;

/// How long a node has a mail to itself, in seconds. Each mail is claimed right before it is delivered.
const LEASE: i64 = 60;
/// How long a delivery may take: shorter than the lease, so that no two nodes deliver one mail at the same time.
const DELIVERY: Duration = Duration::from_secs(45);
const _: () = assert!(DELIVERY.as_secs() + 10 < LEASE.cast_unsigned());
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
    /// Creates the job. The mails name the places that the service knows.
    pub fn new(service: Service, writer: Writer, mailer: Arc<dyn Mailer>) -> Self {
        let writer = writer.with_places(service.places().clone());
        Self {
            service,
            writer,
            mailer,
        }
    }

    /// Delivers the mails that are due, one after the other, until none is left or `stop` says so. Returns how many were
    /// delivered. It fails when no mail can be delivered at the moment, so that each of them is not tried in vain.
    pub async fn deliver_due(&self, stop: &Stop) -> Result<usize, Error> {
        let delivered = self.deliver_until(stop).await;
        self.mailer.rest().await;
        delivered
    }

    async fn deliver_until(&self, stop: &Stop) -> Result<usize, Error> {
        let mut delivered = 0;
        while !*stop.borrow() {
            let now = self.service.now();
            let taken = self.service.store().take_mail(now, now.plus(LEASE), 1).await?;
            let Some(mail) = taken.first() else { break };
            // A mail that makes the writer panic must not keep the others waiting.
            let done = AssertUnwindSafe(self.deliver(mail)).catch_unwind().await;
            match done.unwrap_or_else(|_| Err(DeliveryError::new(Fate::Later, "it panicked"))) {
                Ok(()) => {
                    self.end(mail).await?;
                    delivered += 1;
                }
                Err(error) => self.failed(mail, &error).await?,
            }
        }
        Ok(delivered)
    }

    async fn deliver(&self, mail: &OutboxMail) -> Result<(), DeliveryError> {
        let opened = self.service.open_mail(mail);
        let opened = opened.map_err(|e| DeliveryError::new(Fate::Later, e.to_string()))?;
        if !opened.about.is_delivered() {
            return Ok(());
        }
        let message = self.writer.write(&mail.id, &opened, mail.summary);
        let delivered = timeout(DELIVERY, self.mailer.deliver(&message)).await;
        delivered.unwrap_or_else(|_| Err(DeliveryError::new(Fate::Unavailable, "it took too long")))
    }

    /// Erases a mail that is delivered or refused.
    async fn end(&self, mail: &OutboxMail) -> Result<(), Error> {
        if !self.service.store().end_mail(&mail.id, mail.due_at).await? {
            tracing::warn!(mail = %mail.id, "a delivery outlived its lease; the mail may be sent twice");
        }
        Ok(())
    }

    async fn failed(&self, mail: &OutboxMail, error: &DeliveryError) -> Result<(), Error> {
        let tries = mail.tries + 1;
        if error.fate() == Fate::Refused {
            tracing::error!(mail = %mail.id, tries, %error, "a mail was refused for good and is erased");
            return self.end(mail).await;
        }
        let due_at = self.service.now().plus(wait(mail.tries));
        self.service.store().mail_failed(&mail.id, mail.due_at, due_at).await?;
        tracing::warn!(mail = %mail.id, tries, %error, "a mail was not delivered; it will be tried again");
        match error.fate() {
            Fate::Unavailable => Err(InternalError::new("delivering mail", error).into()),
            Fate::Refused | Fate::Later => Ok(()),
        }
    }
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
