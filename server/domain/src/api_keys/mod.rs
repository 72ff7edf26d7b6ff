//! API keys: made and revoked by members, shown once, presented by programs.

pub mod every_call;
pub mod key;
pub mod machine;
mod program;
pub mod scope;
pub mod store;

use crate::{
    Result, Service, Timestamp,
    kernel::{
        credential::{CredentialKind, PlainCredential},
        id::{ApiKeyId, MemberId},
        seal::AssociatedData,
    },
    mail::About,
    sessions::SignedIn,
    store::Effects,
};
use key::{ApiKey, KeyChoice, KeyOfMember, NewApiKey, SHOWN_LIFE, ShownKey};
use machine::MachineDevice;
use store::Made;
use terms::{Conflict, EventKind, Field, Problem, Rejection, limits::KEYS_MAX};
use zeroize::Zeroizing;

pub use program::{Credential, Program};

/// A key, and its text while it is shown.
pub struct KeyView {
    /// The key with its holder.
    pub key: KeyOfMember,
    /// The text, for a while and only in the session that made it.
    pub text: Option<Zeroizing<String>>,
    /// When the text stops being shown.
    pub shown_until: Option<Timestamp>,
    /// The key's confirmed machine device.
    pub machine: Option<MachineDevice>,
}

impl Service {
    /// Returns the keys that a person may see: their own, of an owner or admin all of the account.
    pub async fn api_keys(&self, who: &SignedIn) -> Result<Vec<KeyOfMember>> {
        let member = (!who.member.manages_team()).then_some(&who.member.id);
        Ok(self.store().api_keys(&who.member.account, member).await?)
    }

    /// Returns the member's own keys that programs can use now, oldest first.
    pub async fn usable_keys(&self, who: &SignedIn) -> Result<Vec<KeyOfMember>> {
        let keys = self.store().api_keys(&who.member.account, Some(&who.member.id)).await?;
        Ok(keys.into_iter().filter(|found| found.key.usable(who.now)).collect())
    }

    /// Returns a key that a person may see, with its text if this session may still show it.
    ///
    /// # Errors
    /// `NotFound`, for a key that the person may not see as for an unknown id.
    pub async fn api_key(&self, who: &SignedIn, id: &str) -> Result<KeyView> {
        let key = self.visible_key(who, id).await?;
        let shown = self
            .store()
            .shown_api_key(&key.key.id, &who.session.id, who.now)
            .await?;
        let text = shown
            .as_ref()
            .map(|shown| {
                self.vault()
                    .open(&shown.text, associated_data(&key.key.id, &key.member.id))
            })
            .transpose()?;
        Ok(KeyView {
            text: text.map(|text| Zeroizing::new(String::from_utf8_lossy(&text).into_owned())),
            shown_until: shown.map(|shown| shown.until),
            machine: self.store().machine_device(&key.key.id).await?,
            key,
        })
    }

    /// Checks that a new key may be as it was chosen, for [`Service::make_api_key`].
    ///
    /// # Errors
    /// `Conflict(KeyName)`, `Conflict(ManyKeys)`, `Invalid(Life)` if the policy does not permit so long a life.
    pub async fn new_key(&self, who: &SignedIn, choice: &KeyChoice) -> Result<()> {
        if !who.member.policy.permits_key_life(choice.days) {
            return Err(Rejection::Invalid(Field::Life, Problem::TooLong).into());
        }
        let label = &choice.label;
        let keys = self.store().api_keys(&who.member.account, Some(&who.member.id)).await?;
        if keys.iter().any(|found| found.key.label.key() == label.key()) {
            return Err(Rejection::Conflict(Conflict::KeyName).into());
        }
        if keys.len() >= KEYS_MAX {
            return Err(Rejection::Conflict(Conflict::ManyKeys).into());
        }
        Ok(())
    }

    /// Makes a key of this member. Its text is shown in this session for fifteen minutes.
    ///
    /// # Errors
    /// `StepUpNeeded`, `Conflict(KeyName)`, `Conflict(ManyKeys)`, `Conflict(RecentRepair)`.
    pub async fn make_api_key(&self, who: &SignedIn, choice: KeyChoice) -> Result<ApiKeyId> {
        let id = ApiKeyId::random(self.entropy());
        let plain = PlainCredential::random(CredentialKind::ApiKey, id.as_str(), self.entropy());
        let text = plain.expose_secret().as_bytes();
        let sealed = self
            .vault()
            .seal(text, associated_data(&id, &who.member.id), self.entropy())?;
        let name = choice.label.as_str().to_owned();
        let new = NewApiKey {
            digest: plain.digest(),
            shown: ShownKey {
                session: who.session.id.clone(),
                text: sealed,
                until: who.now.plus(SHOWN_LIFE),
            },
            key: ApiKey {
                id: id.clone(),
                member: who.member.id.clone(),
                expires_at: choice.expires_at(who.now),
                label: choice.label,
                scopes: choice.scopes,
                networks: choice.networks,
                created_at: who.now,
                last_use: None,
                suspended_at: None,
            },
        };
        let effects = Effects {
            events: vec![self.event_by(EventKind::ApiKeyMade, who).about_key(&id, &name)],
            mails: self.mails_to(&who.member, [About::ApiKeyMade { key: name }], who.now)?,
            ..Effects::none()
        };
        let (session, required) = (&who.session.digest, who.required_proof());
        let made = self.store().make_api_key(&new, session, required, &effects).await?;
        let made = made.into_result().map(|()| id).map_err(Into::into);
        self.noting(EventKind::ApiKeyMade, who, made)
    }

    /// Stops showing the text of a new key.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn leave_key(&self, who: &SignedIn, id: &str) -> Result<()> {
        let id = ApiKeyId::parse(id).ok_or(Rejection::NotFound)?;
        Ok(self.store().forget_api_key_text(&id, &who.session.id).await?)
    }

    /// Revokes a key: it is refused from the next request on. If it is another member's, that member is mailed.
    ///
    /// # Errors
    /// `NotFound`, for a key that the person may not see as for an unknown id.
    pub async fn revoke_api_key(&self, who: &SignedIn, id: &str) -> Result<()> {
        let found = self.visible_key(who, id).await;
        let KeyOfMember { key, member, .. } = self.noting(EventKind::ApiKeyRevoked, who, found)?;
        let name = key.label.as_str();
        let revoked = About::ApiKeyRevoked {
            key: name.to_owned(),
            by: who.member.name.clone(),
        };
        let about = (member.id != who.member.id).then_some(revoked);
        let effects = Effects {
            events: vec![self.event_by(EventKind::ApiKeyRevoked, who).about_key(&key.id, name)],
            mails: self.mails_to(&member, about, who.now)?,
            ..Effects::none()
        };
        let ended = self.store().end_api_key(&key.id, &effects).await?;
        Ok(ended.then_some(()).ok_or(Rejection::NotFound)?)
    }

    async fn visible_key(&self, who: &SignedIn, id: &str) -> Result<KeyOfMember> {
        let id = ApiKeyId::parse(id).ok_or(Rejection::NotFound)?;
        let found = self.store().api_key(&id, &who.member.account).await?;
        let visible = |found: &KeyOfMember| who.member.manages_team() || found.member.id == who.member.id;
        Ok(found.filter(visible).ok_or(Rejection::NotFound)?)
    }
}

impl Made {
    /// Converts the outcome into the rejection that a use case returns.
    pub fn into_result(self) -> Result<(), Rejection> {
        match self {
            Self::Done => Ok(()),
            Self::NameTaken => Err(Rejection::Conflict(Conflict::KeyName)),
            Self::TooMany => Err(Rejection::Conflict(Conflict::ManyKeys)),
            Self::NotProved => Err(Rejection::StepUpNeeded),
            Self::RecentRepair(until) => Err(Rejection::Conflict(Conflict::RecentRepair(until))),
        }
    }
}

fn associated_data<'a>(key: &'a ApiKeyId, member: &'a MemberId) -> AssociatedData<'a> {
    AssociatedData {
        table: "api_key",
        column: "shown",
        row: key.as_str(),
        owner: member.as_str(),
    }
}
