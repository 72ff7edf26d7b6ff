//! Mail: texts, message format and delivery.

mod folder;
mod message;
mod words;

pub use folder::Folder;
pub use message::Message;
pub use words::Writer;

use async_trait::async_trait;
use domain::InternalError;

/// The destination of mails: a folder, or memory in tests.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Delivers a mail; `Ok` means that it is stored durably. The same id may be delivered twice after a crash.
    async fn deliver(&self, message: &Message) -> Result<(), InternalError>;
}
