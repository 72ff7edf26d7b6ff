//! Background jobs: mail delivery and expiry sweep.

mod outbox;
mod repeat;
mod sweep;

pub use outbox::Outbox;
pub use repeat::{Job, Stop};
pub use sweep::sweep;
