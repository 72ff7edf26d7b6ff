//! The member's own name, password and wishes.

pub mod member;

use crate::Result;
use crate::service::{Service, mail};
use crate::sessions::{
    full_only,
    step_up::{self, Proofs},
};
use crate::{
    kernel::{browser::Browser, clock::DAY, token::PlainToken},
    mail::About,
    profile::member::person_name,
    store::SignedIn,
};
use terms::Field;

/// *Not now* hides Home's recommendation for this long, in seconds.
const REMINDER_PAUSE: i64 = 14 * DAY;

/// The form that changes a password.
pub struct ChangePassword<'a> {
    /// The new one.
    pub new: &'a str,
    /// The present one always; passcode when [`Service::needs_passcode`].
    pub proofs: Proofs<'a>,
}

impl Service {
    /// *Not now*: remembered with the member.
    pub async fn hide_reminder(&self, who: &SignedIn) -> Result<()> {
        full_only(who)?;
        Ok(self
            .store()
            .hide_reminder(&who.member.id, self.now().plus(REMINDER_PAUSE))
            .await?)
    }

    /// Gives the member another name.
    pub async fn rename_member(&self, who: &SignedIn, name: &str) -> Result<()> {
        full_only(who)?;
        Ok(self.store().rename_member(&who.member.id, &person_name(name)?).await?)
    }

    /// Changes the password: the present one is asked always. Ends all other sessions.
    pub async fn change_password(
        &self,
        who: &SignedIn,
        form: &ChangePassword<'_>,
        browser: &Browser,
    ) -> Result<PlainToken> {
        full_only(who)?;
        let chosen = self.chosen(form.new, &who.member.name, &who.member.email, Field::NewPassword)?;
        let who = &self.prove(who, form.proofs, browser, true).await?;
        let phc = self.0.hasher.hash(chosen, self.salt()).await?;
        let token = PlainToken::random(self.entropy());
        let mails = vec![self.seal_mail(&mail(&who.member.email, About::PasswordChanged, self.now()))?];
        step_up::done(
            self.store()
                .change_password(&self.change(who, Some(&token), mails), &phc)
                .await?,
        )?;
        Ok(token)
    }
}
