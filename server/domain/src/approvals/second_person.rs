//! Whether another person than the one in whose name a program asks has to approve.

use crate::{Result, Service, sessions::SignedIn, store::Effects};
use terms::EventKind;

impl Service {
    /// Whether another person has to approve in this person's account.
    pub async fn wants_second_person(&self, who: &SignedIn) -> Result<bool> {
        Ok(self.store().second_person(&who.member.account).await?.is_some())
    }

    /// Decides whether another person has to approve in the account, also what waits already.
    ///
    /// # Errors
    /// `Forbidden` unless the person is an owner or admin; `StepUpNeeded`, `Conflict(RecentRepair)`.
    pub async fn choose_approver(&self, who: &SignedIn, second_person: bool) -> Result<()> {
        let kind = if second_person {
            EventKind::SecondPersonOn
        } else {
            EventKind::SecondPersonOff
        };
        if !who.member.manages_team() {
            return Err(self.missing_role(kind, who));
        }
        let change = who.account_change(Effects::events(vec![self.event_by(kind, who)]));
        let changed = self.store().choose_approver(&change, second_person).await?;
        self.noting(kind, who, changed.into_result().map_err(Into::into))
    }
}
