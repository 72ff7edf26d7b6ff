//! What the operator does with apps, by command. The operator works on the machine itself, so there is no session and no right
//! to check; what concerns an account is in its activity.

use super::{
    Authentication, CLIENTS_MAX, Client, ClientChoice, NewClient,
    backchannel::Owner,
    choice::{ASK, ClientForm, Kind, SKIP},
    redirect::{LogoutUri, RedirectUri},
    store::{ClientChange, NewProof},
};
use crate::{
    Result, Service,
    kernel::{
        credential::PlainCredential,
        id::{AccountId, ClientId},
    },
    operator::operator,
    profile::member::Member,
    store::Effects,
    team::member::{TeamFilter, TeamQuery},
};
use terms::{EventKind, Rejection, Role};

/// An app that the operator has added or changed, and the text of its new secret.
#[derive(Debug)]
pub struct OperatorsApp {
    /// The app's id.
    pub id: ClientId,
    /// The text of the new secret, if it got one.
    pub secret: Option<PlainCredential>,
}

/// What the operator chose anew for an app; what is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct ClientPatch {
    /// The name.
    pub name: Option<String>,
    /// Where people may be sent back to, one address a line.
    pub redirect_uris: Option<String>,
    /// Where people may be sent after a sign-out, one address a line.
    pub logout_uris: Option<String>,
    /// Where it is told of the end of a session; an empty text if it is not.
    pub backchannel_uri: Option<String>,
    /// The value of [`ClientForm::audience`].
    pub audience: Option<String>,
    /// The value of [`ClientForm::consent`].
    pub consent: Option<String>,
    /// The value of [`ClientForm::least`].
    pub least: Option<String>,
    /// The value of [`ClientForm::algorithm`].
    pub algorithm: Option<String>,
}

impl Service {
    /// Returns all apps: those of accounts, and those of the operator.
    pub async fn all_apps(&self) -> Result<Vec<Client>> {
        Ok(self.store().clients(None).await?)
    }

    /// Returns any app.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn any_app(&self, id: &str) -> Result<Client> {
        let id = ClientId::parse(id).ok_or(Rejection::NotFound)?;
        Ok(self.store().client(&id).await?.ok_or(Rejection::NotFound)?)
    }

    /// Adds an app of the account of the member with this address or, without one, of the operator.
    ///
    /// # Errors
    /// `NotFound` for an unknown address, `Invalid`, `Conflict(AppName)`, `Conflict(ManyApps)`.
    pub async fn operator_adds_app(&self, member: Option<&str>, form: &ClientForm<'_>) -> Result<OperatorsApp> {
        let member = match member {
            Some(email) => Some(self.addressed(email).await?),
            None => None,
        };
        let choice = form.parse(Owner::Operator)?;
        let account = member.as_ref().map(|member| &member.account);
        let client = self.blank_app(account, &choice, self.now());
        let (new, secret) = self.chosen_by_operator(&client, choice);
        let change = self.operators_change(EventKind::AppAdded, &new.client, member.as_ref());
        self.store()
            .add_client(&change, &new, CLIENTS_MAX)
            .await?
            .into_result()?;
        Ok(OperatorsApp { id: client.id, secret })
    }

    /// Changes an app; how it proves itself stays, and so do the members for whom it is chosen.
    ///
    /// # Errors
    /// `NotFound`, `Invalid`, `Conflict(AppName)`.
    pub async fn operator_changes_app(&self, id: &str, patch: &ClientPatch) -> Result<()> {
        let found = self.any_app(id).await?;
        let text = found.as_patch();
        let of =
            |new: &'_ Option<String>, old: &'_ Option<String>| new.clone().or_else(|| old.clone()).unwrap_or_default();
        let [name, redirect_uris, logout_uris, backchannel_uri] = [
            of(&patch.name, &text.name),
            of(&patch.redirect_uris, &text.redirect_uris),
            of(&patch.logout_uris, &text.logout_uris),
            of(&patch.backchannel_uri, &text.backchannel_uri),
        ];
        let [audience, consent, least, algorithm] = [
            of(&patch.audience, &text.audience),
            of(&patch.consent, &text.consent),
            of(&patch.least, &text.least),
            of(&patch.algorithm, &text.algorithm),
        ];
        let chosen = self.store().client_members(&found.id).await?;
        let emails: Vec<_> = chosen.iter().map(|email| email.as_str()).collect();
        let form = ClientForm {
            name: &name,
            kind: "public",
            key_set: "",
            redirect_uris: &redirect_uris,
            logout_uris: &logout_uris,
            backchannel_uri: &backchannel_uri,
            audience: &audience,
            members: &emails.join("\n"),
            consent: &consent,
            least: &least,
            algorithm: &algorithm,
        };
        let choice = form.parse(Owner::Operator)?;
        let mut members = Vec::new();
        for email in &choice.members {
            members.extend(self.member_of(email, email.as_str()).await?.map(|member| member.id));
        }
        let owner = self.an_owner(found.account.as_ref()).await?;
        let client = found.with(choice, found.authentication.clone());
        let change = self.operators_change(EventKind::AppChanged, &client, owner.as_ref());
        let new = NewClient {
            client,
            members,
            shown: None,
        };
        Ok(self.store().change_client(&change, &new).await?.into_result()?)
    }

    /// Gives an app a new secret. The one before ends at once.
    ///
    /// # Errors
    /// `NotFound`, also if it proves itself in another way.
    pub async fn operator_replaces_app_secret(&self, id: &str) -> Result<PlainCredential> {
        let found = self.any_app(id).await?;
        let plain = self.plain_secret(&found.id);
        let secret = NewProof {
            digest: plain.digest(),
            shown: None,
        };
        let owner = self.an_owner(found.account.as_ref()).await?;
        let change = self.operators_change(EventKind::AppSecretMade, &found, owner.as_ref());
        let replaced = self.store().replace_client_secret(&change, &found.id, &secret).await?;
        Ok(replaced.into_result().map(|()| plain)?)
    }

    /// Removes an app with everything that it was given.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn operator_removes_app(&self, id: &str) -> Result<()> {
        let found = self.any_app(id).await?;
        let owner = self.an_owner(found.account.as_ref()).await?;
        let change = self.operators_change(EventKind::AppRemoved, &found, owner.as_ref());
        Ok(self.store().remove_client(&change, &found.id).await?.into_result()?)
    }

    fn chosen_by_operator(&self, app: &Client, choice: ClientChoice) -> (NewClient, Option<PlainCredential>) {
        let secret = (choice.kind == Kind::Secret).then(|| self.plain_secret(&app.id));
        let authentication = match (&choice.kind, &secret) {
            (Kind::Keys(keys), _) => Authentication::Keys(keys.clone()),
            (_, Some(secret)) => Authentication::Secret(secret.digest()),
            (_, None) => Authentication::None,
        };
        let new = NewClient {
            client: app.with(choice, authentication),
            members: Vec::new(),
            shown: None,
        };
        (new, secret)
    }

    /// A change that is in the activity of the app's account, as one of this member.
    fn operators_change(&self, kind: EventKind, app: &Client, member: Option<&Member>) -> ClientChange {
        let event = member.map(|member| {
            let event = self.event(kind, member, &operator(), self.now());
            event.about_app(&app.id, &app.name)
        });
        ClientChange::Operator(app.account.clone(), Effects::events(event.into_iter().collect()))
    }

    /// Returns an owner of an account.
    async fn an_owner(&self, account: Option<&AccountId>) -> Result<Option<Member>> {
        let Some(account) = account else { return Ok(None) };
        let owners = TeamQuery {
            account: account.clone(),
            filter: TeamFilter {
                role: Some(Role::Owner),
                ..TeamFilter::default()
            },
            addresses: false,
            after: None,
        };
        let owners = self.store().team(&owners, 1).await?;
        Ok(owners.into_iter().next().map(|found| found.member))
    }
}

impl Client {
    /// Returns everything that the operator may choose anew, as text.
    fn as_patch(&self) -> ClientPatch {
        let text = |text: &str| Some(text.to_owned());
        let redirect_uris: Vec<_> = self.redirect_uris.iter().map(RedirectUri::as_str).collect();
        let logout_uris: Vec<_> = self.logout_uris.iter().map(LogoutUri::as_str).collect();
        ClientPatch {
            name: text(self.name.as_str()),
            redirect_uris: Some(redirect_uris.join("\n")),
            logout_uris: Some(logout_uris.join("\n")),
            backchannel_uri: self.backchannel_uri.clone(),
            audience: text(self.audience.as_str()),
            consent: text(if self.consent { ASK } else { SKIP }),
            least: text(self.least.as_str()),
            algorithm: text(self.algorithm.as_str()),
        }
    }
}
