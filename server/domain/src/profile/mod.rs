//! The member's own name, password and wishes.

pub mod member;
pub mod store;

use crate::{
    Result, Service,
    kernel::{clock::DAY, password::Password, token::PlainToken},
    mail::About,
    sessions::SignedIn,
    store::Effects,
};
use member::person_name;
use terms::{Field, Language};

/// *Not now* hides Home's recommendation for this long, in seconds.
const REMINDER_PAUSE: i64 = 14 * DAY;

impl Service {
    /// *Not now*: remembered with the member.
    pub async fn hide_reminder(&self, who: &SignedIn) -> Result<()> {
        let until = who.now.plus(REMINDER_PAUSE);
        Ok(self
            .store()
            .hide_reminder(&who.member.id, until, &Effects::none())
            .await?)
    }

    /// Gives the member another name.
    ///
    /// # Errors
    /// `Invalid(Name)`.
    pub async fn rename_member(&self, who: &SignedIn, name: &str) -> Result<()> {
        let name = person_name(name)?;
        Ok(self
            .store()
            .rename_member(&who.member.id, &name, &Effects::none())
            .await?)
    }

    /// Pages and mails are in this language from now on; `None`: as the browser says.
    pub async fn choose_language(&self, who: &SignedIn, language: Option<Language>) -> Result<()> {
        Ok(self
            .store()
            .choose_language(&who.member.id, language, &Effects::none())
            .await?)
    }

    /// A new password for this member, as [`Service::change_password`] takes it.
    ///
    /// # Errors
    /// `Invalid(NewPassword)`.
    pub fn new_password(&self, who: &SignedIn, typed: &str) -> Result<Password> {
        self.chosen(typed, &who.member.name, &who.member.email, Field::NewPassword)
    }

    /// Changes the password and ends all other sessions. Returns the session's new token.
    ///
    /// # Errors
    /// `StepUpNeeded`; `Busy`.
    pub async fn change_password(&self, who: &SignedIn, new: Password) -> Result<PlainToken> {
        let hash = self.hasher().hash(new, self.salt()).await?;
        let token = PlainToken::random(self.entropy());
        let change = self.change(who, Some(&token), [About::PasswordChanged])?;
        self.store().change_password(&change, &hash).await?.into_result()?;
        Ok(token)
    }
}
