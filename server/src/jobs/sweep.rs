//! Erases expired rows.

use domain::{Error, Service, Turn};

/// Sweeps once, unless another node has just done so. No rule depends on it, because expired rows are ignored anyway.
pub async fn sweep(service: &Service) -> Result<(), Error> {
    if service.take_turn(Turn::Sweep).await? {
        service.store().sweep(service.now()).await?;
    }
    Ok(())
}
