//! Mails to members, and the sealed outbox they are delivered from. Their texts are in the server.

mod about;
pub mod cap;
mod outbox;
mod secret;
pub mod store;

use crate::{
    Timestamp,
    freeze::store::NotMeLink,
    kernel::{email::Email, id::MailId, seal::Sealed},
    profile::member::Member,
};
use cap::{Series, Summary};
use serde::{Deserialize, Serialize};
use terms::Language;

pub use about::About;
pub use secret::{SecretCode, SecretLink};

/// A mail to one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// The recipient.
    pub to: Email,
    /// The event that is reported.
    pub about: About,
    /// When the event happened.
    pub at: Timestamp,
    /// The language of the text.
    #[serde(default)]
    pub language: Language,
    /// The link of *this wasn't me*, if it has one.
    #[serde(default)]
    pub not_me: Option<SecretLink>,
}

impl Mail {
    /// Creates a mail to this member, in their language and without a link of *this wasn't me*.
    pub(crate) fn to_member(member: &Member, about: About, at: Timestamp) -> Self {
        Self {
            to: member.email.clone(),
            about,
            at,
            language: member.language.unwrap_or_default(),
            not_me: None,
        }
    }
}

/// A mail for the outbox.
#[derive(Clone, Debug)]
pub struct NewMail {
    /// The mail's id, also its `Message-ID`.
    pub id: MailId,
    /// The sealed [`Mail`], serialised as JSON.
    pub body: Sealed,
    /// The current time, from which it is due.
    pub due_at: Timestamp,
    /// Whether it is delivered before others that are due, see [`About::is_urgent`].
    pub urgent: bool,
    /// The mails that it is counted with, see [`cap`]. Mails about a sign-up are counted by address instead, when it is made.
    pub series: Option<Series>,
    /// The link of *this wasn't me* in it, which is stored with the mail.
    pub not_me: Option<NotMeLink>,
}

/// A mail in the outbox: sealed until it is delivered, then erased.
#[derive(Clone, Debug)]
pub struct OutboxMail {
    /// The mail's id, also its `Message-ID`.
    pub id: MailId,
    /// The sealed [`Mail`], serialised as JSON.
    pub body: Sealed,
    /// When the next delivery may be tried; of a claimed mail, when its lease ends.
    pub due_at: Timestamp,
    /// Failed deliveries so far.
    pub tries: i64,
    /// What it says instead of its event, if it stands for several mails of its kind.
    pub summary: Option<Summary>,
}
