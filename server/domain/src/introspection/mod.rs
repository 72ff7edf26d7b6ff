//! Introspection (RFC 7662): a resource server asks whether the credential that a program presented to it is good.

pub mod resource;
pub mod store;

use crate::{
    Error, Result, Service, Timestamp,
    api_keys::Credential,
    forward_auth::Passed,
    kernel::{
        browser::Browser,
        credential::{CredentialKind, PlainCredential},
        id::{ApiKeyId, ResourceKeyId},
        label::Label,
    },
};
use resource::{NewResourceKey, RESOURCES_MAX, ResourceKey};
use std::net::IpAddr;
use store::Added;
use terms::{EventKind, Field, Rejection};

/// A resource server that has proved its key.
#[derive(Debug)]
pub struct ResourceServer(());

/// A credential that is good.
#[derive(Clone, Debug)]
pub struct Active {
    /// In whose name it acts, what it may do, and what was proved.
    pub passed: Passed,
    /// The API key that it is, or that bought it.
    pub key: Option<ApiKeyId>,
    /// When it ends, if ever.
    pub expires_at: Option<Timestamp>,
}

impl Service {
    /// Makes a credential for a resource server. It may ask [`Service::introspect`] and do nothing else.
    ///
    /// # Errors
    /// `Invalid(KeyName)`; `Conflict(KeyName)` if there is one of this name, `Conflict(ManyKeys)`.
    pub async fn add_resource_key(&self, name: &str) -> Result<PlainCredential> {
        let id = ResourceKeyId::random(self.entropy());
        let text = PlainCredential::random(CredentialKind::ResourceKey, id.as_str(), self.entropy());
        let new = NewResourceKey {
            digest: text.digest(),
            key: ResourceKey {
                id,
                name: Label::parse_in(Field::KeyName, name)?,
                created_at: self.now(),
            },
        };
        match self.store().add_resource_key(&new, RESOURCES_MAX).await? {
            Added::Done => Ok(text),
            Added::NameTaken => Err(Rejection::Conflict(terms::Conflict::KeyName).into()),
            Added::TooMany => Err(Rejection::Conflict(terms::Conflict::ManyKeys).into()),
        }
    }

    /// Ends the credential of the resource server with this name.
    ///
    /// # Errors
    /// `Invalid(KeyName)`, `NotFound`.
    pub async fn remove_resource_key(&self, name: &str) -> Result<()> {
        let name = Label::parse_in(Field::KeyName, name)?;
        let removed = self.store().remove_resource_key(&name).await?;
        Ok(removed.then_some(()).ok_or(Rejection::NotFound)?)
    }

    /// Authenticates a resource server by its key.
    ///
    /// # Errors
    /// `NotSignedIn` if the key is not valid.
    pub async fn resource_server(&self, text: &str) -> Result<ResourceServer> {
        let plain = PlainCredential::parse(text).filter(|plain| plain.kind() == CredentialKind::ResourceKey);
        let digest = plain.ok_or(Rejection::NotSignedIn)?.digest();
        let known = self.store().is_resource_key(&digest).await?;
        Ok(known.then_some(ResourceServer(())).ok_or(Rejection::NotSignedIn)?)
    }

    /// Answers a resource server; `None` if the credential is not good, whatever the reason.
    ///
    /// `address` is where the program's request comes from. A key that is accepted from some networks only is not good
    /// without it.
    pub async fn introspect(
        &self,
        _: &ResourceServer,
        (token, address): (&str, Option<IpAddr>),
        browser: &Browser,
    ) -> Result<Option<Active>> {
        let client = Browser {
            address: address.unwrap_or(browser.address),
            agent: browser.agent.clone(),
        };
        let program = match self.presenting(token, &client).await {
            Ok(program) => program,
            Err(Error::Rejected(_)) => return Ok(None),
            Err(error) => return Err(error),
        };
        let anywhere = program.key.as_ref().is_none_or(|key| key.networks.is_empty());
        if address.is_none() && !anywhere {
            return Ok(None);
        }
        if let Err((_, reason)) = program.valid() {
            self.note_refused(EventKind::AppAccess, &program, reason);
            return Ok(None);
        }
        self.touch_key(&program).await?;
        let expires_at = match &program.credential {
            Credential::Token(token) => Some(token.expires_at),
            Credential::Key => program.key.as_ref().and_then(|key| key.expires_at),
        };
        Ok(Some(Active {
            key: program.key.as_ref().map(|key| key.id.clone()),
            expires_at,
            passed: self.passed(program),
        }))
    }
}
