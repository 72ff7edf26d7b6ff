//! Before the first device of a member who is overdue: a code proves that the member reads the mailbox.
//!
//! The password alone must not be enough to put a device on a sign-in whose owner has not come back since the deadline.

use super::store::MailboxTry;
use crate::{
    Result, Service, Timestamp,
    kernel::{
        mailed_code::{MailedCode, Proved},
        throttle::Window,
        token::PlainToken,
    },
    mail::{About, SecretCode},
    sessions::SignedIn,
    store::Effects,
};
use terms::{EventKind, Refused, Rejection, SessionKind};

/// What the page shows that proves the mailbox.
#[derive(Debug)]
pub struct MailboxView {
    /// Since when two-factor should be on.
    pub due: Option<Timestamp>,
    /// Whether a code was mailed that has not expired.
    pub sent: bool,
    /// Whether the mailbox is proved, or need not be.
    pub proved: bool,
}

impl SignedIn {
    /// Refuses a restricted session whose member has not proved the mailbox in it.
    ///
    /// # Errors
    /// `Restricted`.
    pub fn require_mailbox(&self) -> Result<(), Rejection> {
        match self.mailbox_is_proved() {
            true => Ok(()),
            false => Err(Rejection::Restricted),
        }
    }

    fn mailbox_is_proved(&self) -> bool {
        self.session.kind != SessionKind::Restricted || self.session.mailbox_at.is_some()
    }
}

impl Service {
    /// Returns what the page shows that proves the mailbox.
    pub async fn mailbox_view(&self, who: &SignedIn) -> Result<MailboxView> {
        let until = self.store().mailbox_code_until(&who.session.id).await?;
        Ok(MailboxView {
            due: who.member.two_factor_due(),
            sent: until.is_some_and(|until| who.now < until),
            proved: who.mailbox_is_proved(),
        })
    }

    /// Mails a code to the member's address, instead of the one before.
    ///
    /// # Errors
    /// `Wait` if this session asked less than a minute ago, or five times.
    pub async fn send_mailbox_code(&self, who: &SignedIn) -> Result<()> {
        const KIND: EventKind = EventKind::MailboxCodeSent;
        if who.mailbox_is_proved() {
            return Ok(());
        }
        let windows = Window::mailbox_codes(&who.session.id);
        self.noting(KIND, who, self.reserve_only(&windows, who.now).await)?;
        let code = MailedCode::random(self.entropy());
        let new = code.kept(who.session.id.as_str(), who.now);
        let about = About::MailboxCode {
            code: SecretCode::new(code.expose_secret().to_owned()),
        };
        let effects = Effects {
            mails: self.mails_to(&who.member, [about], who.now)?,
            events: vec![self.event_by(KIND, who)],
            ..Effects::none()
        };
        let sent = self.store().put_mailbox_code(&who.session.id, &new, &effects).await?;
        Ok(sent.then_some(()).ok_or(Rejection::NotSignedIn)?)
    }

    /// Checks the mailed code. Returns the session's new token, unless the mailbox was proved before.
    ///
    /// # Errors
    /// `Invalid(MailedCode)`, `WrongMailedCode`.
    pub async fn prove_mailbox(&self, who: &SignedIn, typed: &str) -> Result<Option<PlainToken>> {
        if who.mailbox_is_proved() {
            return Ok(None);
        }
        let code = MailedCode::parse(typed)?;
        let token = PlainToken::random(self.entropy());
        let event = self.event_by(EventKind::MailboxProved, who);
        let tried = MailboxTry {
            session: &who.session.id,
            digest: &who.session.digest,
            new_digest: &token.digest(),
            typed: &code.digest(who.session.id.as_str()),
            now: who.now,
        };
        let effects = Effects::events(vec![event.clone()]);
        match self.store().prove_mailbox(tried, &effects).await? {
            Proved::Done => Ok(Some(token)),
            Proved::Wrong | Proved::NoCode => {
                self.refusals().note(event.refused(Refused::WrongCode));
                Err(Rejection::WrongMailedCode.into())
            }
        }
    }
}
