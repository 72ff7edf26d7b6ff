//! Background jobs: mail delivery and expiry sweep.

mod outbox;
mod sweep;

pub use outbox::Outbox;
pub use sweep::sweep;
