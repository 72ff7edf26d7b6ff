//! The rules of an account: of whom two-factor is required and from when on, how long sessions and API keys may live.

mod mailbox;
mod reminders;
pub mod rules;
pub mod store;

use crate::{
    Result, Service, Timestamp,
    api_keys::key::KeyOfMember,
    kernel::clock::DAY,
    mail::{About, NewMail},
    profile::member::Member,
    sessions::SignedIn,
    store::Effects,
    team::member::{TeamFilter, TeamQuery},
};
use rules::Policy;
use store::PolicyEffect;
use terms::{Conflict, EventKind, Rejection};

pub use mailbox::MailboxView;

/// How far a preview looks back, in days.
pub const LOOKED_BACK: i64 = 30;
/// Members whom a preview names.
pub const NAMED: usize = 20;
/// Members that are mailed about another policy.
const MAILED: i64 = 10_000;

/// What another policy would change, for the page that asks.
#[derive(Debug)]
pub struct PolicyPreview {
    /// What the store counts.
    pub effect: PolicyEffect,
    /// The first of the members whose two-factor is off and of whom it would be required, by name, with their deadline.
    pub members: Vec<(Member, Timestamp)>,
    /// Keys that would need a second factor from their holder's deadline on and have no machine device.
    pub covered: Vec<KeyOfMember>,
    /// Keys that would end earlier, with the new end.
    pub ending: Vec<(KeyOfMember, Timestamp)>,
}

impl Service {
    /// Checks a policy that was chosen, for [`Service::policy_preview`] and [`Service::change_policy`]. A deadline is the beginning
    /// of its day; a day that has begun is now.
    ///
    /// # Errors
    /// `Forbidden` for a plain member; `Invalid(Deadline)`; `Invalid(Life)` for what no form of ours sends;
    /// `Conflict(TwoFactorNeeded)` if it requires of others what the person has not.
    pub fn chosen_policy(&self, who: &SignedIn, chosen: Policy) -> Result<Policy> {
        self.require_manager(EventKind::PolicyChanged, who)?;
        let policy = chosen.checked(&who.member.policy, who.now)?;
        match who.member.meets(&policy) {
            true => Ok(policy),
            false => Err(Rejection::Conflict(Conflict::TwoFactorNeeded).into()),
        }
    }

    /// Returns what another policy would change.
    pub async fn policy_preview(&self, who: &SignedIn, policy: &Policy) -> Result<PolicyPreview> {
        let account = &who.member.account;
        let effect = self.store().policy_effect(account, policy, who.now).await?;
        let mut members = self.affected(who, policy).await?;
        members.truncate(NAMED);
        let (mut covered, mut ending) = (Vec::new(), Vec::new());
        for found in self.store().api_keys(account, None).await? {
            if !found.key.usable(who.now) {
                continue;
            }
            let later_than = |end: &Timestamp| found.key.expires_at.is_none_or(|now| *end < now);
            if let Some(end) = policy
                .key_end(found.key.created_at, found.key.expires_at)
                .filter(later_than)
            {
                ending.push((found.clone(), end));
            }
            let alone = !found.member.calls_need_factor(who.now) && !found.has_machine;
            if alone && found.member.two_factor_due_under(policy).is_some() {
                covered.push(found);
            }
        }
        Ok(PolicyPreview {
            effect,
            members,
            covered,
            ending,
        })
    }

    /// Changes the policy. Members who have to switch two-factor on, and holders of keys that end earlier, are mailed.
    ///
    /// # Errors
    /// `StepUpNeeded`, `Conflict(TwoFactorNeeded)`, `Conflict(RecentRepair)`, `NotFound` for a plain member.
    pub async fn change_policy(&self, who: &SignedIn, policy: Policy) -> Result<()> {
        const KIND: EventKind = EventKind::PolicyChanged;
        let effects = Effects {
            mails: self.policy_mails(who, &policy).await?,
            events: vec![self.event_by(KIND, who)],
            ..Effects::none()
        };
        let changed = self
            .store()
            .change_policy(&who.account_change(effects), &policy)
            .await?;
        self.noting(KIND, who, changed.into_result().map_err(Into::into))
    }

    async fn policy_mails(&self, who: &SignedIn, policy: &Policy) -> Result<Vec<NewMail>> {
        let preview = self.policy_preview(who, policy).await?;
        let mut told: Vec<(Member, Option<Timestamp>, Vec<String>)> = Vec::new();
        for (member, due) in self.affected(who, policy).await? {
            if member.two_factor_due() != Some(due) {
                told.push((member, Some(due), Vec::new()));
            }
        }
        for (KeyOfMember { key, member, .. }, _) in preview.ending {
            let name = key.label.as_str().to_owned();
            match told.iter_mut().find(|(holder, ..)| holder.id == member.id) {
                Some((.., keys)) => keys.push(name),
                None => told.push((member, None, vec![name])),
            }
        }
        let mut mails = Vec::new();
        for (member, due, keys) in told {
            let by = who.member.name.clone();
            mails.extend(self.mails_to(&member, [About::PolicyChanged { due, keys, by }], who.now)?);
        }
        Ok(mails)
    }

    /// Returns the members whose two-factor is off and of whom a policy would require it, by name, with their deadline.
    async fn affected(&self, who: &SignedIn, policy: &Policy) -> Result<Vec<(Member, Timestamp)>> {
        if policy.two_factor.is_none() {
            return Ok(Vec::new());
        }
        let query = TeamQuery {
            account: who.member.account.clone(),
            filter: TeamFilter {
                two_factor: Some(false),
                ..TeamFilter::default()
            },
            addresses: false,
            after: None,
        };
        let off = self.store().team(&query, MAILED).await?;
        let with_due = off.into_iter().filter_map(|found| {
            let member = found.member.granted(policy, who.now);
            let due = member.two_factor_due_under(policy)?;
            Some((member, due))
        });
        Ok(with_due.collect())
    }
}

impl Member {
    /// The member with the grace that a policy gives at `now`, if it applies to them for the first time.
    fn granted(self, policy: &Policy, now: Timestamp) -> Self {
        let first = policy.two_factor.filter(|_| policy.requires_of(self.role));
        Self {
            grace_until: self
                .grace_until
                .or(first.map(|required| now.plus(required.grace_days.saturating_mul(DAY)))),
            ..self
        }
    }
}
