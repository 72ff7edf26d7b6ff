//! What members let apps know.

use super::{clients::client::Client, scope::AppScopes};
use crate::{
    Result, Service, Timestamp,
    kernel::{
        id::{AccountId, ClientId},
        label::Label,
    },
    sessions::SignedIn,
    store::Effects,
};
use terms::{EventKind, Rejection};

/// What decides whether a member may use an app, besides the app itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Admission {
    /// Whether the app was chosen for the member.
    pub chosen: bool,
    /// What the member lets it know.
    pub allowed: Option<AppScopes>,
}

/// An app that a member has signed in at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// The app.
    pub client: ClientId,
    /// Its name.
    pub name: Label,
    /// The account that added it; `None` if the operator did.
    pub account: Option<AccountId>,
    /// What it may know.
    pub scopes: AppScopes,
    /// When the member agreed, or used it first.
    pub allowed_at: Timestamp,
    /// When it was last used.
    pub used_at: Timestamp,
}

impl Service {
    /// Returns the apps that a member has signed in at, by name.
    pub async fn accesses(&self, who: &SignedIn) -> Result<Vec<Access>> {
        Ok(self.store().accesses(&who.member.id).await?)
    }

    /// Forgets what a member lets an app know, and ends all sign-ins there.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn take_back(&self, who: &SignedIn, client: &ClientId) -> Result<()> {
        let found = self
            .accesses(who)
            .await?
            .into_iter()
            .find(|access| access.client == *client);
        let access = found.ok_or(Rejection::NotFound)?;
        let event = self
            .event_by(EventKind::AppTakenBack, who)
            .about_app(client, &access.name);
        let effects = Effects::events(vec![event]);
        let taken = self.store().take_back(&who.member.id, client, &effects).await?;
        Ok(taken.then_some(()).ok_or(Rejection::NotFound)?)
    }

    /// Returns the app of a request, if this member may use it and what they let it know.
    pub(crate) async fn admitted(&self, client: &Client, who: &SignedIn) -> Result<Option<Admission>> {
        let admission = self.store().admission(&client.id, &who.member.id).await?;
        Ok(client.is_for(&who.member, admission.chosen).then_some(admission))
    }
}
