//! Background jobs: mail delivery, expiry sweep and renewal of places.

mod outbox;
mod places;
mod repeat;
mod sweep;

pub use outbox::Outbox;
pub use places::{log_places, renew_places};
pub use repeat::{Job, Stop};
pub use sweep::sweep;
