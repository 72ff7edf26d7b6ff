//! The rules of a team, said once more and without a database.

use crate::Step;
use domain::team::store::KeysOfRemoved;
use terms::{Conflict, Field, Problem, Rejection, Role};

/// A person whom the test has made.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub id: String,
    pub account: usize,
    pub role: Role,
    pub email: String,
    pub keys: usize,
    pub gone: bool,
}

/// An invitation.
#[derive(Clone, Debug)]
pub(crate) struct Invited {
    /// Empty until it was read from the store.
    pub id: String,
    pub account: usize,
    pub by: usize,
    pub role: Role,
    pub email: String,
    pub gone: bool,
}

/// Both teams.
#[derive(Clone, Debug, Default)]
pub(crate) struct Model {
    pub people: Vec<Person>,
    pub invitations: Vec<Invited>,
    /// The addresses that are invited.
    pub addresses: Vec<String>,
}

/// Whether a member with the first role decides about one with the second.
fn decides(by: Role, about: Role) -> bool {
    match by {
        Role::Owner => true,
        Role::Admin => about != Role::Owner,
        Role::Member => false,
    }
}

const fn when(permitted: bool, otherwise: Rejection) -> Result<(), Rejection> {
    if permitted { Ok(()) } else { Err(otherwise) }
}

impl Model {
    /// Number of owners of an account.
    pub(crate) fn owners(&self, account: usize) -> usize {
        self.members(account)
            .filter(|person| person.role == Role::Owner)
            .count()
    }

    /// The members of an account.
    pub(crate) fn members(&self, account: usize) -> impl Iterator<Item = &Person> {
        self.people
            .iter()
            .filter(move |person| !person.gone && person.account == account)
    }

    /// What the service must answer.
    pub(crate) fn expected(&self, step: Step) -> Result<(), Rejection> {
        let Some(me) = step.by().map(|by| &self.people[by]) else {
            return Ok(());
        };
        match step {
            Step::ChangeRole { of, to, .. } => {
                self.decided_about(me, of)?;
                when(decides(me.role, to), Rejection::Forbidden)?;
                when(
                    self.people[of].role != to,
                    Rejection::Invalid(Field::Role, Problem::Malformed),
                )
            }
            Step::HandOver { to, .. } => {
                when(me.role == Role::Owner, Rejection::Forbidden)?;
                let heir = &self.people[to];
                let may = !heir.gone && heir.account == me.account && heir.role != Role::Owner;
                when(may, Rejection::NotFound)
            }
            Step::Remove { of, keys, .. } => {
                self.decided_about(me, of)?;
                // Only the first account has the switch on, and no member has two-factor.
                let may_move = keys == KeysOfRemoved::End || me.account == 0;
                when(may_move, Rejection::Conflict(Conflict::TwoFactorNeeded))
            }
            Step::Leave { .. } => {
                let last = me.role == Role::Owner && self.owners(me.account) < 2;
                when(!last, Rejection::Conflict(Conflict::LastOwner))
            }
            Step::Invite { address, role, .. } => {
                when(decides(me.role, role), Rejection::Forbidden)?;
                let email = &self.addresses[address];
                let has = self.members(me.account).any(|member| member.email == *email);
                when(!has, Rejection::Conflict(Conflict::AlreadyMember))?;
                // It would replace an invitation that the person may not revoke either.
                let replaced = self
                    .invitations
                    .iter()
                    .find(|found| !found.gone && found.account == me.account && found.email == *email);
                when(
                    replaced.is_none_or(|found| decides(me.role, found.role)),
                    Rejection::Forbidden,
                )
            }
            Step::Revoke { invitation, .. } => {
                when(me.role != Role::Member, Rejection::Forbidden)?;
                let found = &self.invitations[invitation];
                let may = !found.gone && found.account == me.account && decides(me.role, found.role);
                when(may, Rejection::NotFound)
            }
            Step::MakeKey { .. } | Step::Join { .. } => Ok(()),
        }
    }

    /// Whether this person decides about the other one: about members of the own team, but not about themselves.
    fn decided_about(&self, me: &Person, of: usize) -> Result<(), Rejection> {
        when(me.role != Role::Member, Rejection::Forbidden)?;
        let found = &self.people[of];
        when(!found.gone && found.account == me.account, Rejection::NotFound)?;
        when(found.id != me.id && decides(me.role, found.role), Rejection::Forbidden)
    }

    /// Does what was accepted.
    pub(crate) fn apply(&mut self, step: Step) {
        match step {
            Step::ChangeRole { of, to, .. } => self.set_role(of, to),
            Step::HandOver { by, to } => {
                self.set_role(to, Role::Owner);
                self.set_role(by, Role::Admin);
            }
            Step::Remove { by, of, keys } => {
                if keys == KeysOfRemoved::Move {
                    self.people[by].keys += self.people[of].keys;
                }
                self.end(of);
            }
            Step::Leave { by } => self.end(by),
            Step::Invite { by, address, role } => {
                let (account, email) = (self.people[by].account, self.addresses[address].clone());
                self.end_invitations(|found| found.account == account && found.email == email);
                let (id, gone) = (String::new(), false);
                self.invitations.push(Invited {
                    id,
                    account,
                    by,
                    role,
                    email,
                    gone,
                });
            }
            Step::Revoke { invitation, .. } => self.invitations[invitation].gone = true,
            Step::MakeKey { by } => self.people[by].keys += 1,
            Step::Join { .. } => {}
        }
    }

    fn set_role(&mut self, of: usize, to: Role) {
        self.people[of].role = to;
        self.end_invitations(|found| found.by == of && !decides(to, found.role));
    }

    fn end(&mut self, person: usize) {
        self.people[person].gone = true;
        self.people[person].keys = 0;
        self.end_invitations(|found| found.by == person);
    }

    fn end_invitations(&mut self, which: impl Fn(&Invited) -> bool) {
        for found in self.invitations.iter_mut().filter(|found| which(found)) {
            found.gone = true;
        }
    }
}
