//! Mails that concern a frozen account, and what was undone.

use super::{Told, Writer};
use domain::mail::About;
use terms::ChangeKind;
use text::Text;

impl Writer {
    /// What concerns a frozen account.
    pub(super) fn freeze(&self, text: Text, about: &About, at: &str) -> Told {
        let words = text.freeze_mail();
        match about {
            About::Unfreeze { link } => Told::Whole(words.unfreeze(&self.product, link.expose_secret())),
            About::Unfrozen => Told::Event(words.unfrozen(at)),
            About::ChangeUndone { what, name } => {
                let what = undone(text, *what, name.as_deref().unwrap_or_default());
                Told::Event(words.undone(&what, at))
            }
            About::Frozen { since } => Told::Whole(words.frozen_elsewhere(&text.exact(since.0))),
            _ => Told::Whole(String::new()),
        }
    }
}

/// Which change was undone.
fn undone(text: Text, what: ChangeKind, name: &str) -> String {
    let words = text.freeze_mail();
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
