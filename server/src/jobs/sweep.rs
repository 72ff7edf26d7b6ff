//! Forgets what is over.

use domain::Service;
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval};

const EVERY: Duration = Duration::from_secs(60);

/// Sweeps each minute, for ever. Nothing depends on it: whatever is over is refused before it is swept.
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
