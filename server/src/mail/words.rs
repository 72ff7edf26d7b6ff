//! What each mail says: calm, exact, and never a code or a secret besides the link it is for.

use super::{Message, date::written};
use crate::config::Origin;
use domain::{
    kernel::id::MailId,
    mail::{About, Mail},
};

/// Puts mails into words for one product.
#[derive(Clone, Debug)]
pub struct Writer {
    product: String,
    origin: String,
    host: String,
}

impl Writer {
    /// Writes for the product at `origin`, whose host is also the sender's.
    pub fn new(product: &str, origin: &Origin) -> Self {
        Self {
            product: product.to_owned(),
            origin: origin.as_str().to_owned(),
            host: origin.host().to_owned(),
        }
    }

    /// The words of `mail`.
    pub fn write(&self, id: &MailId, mail: &Mail) -> Message {
        let text = self.text(&mail.about, &written(mail.at));
        Message {
            id: id.clone(),
            to: mail.to.as_str().to_owned(),
            from_name: self.product.clone(),
            host: self.host.clone(),
            subject: self.subject(&mail.about),
            body: format!("Hello,\n\n{text}\n\n{}\n{}\n", self.product, self.origin),
            at: mail.at,
        }
    }

    fn subject(&self, about: &About) -> String {
        let product = &self.product;
        match about {
            About::ConfirmEmail { .. } => format!("Confirm your e-mail address for {product}"),
            About::AlreadyMember => format!("You already have a {product} account"),
            About::DeviceAdded { .. } => format!("A device was added to your {product} account"),
            About::DeviceRemoved { .. } => format!("A device was removed from your {product} account"),
            About::TwoFactorOn => format!("Two-factor authentication is on for your {product} account"),
            About::TwoFactorOff => format!("Two-factor authentication is off for your {product} account"),
            About::RecoveryCodeUsed { .. } => format!("A recovery code was used for your {product} account"),
            About::RecoveryCodesReplaced => format!("New recovery codes for your {product} account"),
            About::UnknownBrowser { .. } => format!("New sign-in to your {product} account"),
            About::Locked { .. } => format!("Somebody has the password of your {product} account"),
            About::PasswordChanged => format!("The password of your {product} account was changed"),
        }
    }

    /// What happened, and what to do.
    fn text(&self, about: &About, at: &str) -> String {
        let Self { product, origin, .. } = self;
        match about {
            About::ConfirmEmail { link } => format!(
                "To finish signing up to {product}, open this link and type your password again:\n\n{link}\n\n\
                 The link works once and for 24 hours. If you did not sign up, ignore this mail:\n\
                 without your confirmation nothing happens."
            ),
            About::AlreadyMember => format!(
                "Somebody, probably you, tried on {at} to sign up to {product}\n\
                 with this address, which has an account already. Sign in with the password you chose:\n\n\
                 {origin}/sign-in\n\nIf it was not you, there is nothing to do: your account is unchanged."
            ),
            About::Locked { address } => format!(
                "On {at} your password was typed correctly, but the passcode was\n\
                 wrong several times. The last try came from the address {address}.\nFurther tries have to wait.\n\n\
                 If that was you, wait a moment and try the next passcode. If it was not you, somebody\n\
                 knows your password: your second factor has kept them out. Sign in and change the\n\
                 password now:\n\n{origin}/profile"
            ),
            event => format!(
                "{}\n\nIf that was you, there is nothing to do. If it was not you, sign in, change your\n\
                 password and look through your devices:\n\n{origin}/security",
                happened(event, at)
            ),
        }
    }
}

/// What happened to the account; empty for what has words of its own.
fn happened(event: &About, at: &str) -> String {
    match event {
        About::DeviceAdded { device } => {
            format!(
                "The device “{device}” was added to your account on\n{at}. It shows passcodes for your sign-in from now on."
            )
        }
        About::DeviceRemoved { device } => {
            format!(
                "The device “{device}” was removed from your account on\n{at}. Its passcodes are not accepted any more."
            )
        }
        About::TwoFactorOn => format!(
            "Two-factor authentication was switched on for your account on\n{at}. From now on signing in takes your password and a passcode."
        ),
        About::TwoFactorOff => format!(
            "Two-factor authentication was switched off for your account on\n{at}. From now on your password alone signs you in."
        ),
        About::RecoveryCodeUsed { left } => {
            format!(
                "A recovery code was used to sign in to your account on\n{at}. {} left.",
                codes(*left)
            )
        }
        About::RecoveryCodesReplaced => {
            format!("New recovery codes were made for your account on {at}.\nThe old ones do not work any more.")
        }
        About::UnknownBrowser { agent, address } => format!(
            "Your account was signed in to from a browser it did not know:\n\n    Browser: {agent}\n    \
             Address: {address}\n    Time:    {at}"
        ),
        About::PasswordChanged => {
            format!("The password of your account was changed on {at}.\nAll other browsers were signed out.")
        }
        About::ConfirmEmail { .. } | About::AlreadyMember | About::Locked { .. } => String::new(),
    }
}

fn codes(left: u32) -> String {
    match left {
        0 => "No recovery code is".into(),
        1 => "One recovery code is".into(),
        _ => format!("{left} recovery codes are"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Timestamp, kernel::email::Email};

    fn text(about: About) -> String {
        let writer = Writer::new("Acme", &Origin::parse("https://a.example").expect("an origin"));
        let mail = Mail {
            to: Email::from_store("ana@example.com".into()),
            about,
            at: Timestamp(1_700_000_000),
            language: terms::Language::English,
        };
        let message = writer.write(&MailId::from_store("0".repeat(32)), &mail);
        format!("{}\n{}", message.subject, message.body)
    }

    #[test]
    fn the_confirmation_has_its_link_on_a_line_of_its_own() {
        assert!(
            text(About::ConfirmEmail {
                link: "https://a.example/confirm-email/x".into()
            })
            .contains("\nhttps://a.example/confirm-email/x\n")
        );
    }

    #[test]
    fn events_say_what_when_and_what_to_do() {
        let mail = text(About::UnknownBrowser {
            agent: "Firefox on Linux".into(),
            address: "192.0.2.7".into(),
        });
        for part in [
            "Firefox on Linux",
            "192.0.2.7",
            "14 November 2023, 22:13 UTC",
            "https://a.example/security",
        ] {
            assert!(mail.contains(part), "{part}: {mail}");
        }
        assert!(text(About::RecoveryCodeUsed { left: 1 }).contains("One recovery code is left."));
        assert!(
            text(About::DeviceAdded {
                device: "<My> phone".into()
            })
            .contains("“<My> phone”")
        );
    }
}
