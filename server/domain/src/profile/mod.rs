//! The member's own name, language, password and preferences.

pub mod member;
mod program;
pub mod store;

use crate::{
    Result, Service,
    devices::renewal::Renewal,
    kernel::{clock::DAY, password::Password, ports::Lane, throttle::Window, token::PlainToken},
    mail::About,
    sessions::SignedIn,
    store::Effects,
};
use member::person_name;
use terms::{EventKind, Field, Language, RenewalKind};

/// How long *Not now* hides the recommendation on Home, in seconds.
pub const REMINDER_PAUSE: i64 = 14 * DAY;

impl Service {
    /// Hides the recommendation on Home for a while (*Not now*).
    pub async fn hide_reminder(&self, who: &SignedIn) -> Result<()> {
        let until = who.now.plus(REMINDER_PAUSE);
        let effects = Effects::events(vec![self.event_by(EventKind::ReminderHidden, who)]);
        Ok(self.store().hide_reminder(&who.member.id, until, &effects).await?)
    }

    /// Renames the member.
    ///
    /// # Errors
    /// `Invalid(Name)`.
    pub async fn rename_member(&self, who: &SignedIn, name: &str) -> Result<()> {
        let name = person_name(name)?;
        let effects = Effects::events(vec![self.event_by(EventKind::NameChanged, who)]);
        Ok(self.store().rename_member(&who.member.id, &name, &effects).await?)
    }

    /// Sets the language of pages and mails; `None` means the browser's language.
    pub async fn choose_language(&self, who: &SignedIn, language: Option<Language>) -> Result<()> {
        let effects = Effects::events(vec![self.event_by(EventKind::LanguageChosen, who)]);
        Ok(self.store().choose_language(&who.member.id, language, &effects).await?)
    }

    /// Checks a new password for [`Service::change_password`].
    ///
    /// # Errors
    /// `Invalid(NewPassword)`, `Wait`.
    pub async fn new_password(&self, who: &SignedIn, typed: &str) -> Result<Password> {
        let windows = [Window::judged_passwords(who.session.id.as_str())];
        self.reserve_only(&windows, who.now).await?;
        self.chosen(typed, &who.member.name, &who.member.email, Field::NewPassword)
    }

    /// Changes the password and ends all other sessions. Returns the session's new token.
    ///
    /// # Errors
    /// `StepUpNeeded`; `Busy`.
    pub async fn change_password(&self, who: &SignedIn, new: Password) -> Result<PlainToken> {
        let reserved = self.reserve(Vec::new(), Lane::step_up(&who.member.id), who.now).await?;
        let hash = self.hash(new, &reserved).await?;
        let token = PlainToken::random(self.entropy());
        let events = vec![self.event_by(EventKind::PasswordChanged, who)];
        let mut change = self.change(who, Some(&token), [About::PasswordChanged], events)?;
        change.effects.renewals = vec![Renewal::done(&who.member.id, RenewalKind::Password, who.now)];
        let changed = self.store().change_password(&change, &hash).await?.into_result();
        self.noting(
            EventKind::PasswordChanged,
            who,
            changed.map(|()| token).map_err(Into::into),
        )
    }
}
