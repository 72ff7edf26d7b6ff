//! Introspection (RFC 7662): a resource server asks whether the credential that a program presented to it is good.

pub mod resource;
pub mod store;

use crate::{
    Error, Result, Service, Timestamp,
    api_keys::{Credential, Program, scope::Scopes},
    approvals::approval::Approved,
    kernel::{
        browser::Browser,
        credential::{CredentialKind, PlainCredential},
        id::{DeviceId, ResourceKeyId},
        label::Label,
    },
    profile::member::Member,
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
    /// The member in whose name it acts.
    pub member: Member,
    /// The id of the API key that it is, or that bought it.
    pub key: Option<String>,
    /// What it may do, by the settings of now, separated by spaces.
    pub scope: String,
    /// What was proved (RFC 8176).
    pub amr: Vec<&'static str>,
    /// When that was proved; `None` for a key, which proves itself with every request.
    pub auth_time: Option<Timestamp>,
    /// The device whose passcode was proved.
    pub device: Option<DeviceId>,
    /// When it ends, if ever.
    pub expires_at: Option<Timestamp>,
    /// What a person approved.
    pub approval: Option<Approved>,
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
        let somewhere = program.key.as_ref().is_some_and(|key| !key.networks.is_empty()) && address.is_none();
        if let Err(refusal) = program.valid() {
            let _: Error = self.refuse_program(EventKind::AppAccess, &program, refusal);
            return Ok(None);
        }
        if somewhere {
            return Ok(None);
        }
        self.touch_key(&program).await?;
        Ok(Some(self.active(program)))
    }

    /// Returns the scopes that are good for something, separated by spaces.
    fn permitted(&self, program: &Program) -> String {
        let scopes = match (&program.credential, &program.key) {
            (Credential::Token(token), _) => Some(&token.scopes),
            (Credential::Key, key) => key.as_ref().map(|key| &key.scopes),
        };
        let names = scopes.into_iter().flat_map(Scopes::names);
        let permitted: Vec<_> = names.filter(|name| self.permits(program, name)).collect();
        permitted.join(" ")
    }

    fn active(&self, program: Program) -> Active {
        let scope = self.permitted(&program);
        let Program {
            credential,
            key,
            member,
            ..
        } = program;
        let key_id = key.as_ref().map(|key| key.id.to_string());
        let (amr, auth_time, device, expires_at, approval) = match credential {
            Credential::Token(token) => {
                let (amr, proved_at) = (token.amr(), token.proved_at());
                (
                    amr,
                    Some(proved_at),
                    token.device,
                    Some(token.expires_at),
                    token.approval,
                )
            }
            Credential::Key => {
                let expires_at = key.and_then(|key| key.expires_at);
                (vec!["api_key"], None, None, expires_at, None)
            }
        };
        Active {
            scope,
            approval,
            key: key_id,
            member,
            amr,
            auth_time,
            device,
            expires_at,
        }
    }
}
