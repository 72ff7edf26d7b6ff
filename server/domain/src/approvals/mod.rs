//! Approvals: a program prepares an action of the operator's API, and a person decides with a passcode for this very action.
//!
//! Nothing with an API credential reaches a decision: [`Service::approve`] takes a [`SignedIn`], which only sessions have.

pub mod approval;
mod program;
pub mod request;
mod second_person;
pub mod store;
pub(crate) mod words;

pub use program::Asked;

use crate::{
    Error, Result, Service,
    activity::Event,
    kernel::id::ApprovalId,
    sessions::SignedIn,
    sign_in::{attempt::Target, passcode::Passcode},
    store::Effects,
};
use approval::{ApprovalView, Approve, State};
use terms::{EventKind, Refused, Rejection};

impl Service {
    /// Returns the requests that wait and that this person sees, oldest first.
    pub async fn pending_approvals(&self, who: &SignedIn) -> Result<Vec<ApprovalView>> {
        let found = self
            .store()
            .pending_approvals(&who.member.account, &who.member.id, who.now)
            .await?;
        let seen = found.into_iter().filter(|view| view.asker.may_be_seen_by(&who.member));
        Ok(seen.collect())
    }

    /// Returns a request that this person sees, whatever became of it.
    ///
    /// # Errors
    /// `NotFound`, for a request that the person may not see as for an unknown id.
    pub async fn approval(&self, who: &SignedIn, id: &str) -> Result<ApprovalView> {
        let id = ApprovalId::parse(id).ok_or(Rejection::NotFound)?;
        let found = self.store().approval(&id, &who.member.account).await?;
        let seen = found.filter(|view| view.asker.may_be_seen_by(&who.member));
        Ok(seen.ok_or(Rejection::NotFound)?)
    }

    /// Approves an action with a passcode for this very action: neither a step-up of before nor a recovery code counts.
    ///
    /// # Errors
    /// `NotFound` if the request does not wait any more; `Forbidden` if another person has to approve;
    /// `Conflict(TwoFactorOff)`, `Invalid(Passcode)`, `WrongCode`, `BeforeUsed`, `Wait`, `Stopped`.
    pub async fn approve(&self, who: &SignedIn, id: &str, typed: &str) -> Result<()> {
        const KIND: EventKind = EventKind::ApprovalGiven;
        let view = self.noting(KIND, who, self.pending_for(who, id).await)?;
        let event = self.decision(KIND, who, &view);
        if !view.asker.may_be_approved_by(&who.member) {
            self.refusals().note(event.refused(Refused::AnotherPerson));
            return Err(Rejection::Forbidden.into());
        }
        who.require_two_factor()?;
        let code = Passcode::parse(typed)?;
        let target = Target::Approve(Box::new(Approve {
            approval: view.approval.id,
            session: who.session.digest.clone(),
        }));
        self.decide_with_passcode(who, &code, (target, event), Rejection::NotFound)
            .await
    }

    /// Rejects an action, which takes nothing but the session: nothing may keep a person from it.
    ///
    /// # Errors
    /// `NotFound` if the request does not wait any more.
    pub async fn reject_approval(&self, who: &SignedIn, id: &str) -> Result<()> {
        const KIND: EventKind = EventKind::ApprovalRejected;
        let view = self.noting(KIND, who, self.pending_for(who, id).await)?;
        let effects = Effects::events(vec![self.decision(KIND, who, &view)]);
        let (id, by) = (&view.approval.id, &who.member.id);
        let rejected = self.store().reject_approval(id, by, who.now, &effects).await?;
        let rejected = rejected.then_some(()).ok_or(Error::from(Rejection::NotFound));
        self.noting(KIND, who, rejected)
    }

    /// Returns a request that this person sees, if it still waits.
    async fn pending_for(&self, who: &SignedIn, id: &str) -> Result<ApprovalView> {
        let view = self.approval(who, id).await?;
        let waits = view.approval.state(who.now) == State::Pending;
        Ok(Some(view).filter(|_| waits).ok_or(Rejection::NotFound)?)
    }

    fn decision(&self, kind: EventKind, who: &SignedIn, view: &ApprovalView) -> Event {
        let event = self.event_by(kind, who);
        match view.approval.key.as_ref().zip(view.key.as_ref()) {
            Some((id, name)) => event.about_key(id, name.as_str()),
            None => event,
        }
    }
}
