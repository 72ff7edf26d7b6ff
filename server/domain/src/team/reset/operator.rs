//! Resets that the operator starts, for members without an owner or admin to ask.

use super::{CODE_LIFE, ResetState, begun, reset_reason, store::CodeOfReset};
use crate::{Result, Service, Timestamp, mail::About, operator::operator, profile::member::Member, store::Effects};
use terms::{Conflict, EventKind, Rejection};
use zeroize::Zeroizing;

/// What the command did.
pub enum OperatorReset {
    /// It started a reset, whose code can be read from this moment on.
    Started(Timestamp),
    /// A reset waits until this moment.
    Waits(Timestamp),
    /// The code, which is shown this once and works until this moment.
    Code(Zeroizing<String>, Timestamp),
    /// The code was read before and works until this moment.
    Read(Timestamp),
}

impl Service {
    /// Starts the reset of a member's second factor, or goes on with the one that the operator started.
    ///
    /// # Errors
    /// `NotFound` for an unknown address; `Invalid(Reason)`; `Conflict(TwoFactorOff)`; `Conflict(ResetRuns)` while one of an
    /// owner or admin is under way.
    pub async fn operator_reset(&self, email: &str, reason: &str) -> Result<OperatorReset> {
        let now = self.now();
        let member = self.addressed(email).await?;
        if let Some(found) = self.store().reset_of(&member.id).await? {
            match found.reset.state(member.role, now) {
                ResetState::Over => {}
                _ if found.reset.by.is_some() => return Err(Rejection::Conflict(Conflict::ResetRuns).into()),
                ResetState::Read(until) => return Ok(OperatorReset::Read(until)),
                ResetState::Ready(_) => return self.operators_code(&member, now).await,
                ResetState::Waits(until) => return Ok(OperatorReset::Waits(until)),
                ResetState::NeedsApproval => return Ok(OperatorReset::Waits(found.reset.available_at)),
            }
        }
        let started = self.new_reset(&member, None, reset_reason(reason)?, now)?;
        let effects = Effects {
            mails: started.mails,
            events: vec![self.event(EventKind::ResetStarted, &member, &operator(), now)],
            ..Effects::none()
        };
        let until = started.reset.available_at;
        let done = self
            .store()
            .start_reset_by_operator(&started.reset, &started.link, &effects)
            .await?;
        begun(done)?;
        Ok(OperatorReset::Started(until))
    }

    /// Stops the reset of a member's second factor, also one that an owner or admin started.
    ///
    /// # Errors
    /// `NotFound` for an unknown address, or if none is under way.
    pub async fn operator_stops_reset(&self, email: &str) -> Result<()> {
        let member = self.addressed(email).await?;
        let event = self.event(EventKind::ResetStopped, &member, &operator(), self.now());
        let stopped = self
            .store()
            .stop_reset(&member.id, &Effects::events(vec![event]))
            .await?;
        Ok(stopped.then_some(()).ok_or(Rejection::NotFound)?)
    }

    async fn operators_code(&self, member: &Member, now: Timestamp) -> Result<OperatorReset> {
        let (plain, code) = self.reset_code(member).await?;
        let text = plain.expose_secret();
        let code = CodeOfReset { code, shown: None };
        let about = About::ResetCodeRead { by: None };
        let effects = Effects {
            mails: self.mails_to(member, [about], now)?,
            events: vec![self.event(EventKind::ResetCodeRead, member, &operator(), now)],
            ..Effects::none()
        };
        let read = self
            .store()
            .read_operators_code(&member.id, &code, now, &effects)
            .await?;
        read.into_result()?;
        Ok(OperatorReset::Code(
            Zeroizing::new(text.to_owned()),
            now.plus(CODE_LIFE),
        ))
    }
}
