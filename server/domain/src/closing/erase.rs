//! The erasing of closed accounts, which is part of the sweep.

use super::{reached, rules::CLOSING_LIFE};
use crate::{InternalError, Result, Service, Timestamp, kernel::id::AccountId, mail::About, store::Effects};

/// Accounts that are looked up at once.
const TOGETHER: i64 = 100;

impl Service {
    /// Erases the accounts whose time is over: first what signs in and what is sealed, in one transaction for each account, then
    /// the rest in parts. After a crash between the two, the next sweep goes on with the rest.
    pub(crate) async fn erase_closed(&self, now: Timestamp) -> Result<()> {
        loop {
            let due = self.store().closed_before(now.plus(-CLOSING_LIFE), TOGETHER).await?;
            let mut begun = false;
            for (account, closed) in due {
                let mut effects = Effects::none();
                for owner in self.owners(&account).await? {
                    let about = About::AccountErased { closed: closed.at };
                    effects.mails.push(self.mail_to(&reached(owner), about, None, now)?);
                }
                if self.store().erase_secrets(&account, closed, now, &effects).await? {
                    tracing::warn!(%account, "the secrets of a closed account were erased");
                    begun = true;
                }
            }
            if !begun {
                break;
            }
        }
        self.erase_rest().await?;
        Ok(())
    }

    /// Erases the rest of all accounts whose secrets are gone.
    async fn erase_rest(&self) -> Result<(), InternalError> {
        loop {
            let begun = self.store().being_erased(TOGETHER).await?;
            if begun.is_empty() {
                return Ok(());
            }
            for account in &begun {
                self.erase_rest_of(account).await?;
            }
        }
    }

    async fn erase_rest_of(&self, account: &AccountId) -> Result<(), InternalError> {
        while self.store().erase_rest(account).await? {}
        tracing::warn!(%account, "a closed account was erased with all that it had");
        Ok(())
    }
}
