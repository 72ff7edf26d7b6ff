//! Mails as `.eml` files in a folder that only the server's user can access.

use super::{Bits, DeliveryError, Fate, Mailer, Message};
use crate::files;
use async_trait::async_trait;
use std::{
    io,
    path::{Path, PathBuf},
};

/// The folder for outgoing mail.
#[derive(Clone, Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// Opens the folder and creates it if necessary. One that other users can access is taken from them.
    pub fn open(folder: &Path) -> io::Result<Self> {
        files::private_folder(folder)?;
        if let Some(mode) = files::make_private(folder)? {
            tracing::warn!(folder = %folder.display(), mode = format!("{mode:04o}"), "other users could access the mails");
        }
        Ok(Self(folder.to_owned()))
    }

    /// Returns the file of a mail. The time comes first, so that file names sort by age. The id makes the name unique and
    /// a repeated delivery idempotent.
    pub fn file(&self, message: &Message) -> PathBuf {
        self.0.join(format!("{}-{}.eml", message.at.0, message.id))
    }
}

#[async_trait]
impl Mailer for Folder {
    async fn deliver(&self, message: &Message) -> Result<(), DeliveryError> {
        let file = self.file(message);
        let bytes = message
            .to_bytes(Bits::Eight)
            .map_err(|e| DeliveryError::new(Fate::Later, e.to_string()))?;
        let written = tokio::task::spawn_blocking(move || files::replace_private(&file, &bytes)).await;
        written
            .map_err(io::Error::other)
            .flatten()
            .map_err(|e| DeliveryError::new(Fate::Unavailable, format!("writing to the outbox folder: {e}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Timestamp, kernel::id::MailId};
    use std::os::unix::fs::PermissionsExt;

    #[tokio::test]
    async fn a_mail_is_one_private_file() {
        let data = tempfile::tempdir().expect("a folder");
        let folder = data.path().join("outbox");
        let mailer = Folder::open(&folder).expect("an outbox");
        let message = Message {
            id: MailId::from_store("0".repeat(32)),
            to: "ana@example.com".into(),
            from_name: "Twofold".into(),
            from: "no-reply@localhost".into(),
            host: "localhost".into(),
            subject: "Hello".into(),
            body: "Hello\n".into(),
            html: "<p>Hello</p>\n".into(),
            at: Timestamp(7),
        };
        mailer.deliver(&message).await.expect("a delivery");
        mailer.deliver(&message).await.expect("the same once more");
        let names: Vec<_> = std::fs::read_dir(&folder)
            .expect("a listing")
            .map(|entry| entry.expect("an entry").path())
            .collect();
        assert_eq!(names, [folder.join(format!("7-{}.eml", "0".repeat(32)))]);
        assert_eq!(files::mode(&folder).expect("a mode") & 0o777, 0o700);
        assert_eq!(files::mode(&names[0]).expect("a mode") & 0o777, 0o600);
    }

    #[test]
    fn a_folder_that_others_can_access_is_taken_from_them() {
        let data = tempfile::tempdir().expect("a folder");
        let folder = data.path().join("outbox");
        std::fs::create_dir(&folder).expect("a folder");
        std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755)).expect("chmod");
        Folder::open(&folder).expect("an outbox");
        assert_eq!(files::mode(&folder).expect("a mode") & 0o777, 0o700);
    }
}
