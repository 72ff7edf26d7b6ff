//! What each mail says: calm, exact, and never a code or a secret besides the link it is for.

use super::{Message, date::written};
use crate::config::Origin;
use domain::{
    id::MailId,
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
        let (subject, text) = self.words(mail);
        Message {
            id: id.clone(),
            to: mail.to.as_str().to_owned(),
            from_name: self.product.clone(),
            host: self.host.clone(),
            subject,
            body: format!("Hello,\n\n{text}\n\n{}\n{}\n", self.product, self.origin),
            at: mail.at,
        }
    }

    fn words(&self, mail: &Mail) -> (String, String) {
        let (product, at) = (&self.product, written(mail.at));
        match &mail.about {
            About::ConfirmEmail { link } => (
                format!("Confirm your e-mail address for {product}"),
                format!(
                    "to finish signing up to {product}, open this link and type your password again:\n\n{link}\n\n\
                     The link works once and for 24 hours. If you did not sign up, ignore this mail: without your\n\
                     confirmation nothing happens."
                ),
            ),
            About::AlreadyMember => (
                format!("You already have a {product} account"),
                format!(
                    "somebody, probably you, tried on {at} to sign up to {product} with this address, which has an\n\
                     account already. Sign in with the password you chose:\n\n{}/sign-in\n\n\
                     If it was not you, there is nothing to do: your account is unchanged.",
                    self.origin
                ),
            ),
            About::DeviceAdded { device } => (
                format!("A device was added to your {product} account"),
                self.event(&format!("the device “{device}” was added to your account on {at}. It shows passcodes for your\nsign-in from now on.")),
            ),
            About::DeviceRemoved { device } => (
                format!("A device was removed from your {product} account"),
                self.event(&format!("the device “{device}” was removed from your account on {at}. Its passcodes are not\naccepted any more.")),
            ),
            About::TwoFactorOn => (
                format!("Two-factor authentication is on for your {product} account"),
                self.event(&format!("two-factor authentication was switched on for your account on {at}. From now on signing\nin takes your password and a passcode.")),
            ),
            About::TwoFactorOff => (
                format!("Two-factor authentication is off for your {product} account"),
                self.event(&format!("two-factor authentication was switched off for your account on {at}. From now on your\npassword alone signs you in.")),
            ),
            About::RecoveryCodeUsed { left } => (
                format!("A recovery code was used for your {product} account"),
                self.event(&format!("a recovery code was used to sign in to your account on {at}. {} left.", codes(*left))),
            ),
            About::RecoveryCodesReplaced => (
                format!("New recovery codes for your {product} account"),
                self.event(&format!("new recovery codes were made for your account on {at}. The old ones do not work any more.")),
            ),
            About::UnknownBrowser { agent, address } => (
                format!("New sign-in to your {product} account"),
                self.event(&format!(
                    "your account was signed in to from a browser it did not know:\n\n    Browser: {agent}\n    \
                     Address: {address}\n    Time:    {at}"
                )),
            ),
            About::Locked { address } => (
                format!("Somebody has the password of your {product} account"),
                format!(
                    "on {at} your password was typed correctly, but the passcode was wrong several times. The last\n\
                     try came from the address {address}. Further tries have to wait.\n\n\
                     If that was you, wait a moment and try the next passcode. If it was not you, somebody knows your\n\
                     password: your second factor has kept them out. Sign in and change the password now:\n\n{}/profile",
                    self.origin
                ),
            ),
            About::PasswordChanged => (
                format!("The password of your {product} account was changed"),
                self.event(&format!("the password of your account was changed on {at}. All other browsers were signed out.")),
            ),
        }
    }

    /// An event and what to do if it was somebody else.
    fn event(&self, text: &str) -> String {
        format!(
            "{text}\n\nIf that was you, there is nothing to do. If it was not you, sign in, change your password and look\n\
             through your devices:\n\n{}/security",
            self.origin
        )
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
    use domain::{Timestamp, email::Email};

    fn text(about: About) -> String {
        let writer = Writer::new("Acme", &Origin::parse("https://a.example").expect("an origin"));
        let mail = Mail {
            to: Email::from_store("ana@example.com".into()),
            about,
            at: Timestamp(1_700_000_000),
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
