//! What happens without anybody asking: mail goes out, what is over is forgotten.

mod outbox;
mod sweep;

pub use outbox::Outbox;
pub use sweep::sweep;
