//! Two accounts in a real store, whose members act through the use cases.

use crate::{
    Step,
    model::{Model, Person},
};
use domain::{
    Error, Timestamp,
    api_keys::store::Made,
    kernel::id::{AccountId, MemberId},
    profile::member::Member,
    sessions::{SignedIn, change::Changed, rights::UseCase, session::Session},
    sign_in::store::Verified,
    store::Effects,
    team::{
        invitation::InvitationView,
        member::{TeamFilter, TeamMember, TeamQuery},
    },
};
use std::{collections::HashMap, sync::Mutex};
use terms::{Language, Rejection, Role, SessionKind};
use testing::{App, Database, Fixtures, Plan, Tables, member_app::browser};

/// Tables of mails. A member whose address another account invites is mailed about it.
const MAILS: [&str; 2] = ["outbox", "mail_window"];

/// The rows in which an id of one account stands.
pub(crate) struct Seen {
    ids: Vec<String>,
    /// Table and row.
    pub rows: Vec<(String, String)>,
}

pub(crate) struct World {
    pub model: Model,
    pub app: App,
    fixtures: Fixtures,
    tables: Tables,
    /// The names of all tables.
    names: Vec<String>,
    accounts: [AccountId; 2],
    /// The tokens of sessions, by the person.
    tokens: Mutex<HashMap<usize, String>>,
}

impl World {
    /// Two accounts with an owner, an admin and a member each. The first has the switch *every call* on.
    pub(crate) async fn new() -> Self {
        let app = App::new(Database::chosen_by("TEST_DATABASE").await, Plan::default()).await;
        let (fixtures, tables) = (app.fixtures(), Tables::of(&app.database).await);
        let owners = [
            fixtures.member("a0@example.com").await,
            fixtures.member("b0@example.com").await,
        ];
        let session = fixtures.session(&owners[0], app_now(&app)).await;
        let switch = fixtures.account_change(&owners[0].account, &session);
        assert_eq!(
            fixtures.store.decide_every_call(&switch, true).await.unwrap(),
            Changed::Done
        );
        let accounts = [owners[0].account.clone(), owners[1].account.clone()];
        let mut world = Self {
            model: Model::default(),
            app,
            fixtures,
            names: tables.names().await,
            tables,
            accounts,
            tokens: Mutex::default(),
        };
        for (account, owner) in owners.iter().enumerate() {
            world.add(account, owner);
        }
        for account in 0..2 {
            world.join(account, Role::Admin).await;
            world.join(account, Role::Member).await;
        }
        world
            .model
            .addresses
            .extend((0..6).map(|n| format!("new{n}@example.org")));
        world
    }

    fn add(&mut self, account: usize, member: &Member) {
        let email = member.email.as_str().to_owned();
        self.model.addresses.push(email.clone());
        let (id, role) = (member.id.to_string(), member.role);
        self.model.people.push(Person {
            id,
            account,
            role,
            email,
            keys: 0,
            gone: false,
        });
    }

    async fn join(&mut self, account: usize, role: Role) {
        let owner = self.member_of_account(account).await;
        let email = format!("p{}@example.com", self.model.people.len());
        let member = self.fixtures.colleague(&owner, &email, role).await;
        self.add(account, &member);
    }

    async fn member_of_account(&self, account: usize) -> Member {
        self.team(account).await.swap_remove(0).member
    }

    /// Turns the numbers of a step into indices. People who are gone do nothing, so the next one acts; they may be targets.
    pub(crate) fn selected(&self, step: Step) -> Step {
        let people = self.model.people.len();
        let who = |by: usize| {
            (by..)
                .map(|by| by % people)
                .find(|by| !self.model.people[*by].gone)
                .unwrap()
        };
        match step {
            Step::ChangeRole { by, of, to } => Step::ChangeRole {
                by: who(by),
                of: of % people,
                to,
            },
            Step::HandOver { by, to } => Step::HandOver {
                by: who(by),
                to: to % people,
            },
            Step::Remove { by, of, keys } => Step::Remove {
                by: who(by),
                of: of % people,
                keys,
            },
            Step::Leave { by } => Step::Leave { by: who(by) },
            Step::Invite { by, address, role } => Step::Invite {
                by: who(by),
                address: address % self.model.addresses.len(),
                role,
            },
            // Without an invitation it makes a key.
            Step::Revoke { by, invitation } => match self.model.invitations.len() {
                0 => Step::MakeKey { by: who(by) },
                some => Step::Revoke {
                    by: who(by),
                    invitation: invitation % some,
                },
            },
            Step::MakeKey { by } => Step::MakeKey { by: who(by) },
            Step::Join { .. } => step,
        }
    }

    /// Opens a session for who acts, unless there is one.
    pub(crate) async fn sign_in(&mut self, step: Step) {
        if let Step::Join { account, role } = step {
            return self.join(account, role).await;
        }
        let by = step.by().unwrap();
        if self.who(by, UseCase::ReadTeam).await.is_ok() {
            return;
        }
        let (member, now) = (self.member(by).await.unwrap().member, app_now(&self.app));
        let token = self.fixtures.token();
        let digest = token.digest();
        let session = Session {
            digest,
            ..self.fixtures.new_session(&member, SessionKind::Full, now)
        };
        let (verified, known) = (Verified::of(&member.password), self.fixtures.known(&member, now));
        let (store, effects) = (&self.fixtures.store, Effects::none());
        let opened = store.open_session(&session, &verified, &known, &effects).await;
        assert!(opened.unwrap());
        self.tokens.lock().unwrap().insert(by, token.expose_secret().to_owned());
    }

    pub(crate) async fn who(&self, by: usize, use_case: UseCase) -> Result<SignedIn, Error> {
        let token = self.tokens.lock().unwrap().get(&by).cloned().unwrap_or_default();
        self.app.service.signed_in(&token, use_case, &browser()).await
    }

    async fn member(&self, person: usize) -> Option<TeamMember> {
        let person = &self.model.people[person];
        let id = MemberId::parse(&person.id).unwrap();
        self.fixtures
            .store
            .team_member(&id, &self.accounts[person.account])
            .await
            .unwrap()
    }

    /// Does it as the server functions do it, and writes what was refused.
    pub(crate) async fn act(&self, step: Step) -> Result<(), Rejection> {
        let done = self.answer(step).await;
        self.app.service.write_refusals().await.unwrap();
        match done {
            Ok(()) => Ok(()),
            Err(Error::Rejected(why)) => Err(why),
            Err(error) => unreachable!("{step:?}: {error:?}"),
        }
    }

    async fn answer(&self, step: Step) -> Result<(), Error> {
        let service = &self.app.service;
        let id = |person: usize| self.model.people[person].id.as_str();
        match step {
            Step::ChangeRole { by, of, to } => {
                let who = self.who(by, UseCase::ChangeRole).await?;
                let role = service.new_role(&who, id(of), to.as_str()).await?;
                service.change_role(&who, id(of), role).await
            }
            Step::HandOver { by, to } => {
                let who = self.who(by, UseCase::HandOver).await?;
                let token = service.hand_over(&who, id(to)).await?.expose_secret().to_owned();
                self.tokens.lock().unwrap().insert(by, token);
                Ok(())
            }
            Step::Remove { by, of, keys } => {
                let who = self.who(by, UseCase::RemoveMember).await?;
                service.remove_member(&who, id(of), keys).await
            }
            Step::Leave { by } => service.leave_team(&self.who(by, UseCase::LeaveTeam).await?).await,
            Step::Invite { by, address, role } => {
                let who = self.who(by, UseCase::InviteMember).await?;
                let to = service.invitee(&who, &self.model.addresses[address], role.as_str())?;
                service.invite(&who, to, Language::English).await
            }
            Step::Revoke { by, invitation } => {
                let who = self.who(by, UseCase::RevokeInvitation).await?;
                service
                    .revoke_invitation(&who, &self.model.invitations[invitation].id)
                    .await
            }
            Step::MakeKey { by } => self.make_key(&self.who(by, UseCase::MakeApiKey).await?).await,
            Step::Join { .. } => Ok(()),
        }
    }

    async fn make_key(&self, who: &SignedIn) -> Result<(), Error> {
        let label = format!("key {}", self.fixtures.device_id());
        let key = self.fixtures.new_key(&who.session, &label, who.now);
        let store = &self.fixtures.store;
        let made = store
            .make_api_key(&key, &who.session.digest, None, &Effects::none())
            .await?;
        // Of two at the same moment, the other one may have ended the session.
        assert!(matches!(made, Made::Done | Made::NotProved));
        Ok(())
    }

    /// All ids that belong to an account now.
    pub(crate) async fn ids_of(&self, account: usize) -> Vec<String> {
        let store = &self.fixtures.store;
        let mut ids = vec![self.accounts[account].to_string()];
        let invitations = self.invitations(account).await.into_iter();
        ids.extend(invitations.map(|found| found.invitation.id.to_string()));
        let keys = store.api_keys(&self.accounts[account], None).await.unwrap();
        ids.extend(keys.into_iter().map(|found| found.key.id.to_string()));
        for found in self.team(account).await {
            let sessions = store.sessions(&found.member.id, app_now(&self.app)).await.unwrap();
            ids.extend(sessions.into_iter().map(|session| session.id.to_string()));
            ids.push(found.member.id.to_string());
        }
        ids
    }

    /// The rows of an account.
    pub(crate) async fn rows_of(&self, account: Option<usize>) -> Seen {
        let ids = match account {
            Some(account) => self.ids_of(account).await,
            None => Vec::new(),
        };
        let rows = self.rows(&ids).await;
        Seen { ids, rows }
    }

    /// The rows with the same ids after these steps. Mails are taken from before if one of the steps was an invitation.
    pub(crate) async fn rows_after(&self, before: &Seen, steps: &[Step]) -> Vec<(String, String)> {
        let mut rows = self.rows(&before.ids).await;
        if steps.iter().any(|step| matches!(step, Step::Invite { .. })) {
            let of_mails = |(table, _): &&(String, String)| MAILS.contains(&table.as_str());
            rows.retain(|row| !of_mails(&row));
            rows.extend(before.rows.iter().filter(of_mails).cloned());
            rows.sort();
        }
        rows
    }

    async fn rows(&self, ids: &[String]) -> Vec<(String, String)> {
        let mut rows = Vec::new();
        let tables = if ids.is_empty() { &[][..] } else { &self.names };
        for table in tables {
            for row in self.tables.rows(table).await {
                if ids.iter().any(|id| row.contains(id.as_str())) {
                    rows.push((table.clone(), row));
                }
            }
        }
        rows.sort();
        rows
    }

    pub(crate) async fn team(&self, account: usize) -> Vec<TeamMember> {
        let (account, filter) = (self.accounts[account].clone(), TeamFilter::default());
        let query = TeamQuery {
            account,
            filter,
            addresses: true,
            after: None,
        };
        self.fixtures.store.team(&query, 1_000).await.unwrap()
    }

    pub(crate) async fn invitations(&self, account: usize) -> Vec<InvitationView> {
        let since = Timestamp(0);
        self.fixtures
            .store
            .invitations(&self.accounts[account], since)
            .await
            .unwrap()
    }

    /// Reads the ids of new invitations.
    pub(crate) async fn note_ids(&mut self) {
        for account in 0..2 {
            let stored = self.invitations(account).await;
            for invited in self.model.invitations.iter_mut().filter(|found| found.id.is_empty()) {
                let same = |found: &&InvitationView| {
                    invited.account == account && found.invitation.email.as_str() == invited.email
                };
                if let Some(found) = stored.iter().find(same) {
                    invited.id = found.invitation.id.to_string();
                }
            }
        }
    }

    /// Takes members and invitations from the store.
    pub(crate) async fn read_model(&mut self) {
        let teams = [self.team(0).await, self.team(1).await];
        for person in &mut self.model.people {
            let found = teams[person.account]
                .iter()
                .find(|found| found.member.id.as_str() == person.id);
            person.gone = found.is_none();
            person.role = found.map_or(person.role, |found| found.member.role);
        }
        self.model.invitations.clear();
        for account in 0..2 {
            for InvitationView { invitation, .. } in self.invitations(account).await {
                let by = self
                    .model
                    .people
                    .iter()
                    .position(|person| person.id == invitation.by.as_str());
                let (id, email) = (invitation.id.to_string(), invitation.email.as_str().to_owned());
                let (by, role, gone) = (by.unwrap(), invitation.role, false);
                self.model.invitations.push(crate::model::Invited {
                    id,
                    account,
                    by,
                    role,
                    email,
                    gone,
                });
            }
        }
    }
}

fn app_now(app: &App) -> Timestamp {
    Timestamp(app.now())
}
