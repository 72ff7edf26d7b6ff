//! Apps that sign people in with this server: OAuth 2 clients.
//!
//! Owners and admins keep those of their account; the operator keeps those that are for the members of all accounts
//! ([`operator`]).

pub mod backchannel;
pub mod choice;
pub mod client;
mod key_set;
pub mod operator;
pub mod redirect;
pub mod store;

use crate::{
    Result, Service, Timestamp,
    api_keys::key::{SHOWN_LIFE, ShownKey},
    kernel::{
        credential::{CredentialKind, PlainCredential},
        email::Email,
        id::{AccountId, ClientId, MemberId},
        seal::AssociatedData,
    },
    sessions::SignedIn,
    store::Effects,
};
use backchannel::Owner;
use choice::{ClientChoice, ClientForm, Kind};
use client::{Authentication, CLIENTS_MAX, Client};
use store::{ClientChange, NewClient, NewProof};
use terms::{Conflict, EventKind, Field, Problem, Rejection};
use zeroize::Zeroizing;

/// An app, and its secret while that is shown.
pub struct ClientView {
    /// The app.
    pub client: Client,
    /// The addresses of those for whom it is chosen.
    pub members: Vec<Email>,
    /// The text of its secret, for a while and only in the session that made it.
    pub secret: Option<Zeroizing<String>>,
    /// When the text stops being shown.
    pub shown_until: Option<Timestamp>,
}

/// A choice whose names were looked up, for [`Service::add_app`] and [`Service::change_app`].
#[derive(Debug)]
pub struct CheckedChoice {
    choice: ClientChoice,
    members: Vec<MemberId>,
}

impl Service {
    /// Returns the apps of the person's account and those of the operator, each by name.
    ///
    /// # Errors
    /// `Forbidden` for a plain member.
    pub async fn apps(&self, who: &SignedIn) -> Result<Vec<Client>> {
        self.require_manager(who.use_case.event_kind(), who)?;
        Ok(self.store().clients(Some(&who.member.account)).await?)
    }

    /// Returns an app of the person's account or of the operator, with its secret if this session may still show it.
    ///
    /// # Errors
    /// `Forbidden` for a plain member, `NotFound`.
    pub async fn app(&self, who: &SignedIn, id: &str) -> Result<ClientView> {
        self.require_manager(who.use_case.event_kind(), who)?;
        let client = self.visible_app(who, id).await?;
        let shown = self
            .store()
            .shown_client_secret(&client.id, &who.session.id, who.now)
            .await?;
        let text = shown
            .as_ref()
            .map(|shown| {
                self.vault()
                    .open(&shown.text, associated_data(&client.id, &who.member.account))
            })
            .transpose()?;
        Ok(ClientView {
            members: self.store().client_members(&client.id).await?,
            secret: text.map(|text| Zeroizing::new(String::from_utf8_lossy(&text).into_owned())),
            shown_until: shown.map(|shown| shown.until),
            client,
        })
    }

    /// Checks what was chosen for a new app, for [`Service::add_app`].
    ///
    /// # Errors
    /// `Forbidden` for a plain member, `Invalid`, `Conflict(AppName)`, `Conflict(ManyApps)`.
    pub async fn new_app(&self, who: &SignedIn, form: &ClientForm<'_>) -> Result<CheckedChoice> {
        self.require_manager(EventKind::AppAdded, who)?;
        let checked = self.checked_app(who, form, None).await?;
        let count = self.own_apps(who).await?.len();
        match i64::try_from(count).is_ok_and(|count| count < CLIENTS_MAX) {
            true => Ok(checked),
            false => Err(Rejection::Conflict(Conflict::ManyApps).into()),
        }
    }

    /// Checks what was chosen for an app that is there, for [`Service::change_app`].
    ///
    /// # Errors
    /// `Forbidden` for a plain member, `NotFound`, `Invalid`, `Conflict(AppName)`.
    pub async fn other_app(&self, who: &SignedIn, id: &str, form: &ClientForm<'_>) -> Result<CheckedChoice> {
        const KIND: EventKind = EventKind::AppChanged;
        self.require_manager(KIND, who)?;
        let found = self.own_app(who, id).await;
        let found = self.noting(KIND, who, found)?;
        self.checked_app(who, form, Some(&found.id)).await
    }

    /// Adds an app of the person's account. If it proves itself with a secret, that is shown in this session for fifteen minutes.
    ///
    /// # Errors
    /// `StepUpNeeded`, `Conflict(AppName)`, `Conflict(ManyApps)`, `Conflict(RecentRepair)`, `NotFound` for a plain member.
    pub async fn add_app(&self, who: &SignedIn, checked: CheckedChoice) -> Result<ClientId> {
        const KIND: EventKind = EventKind::AppAdded;
        let client = self.blank_app(Some(&who.member.account), &checked.choice, who.now);
        let id = client.id.clone();
        let new = self.chosen_app(who, &client, checked)?;
        let change = self.app_change(KIND, who, &new.client);
        let added = self.store().add_client(&change, &new, CLIENTS_MAX).await?;
        self.noting(KIND, who, added.into_result().map(|()| id).map_err(Into::into))
    }

    /// Changes an app of the person's account. If it is to prove itself with a secret from now on, that is shown in this session.
    ///
    /// # Errors
    /// `StepUpNeeded`, `Conflict(AppName)`, `Conflict(RecentRepair)`, `NotFound`.
    pub async fn change_app(&self, who: &SignedIn, id: &str, checked: CheckedChoice) -> Result<()> {
        const KIND: EventKind = EventKind::AppChanged;
        let found = self.own_app(who, id).await;
        let found = self.noting(KIND, who, found)?;
        let new = self.chosen_app(who, &found, checked)?;
        let change = self.app_change(KIND, who, &new.client);
        let changed = self.store().change_client(&change, &new).await?;
        self.noting(KIND, who, changed.into_result().map_err(Into::into))
    }

    /// Returns an app of the person's account that has a secret, for [`Service::replace_app_secret`].
    ///
    /// # Errors
    /// `Forbidden` for a plain member, `NotFound`.
    pub async fn app_with_secret(&self, who: &SignedIn, id: &str) -> Result<Client> {
        const KIND: EventKind = EventKind::AppSecretMade;
        self.require_manager(KIND, who)?;
        let found = self.own_app(who, id).await;
        let found = self.noting(KIND, who, found)?;
        let has_secret = matches!(found.authentication, Authentication::Secret(_)).then_some(found);
        self.noting(KIND, who, has_secret.ok_or(Rejection::NotFound.into()))
    }

    /// Gives an app a new secret, which is shown in this session for fifteen minutes. The one before ends at once.
    ///
    /// # Errors
    /// `StepUpNeeded`, `Conflict(RecentRepair)`, `NotFound`.
    pub async fn replace_app_secret(&self, who: &SignedIn, id: &str) -> Result<()> {
        const KIND: EventKind = EventKind::AppSecretMade;
        let found = self.app_with_secret(who, id).await?;
        let secret = self.new_secret(who, &found.id)?;
        let change = self.app_change(KIND, who, &found);
        let replaced = self.store().replace_client_secret(&change, &found.id, &secret).await?;
        self.noting(KIND, who, replaced.into_result().map_err(Into::into))
    }

    /// Stops showing the secret of an app.
    ///
    /// # Errors
    /// `NotFound` for what is no id.
    pub async fn leave_app_secret(&self, who: &SignedIn, id: &str) -> Result<()> {
        let id = ClientId::parse(id).ok_or(Rejection::NotFound)?;
        Ok(self.store().forget_client_secret(&id, &who.session.id).await?)
    }

    /// Returns an app of the person's account, for [`Service::remove_app`].
    ///
    /// # Errors
    /// `Forbidden` for a plain member, `NotFound`.
    pub async fn removable_app(&self, who: &SignedIn, id: &str) -> Result<Client> {
        const KIND: EventKind = EventKind::AppRemoved;
        self.require_manager(KIND, who)?;
        let found = self.own_app(who, id).await;
        self.noting(KIND, who, found)
    }

    /// Removes an app and its grants and tokens.
    ///
    /// # Errors
    /// `StepUpNeeded`, `NotFound`.
    pub async fn remove_app(&self, who: &SignedIn, id: &str) -> Result<()> {
        const KIND: EventKind = EventKind::AppRemoved;
        let found = self.removable_app(who, id).await?;
        let change = self.app_change(KIND, who, &found);
        let removed = self.store().remove_client(&change, &found.id).await?;
        self.noting(KIND, who, removed.into_result().map_err(Into::into))
    }

    /// Returns the first of these lines that is not the address of a member of the person's account.
    pub async fn no_member_among(&self, who: &SignedIn, typed: &str) -> Result<Option<String>> {
        for line in choice::lines(typed) {
            let member = match Email::parse(line) {
                Ok(email) => self.member_in(&who.member.account, &email, line).await?,
                Err(_) => None,
            };
            if member.is_none() {
                return Ok(Some(line.to_owned()));
            }
        }
        Ok(None)
    }

    async fn checked_app(
        &self,
        who: &SignedIn,
        form: &ClientForm<'_>,
        own: Option<&ClientId>,
    ) -> Result<CheckedChoice> {
        let choice = form.parse(Owner::Account)?;
        let taken = |other: &Client| Some(&other.id) != own && other.name.key() == choice.name.key();
        if self.own_apps(who).await?.iter().any(taken) {
            return Err(Rejection::Conflict(Conflict::AppName).into());
        }
        let mut members = Vec::with_capacity(choice.members.len());
        for email in &choice.members {
            let member = self.member_in(&who.member.account, email, email.as_str()).await?;
            members.push(member.ok_or(Rejection::Invalid(Field::Chosen, Problem::Malformed))?);
        }
        Ok(CheckedChoice { choice, members })
    }

    async fn member_in(&self, account: &AccountId, email: &Email, typed: &str) -> Result<Option<MemberId>> {
        let found = self.member_of(email, typed).await?;
        Ok(found
            .filter(|member| member.account == *account)
            .map(|member| member.id))
    }

    async fn own_apps(&self, who: &SignedIn) -> Result<Vec<Client>> {
        let mut apps = self.store().clients(Some(&who.member.account)).await?;
        apps.retain(|app| app.account.is_some());
        Ok(apps)
    }

    async fn visible_app(&self, who: &SignedIn, id: &str) -> Result<Client> {
        let id = ClientId::parse(id).ok_or(Rejection::NotFound)?;
        let found = self.store().client(&id).await?;
        let visible = |app: &Client| {
            app.account
                .as_ref()
                .is_none_or(|account| *account == who.member.account)
        };
        Ok(found.filter(visible).ok_or(Rejection::NotFound)?)
    }

    async fn own_app(&self, who: &SignedIn, id: &str) -> Result<Client> {
        let found = self.visible_app(who, id).await?;
        Ok(Some(found)
            .filter(|app| app.account.is_some())
            .ok_or(Rejection::NotFound)?)
    }

    /// Returns a new app as it was chosen, without its secret.
    fn blank_app(&self, account: Option<&AccountId>, choice: &ClientChoice, now: Timestamp) -> Client {
        let blank = Client {
            id: ClientId::random(self.entropy()),
            account: account.cloned(),
            name: choice.name.clone(),
            authentication: Authentication::None,
            redirect_uris: Vec::new(),
            logout_uris: Vec::new(),
            backchannel_uri: None,
            audience: choice.audience,
            consent: choice.consent,
            least: choice.least,
            algorithm: choice.algorithm,
            created_at: now,
        };
        blank.with(choice.clone(), Authentication::None)
    }

    /// Returns an app as it was chosen, with a new secret if it proves itself with one.
    fn chosen_app(&self, who: &SignedIn, app: &Client, checked: CheckedChoice) -> Result<NewClient> {
        let CheckedChoice { choice, members } = checked;
        let (authentication, shown) = match &choice.kind {
            Kind::Public => (Authentication::None, None),
            Kind::Keys(keys) => (Authentication::Keys(keys.clone()), None),
            Kind::Secret => {
                let secret = self.new_secret(who, &app.id)?;
                (Authentication::Secret(secret.digest), secret.shown)
            }
        };
        Ok(NewClient {
            client: app.with(choice, authentication),
            members,
            shown,
        })
    }

    fn plain_secret(&self, id: &ClientId) -> PlainCredential {
        PlainCredential::random(CredentialKind::ClientSecret, id.as_str(), self.entropy())
    }

    /// Makes a secret that this session shows for a while.
    fn new_secret(&self, who: &SignedIn, id: &ClientId) -> Result<NewProof> {
        let plain = self.plain_secret(id);
        let text = plain.expose_secret().as_bytes();
        let sealed = self
            .vault()
            .seal(text, associated_data(id, &who.member.account), self.entropy())?;
        Ok(NewProof {
            digest: plain.digest(),
            shown: Some(ShownKey {
                session: who.session.id.clone(),
                text: sealed,
                until: who.now.plus(SHOWN_LIFE),
            }),
        })
    }

    fn app_change(&self, kind: EventKind, who: &SignedIn, app: &Client) -> ClientChange {
        let event = self.event_by(kind, who).about_app(&app.id, &app.name);
        ClientChange::Manager(who.account_change(Effects::events(vec![event])))
    }
}

fn associated_data<'a>(app: &'a ClientId, account: &'a AccountId) -> AssociatedData<'a> {
    AssociatedData {
        table: "oidc_client",
        column: "shown",
        row: app.as_str(),
        owner: account.as_str(),
    }
}
