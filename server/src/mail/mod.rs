//! Mail: what each one says, how it is written down, and where it goes.

mod folder;
mod message;
mod words;

pub use folder::Folder;
pub use message::Message;
pub use words::Writer;

use async_trait::async_trait;
use domain::InternalError;

/// Where mails go: files for now, memory in tests.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Hands a mail over; `Ok` means it is safe there. The same id may come twice after a crash.
    async fn deliver(&self, message: &Message) -> Result<(), InternalError>;
}
