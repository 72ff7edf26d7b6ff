//! Erases expired rows.

use crate::remarks::{CLOCK_AHEAD, Remarks};
use domain::{Error, Service, sweep::Swept};

/// Sweeps once, unless another node has just done so. No rule depends on it, because expired rows are ignored anyway.
/// While the clock is not believed nothing is erased, and a remark says so.
pub async fn sweep(service: &Service, remarks: &Remarks) -> Result<(), Error> {
    match service.sweep().await? {
        Swept::Done => remarks.clear(CLOCK_AHEAD),
        Swept::ClockAhead => {
            if remarks.set(CLOCK_AHEAD) {
                tracing::warn!(
                    "the clock is more than a day ahead of the last time that expired rows were erased; none is erased \
                     until the clock has gone on for an hour from where it is. Check the clock, unless no server ran"
                );
            }
        }
    }
    Ok(())
}
