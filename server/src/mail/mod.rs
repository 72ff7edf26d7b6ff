//! Mail: texts, message format and delivery.

mod delivery;
mod folder;
mod html;
mod message;
mod smtp;
mod words;

pub use delivery::{DeliveryError, Fate};
pub use folder::Folder;
pub use message::{Bits, Message};
pub use smtp::{Patience, Smtp};
pub use words::Writer;

use async_trait::async_trait;

/// The destination of mails: a mail server, a folder, or memory in tests.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Delivers a mail; `Ok` means that it is stored durably. The same id may be delivered twice after a crash.
    async fn deliver(&self, message: &Message) -> Result<(), DeliveryError>;

    /// Gives back what was kept for the next mail, because none is due.
    async fn rest(&self) {}
}
