//! Mails that concern a frozen account, and what was undone.

use super::{Told, Words, Writer};
use domain::mail::About;
use terms::ChangeKind;

impl Writer {
    /// What concerns a frozen account.
    pub(super) fn freeze(&self, words: Words, about: &About, at: &str) -> Told {
        match about {
            About::Unfreeze { link } => Told::Whole(words.unfreeze(&self.product, link.expose_secret())),
            About::Unfrozen => Told::Event(words.unfrozen(at)),
            About::ChangeUndone { what, name } => {
                let what = undone(words, *what, name.as_deref().unwrap_or_default());
                Told::Event(words.undone(&what, at))
            }
            _ => Told::Whole(words.frozen_elsewhere(at)),
        }
    }
}

/// Which change was undone.
fn undone(words: Words, what: ChangeKind, name: &str) -> String {
    match what {
        ChangeKind::Email => words.undone_email(name),
        ChangeKind::DeviceAdded => words.undone_device_added(name),
        ChangeKind::DeviceRemoved => words.undone_device_removed(name),
        ChangeKind::TwoFactorOn => words.undone_two_factor_on().to_owned(),
        ChangeKind::TwoFactorOff => words.undone_two_factor_off().to_owned(),
        ChangeKind::RecoveryCodes => words.undone_codes().to_owned(),
        ChangeKind::ApiKeyMade => words.undone_key(name),
        // A password does not come back.
        ChangeKind::Password => String::new(),
    }
}
