//! Erases expired rows.

use domain::Service;
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval};

const EVERY: Duration = Duration::from_secs(60);

/// Sweeps every minute for as long as the program runs. No rule depends on it, because expired rows are ignored anyway.
pub async fn sweep(service: Service) {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(error) = service.store().sweep(service.now()).await {
            tracing::error!(%error, "what is over could not be forgotten");
        }
    }
}
