//! Background jobs: mail delivery, telling apps of the end of sessions, expiry sweep and renewal of places.

mod logouts;
mod outbox;
mod places;
mod repeat;
mod sweep;

pub use logouts::Logouts;
pub use outbox::Outbox;
pub use places::{log_places, renew_places};
pub use repeat::{Job, Stop};
pub use sweep::sweep;
