//! Storage of apps.

use super::client::Client;
use crate::{
    InternalError, Timestamp,
    api_keys::key::ShownKey,
    kernel::{
        email::Email,
        id::{AccountId, ClientId, MemberId, SessionId},
        token::TokenDigest,
    },
    sessions::change::{AccountChange, Changed},
    store::Effects,
};
use async_trait::async_trait;

/// Who asks for a change of an app.
#[derive(Clone, Debug)]
pub enum ClientChange {
    /// An owner or admin, of an app of their account.
    Manager(AccountChange),
    /// The operator, of an app of this account or, without one, of the operator's.
    Operator(Option<AccountId>, Effects),
}

/// An app to be stored.
#[derive(Clone, Debug)]
pub struct NewClient {
    /// The app, with the digest of a new secret if it proves itself with one.
    pub client: Client,
    /// For whom it is chosen. Those who are not members of its account any more are left out.
    pub members: Vec<MemberId>,
    /// Where the text of the new secret is shown for a while.
    pub shown: Option<ShownKey>,
}

/// A new secret of an app.
#[derive(Clone, Debug)]
pub struct NewProof {
    /// Its digest.
    pub digest: TokenDigest,
    /// Where its text is shown for a while.
    pub shown: Option<ShownKey>,
}

/// Storage of apps.
#[async_trait]
pub trait ClientStore: Send + Sync {
    /// Returns the app with this id.
    async fn client(&self, id: &ClientId) -> Result<Option<Client>, InternalError>;
    /// Returns the apps of an account and then those of the operator, each by name; without an account those of all accounts.
    async fn clients(&self, account: Option<&AccountId>) -> Result<Vec<Client>, InternalError>;
    /// Returns the addresses of those for whom an app is chosen, in their order.
    async fn client_members(&self, id: &ClientId) -> Result<Vec<Email>, InternalError>;
    /// Stores a new app. [`Changed::AppNameTaken`], [`Changed::ManyApps`] if the account has `most`.
    async fn add_client(&self, change: &ClientChange, new: &NewClient, most: i64) -> Result<Changed, InternalError>;
    /// Stores an app anew. Its secret stays if it had one and goes on with one: the new one counts only if it had none.
    /// [`Changed::NotFound`], [`Changed::AppNameTaken`].
    async fn change_client(&self, change: &ClientChange, new: &NewClient) -> Result<Changed, InternalError>;
    /// Replaces the secret of an app. [`Changed::NotFound`] if there is none.
    async fn replace_client_secret(
        &self,
        change: &ClientChange,
        id: &ClientId,
        secret: &NewProof,
    ) -> Result<Changed, InternalError>;
    /// Erases an app with everything that it was given. [`Changed::NotFound`].
    async fn remove_client(&self, change: &ClientChange, id: &ClientId) -> Result<Changed, InternalError>;
    /// Returns the text of a new secret, if this session may still show it.
    async fn shown_client_secret(
        &self,
        id: &ClientId,
        session: &SessionId,
        now: Timestamp,
    ) -> Result<Option<ShownKey>, InternalError>;
    /// Erases the text of a new secret: it cannot be read again.
    async fn forget_client_secret(&self, id: &ClientId, session: &SessionId) -> Result<(), InternalError>;
}

impl ClientChange {
    /// Returns the account whose app changes; `None` for an app of the operator.
    pub const fn account(&self) -> Option<&AccountId> {
        match self {
            Self::Manager(change) => Some(&change.account),
            Self::Operator(account, _) => account.as_ref(),
        }
    }

    /// Returns what is committed with the change.
    pub const fn effects(&self) -> &Effects {
        match self {
            Self::Manager(change) => &change.effects,
            Self::Operator(_, effects) => effects,
        }
    }
}
