//! What programs do: ask, look, and buy the access token of an approved action.

use super::{
    approval::{Approval, NewApproval, USE_LIFE},
    request::Request,
    store::Placed,
    words::two_words,
};
use crate::{
    Result, Service, Timestamp,
    api_keys::{Credential, Program, scope::Scopes},
    kernel::{
        credential::{CredentialKind, PlainCredential},
        id::{AccessTokenId, ApiKeyId, ApprovalId},
    },
    mail::{About, NewMail},
    store::Effects,
    tokens::{
        Bought,
        token::{AccessToken, NewToken},
    },
};
use terms::{EventKind, Refused, Rejection};

/// The answer to a program that asks for approval.
#[derive(Debug)]
pub enum Asked {
    /// A person was told.
    Waits(Box<Approval>),
    /// The member's programs wait for [`super::approval::PENDING_MAX`] approvals already, until this moment.
    TooMany(Timestamp),
}

impl Service {
    /// Asks for approval and tells who may give it. The program has to present an access token with the scope `approvals`,
    /// see [`Service::program`].
    ///
    /// # Errors
    /// `Forbidden` for an API key alone; `NotSignedIn` if the token has just ended.
    pub async fn ask_approval(&self, program: &Program, (request, ttl): (Request, i64)) -> Result<Asked> {
        const KIND: EventKind = EventKind::ApprovalAsked;
        let token = program.token()?;
        let approval = Approval {
            id: ApprovalId::random(self.entropy()),
            member: program.member.id.clone(),
            key: program.key_id().cloned(),
            device: token.device.clone(),
            address: program.browser.address.to_string(),
            request,
            words: two_words(self.entropy()),
            created_at: program.now,
            expires_at: program.now.plus(ttl),
            decided: None,
            bought_at: None,
        };
        let effects = Effects {
            mails: self.mails_about(program, &approval).await?,
            events: vec![self.event_of(KIND, program)],
            ..Effects::none()
        };
        let new = NewApproval {
            approval,
            token: token.id.clone(),
        };
        match self.store().ask_approval(&new, &effects).await? {
            Placed::Done => Ok(Asked::Waits(Box::new(new.approval))),
            Placed::TooMany(until) => {
                self.note_refused(KIND, program, Refused::ManyApprovals);
                Ok(Asked::TooMany(until))
            }
            Placed::TokenEnded => Err(Rejection::NotSignedIn.into()),
        }
    }

    /// Returns a request that a program with the same key, or with the same member's password, made.
    ///
    /// # Errors
    /// `Forbidden` for an API key alone; `NotFound`, for another one's request as for an unknown id.
    pub async fn approval_of(&self, program: &Program, id: &str) -> Result<Approval> {
        program.token()?;
        self.asked_by(program, id).await
    }

    /// Buys the one access token of an approved action. It has this scope only.
    ///
    /// # Errors
    /// `NotFound` as for [`Service::approval_of`]; `Forbidden` if it is not approved, not any more, or bought already.
    pub async fn buy_approved(&self, program: &Program, id: &str) -> Result<Bought> {
        const KIND: EventKind = EventKind::ApprovalUsed;
        let presented = program.token()?;
        let approval = match self.asked_by(program, id).await {
            Ok(approval) => approval,
            Err(error) => {
                self.note_refused(KIND, program, Refused::NotFound);
                return Err(error);
            }
        };
        let not_approved = || {
            self.note_refused(KIND, program, Refused::NotApproved);
            Rejection::Forbidden
        };
        let rule = self.settings().scopes.rule(&approval.request.action);
        let approved = approval.approved().filter(|_| approval.can_be_used(program.now));
        let approved = approved.filter(|_| rule.is_some_and(|rule| rule.approval));
        let approved = approved.ok_or_else(not_approved)?;
        let end = program.now.plus(USE_LIFE);
        let key_ends = program.key.as_ref().and_then(|key| key.expires_at);
        let id = AccessTokenId::random(self.entropy());
        let text = PlainCredential::random(CredentialKind::AccessToken, id.as_str(), self.entropy());
        let token = AccessToken {
            id,
            member: program.member.id.clone(),
            key: program.key_id().cloned(),
            scopes: Scopes::from_store(&approved.action),
            device: presented.device.clone(),
            created_at: program.now,
            expires_at: key_ends.map_or(end, |key_ends| key_ends.min(end)),
            approval: Some(approved),
        };
        let new = NewToken {
            digest: text.digest(),
            password: None,
            address: program.browser.address.to_string(),
            token,
        };
        let effects = Effects::events(vec![self.event_of(KIND, program)]);
        let bought = self
            .store()
            .buy_approved(&approval.id, &presented.id, &new, &effects)
            .await?;
        bought.then_some(()).ok_or_else(not_approved)?;
        Ok(Bought { text, token: new.token })
    }

    async fn asked_by(&self, program: &Program, id: &str) -> Result<Approval> {
        let id = ApprovalId::parse(id).ok_or(Rejection::NotFound)?;
        let found = self.store().approval(&id, &program.member.account).await?;
        let own = found.map(|view| view.approval);
        let own = own.filter(|approval| approval.is_of(&program.member.id, program.key_id()));
        Ok(own.ok_or(Rejection::NotFound)?)
    }

    /// Creates the mails to the member in whose name the program asks and, where another person approves, to those.
    async fn mails_about(&self, program: &Program, approval: &Approval) -> Result<Vec<NewMail>> {
        let member = &program.member;
        let about = About::ApprovalAsked {
            approval: approval.id.clone(),
            action: approval.request.action.clone(),
            summary: approval.request.summary.clone(),
            words: approval.words.clone(),
            key: program.key.as_ref().map(|key| key.label.as_str().to_owned()),
            address: approval.address.clone(),
        };
        let mut mails = self.mails_to(member, [about.clone()], program.now)?;
        if self.store().second_person(&member.account).await?.is_some() {
            for other in self.store().other_approvers(&member.account, &member.id).await? {
                mails.extend(self.mails_to(&other, [about.clone()], program.now)?);
            }
        }
        Ok(mails)
    }
}

impl Program {
    /// Returns the access token that was presented.
    fn token(&self) -> Result<&AccessToken, Rejection> {
        match &self.credential {
            Credential::Token(token) => Ok(token),
            Credential::Key => Err(Rejection::Forbidden),
        }
    }

    fn key_id(&self) -> Option<&ApiKeyId> {
        self.key.as_ref().map(|key| &key.id)
    }
}
