//! Delivers due mails from the outbox through the [`Mailer`].

use crate::mail::{Mailer, Writer};
use domain::{Error, Service, mail::OutboxMail};
use std::{sync::Arc, time::Duration};
use tokio::time::{MissedTickBehavior, interval};

/// How often the outbox is polled.
const POLL: Duration = Duration::from_secs(1);
/// Maximum number of mails claimed at once.
const BATCH: i64 = 32;
/// How long a node may take to deliver a claimed mail before another node retries it, in seconds.
const LEASE: i64 = 60;
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

    /// Delivers mails for as long as the program runs.
    pub async fn run(self) {
        let mut ticks = interval(POLL);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            if let Err(error) = self.deliver_due().await {
                tracing::error!(%error, "the outbox cannot be read");
            }
        }
    }

    /// Delivers the mails that are due and returns how many were delivered.
    pub async fn deliver_due(&self) -> Result<usize, Error> {
        let now = self.service.now();
        let mails = self.service.store().take_mail(now, now.plus(LEASE), BATCH).await?;
        let mut delivered = 0;
        for mail in &mails {
            match self.deliver(mail).await {
                Ok(()) => delivered += 1,
                Err(error) => self.failed(mail, &error).await?,
            }
        }
        Ok(delivered)
    }

    async fn deliver(&self, mail: &OutboxMail) -> Result<(), Error> {
        let message = self.writer.write(&mail.id, &self.service.open_mail(mail)?);
        self.mailer.deliver(&message).await?;
        Ok(self.service.store().mail_delivered(&mail.id).await?)
    }

    async fn failed(&self, mail: &OutboxMail, error: &Error) -> Result<(), Error> {
        tracing::warn!(mail = %mail.id, tries = mail.tries + 1, %error, "a mail was not delivered; it will be tried again");
        Ok(self
            .service
            .store()
            .mail_failed(&mail.id, self.service.now().plus(wait(mail.tries)))
            .await?)
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
