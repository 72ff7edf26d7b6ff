//! Changing roles, handing an account over, removing members and leaving.

use super::{
    member::{TeamFilter, TeamMember, TeamQuery},
    store::KeysOfRemoved,
};
use crate::{
    Result, Service,
    kernel::token::PlainToken,
    mail::About,
    profile::member::Member,
    sessions::{SignedIn, change::AccountChange},
    store::Effects,
};
use terms::{EventKind, Rejection, Role};

/// What ends with a member.
#[derive(Debug)]
pub struct RemovalPreview {
    /// The member.
    pub found: TeamMember,
    /// The names of their API keys.
    pub keys: Vec<String>,
    /// Number of their live sessions.
    pub sessions: usize,
}

/// What ends if the person leaves.
#[derive(Debug)]
pub struct LeavingPreview {
    /// What ends.
    pub ends: RemovalPreview,
    /// Whether the member is the only owner, and may not leave.
    pub last_owner: bool,
}

impl Service {
    /// Gives a member another role. Their sessions and tokens end, and they are mailed.
    ///
    /// # Errors
    /// `Forbidden` for a plain member or a role that the person may not give, `Invalid(Role)`, `NotFound`, `StepUpNeeded`,
    /// `Conflict(RecentRepair)`.
    pub async fn change_role(&self, who: &SignedIn, of: &str, to: Role) -> Result<()> {
        const KIND: EventKind = EventKind::RoleChanged;
        let found = self.decided_about(KIND, who, of).await?;
        let change = self.team_change(KIND, who, &found, role_changed(to, who))?;
        let changed = self.store().change_role(&change, &found.id, to).await?;
        self.noting(KIND, who, changed.into_result().map_err(Into::into))
    }

    /// Checks the role that was chosen for a member, for [`Service::change_role`].
    ///
    /// # Errors
    /// `Forbidden`, `Invalid(Role)`, `NotFound`.
    pub async fn new_role(&self, who: &SignedIn, of: &str, to: &str) -> Result<Role> {
        const KIND: EventKind = EventKind::RoleChanged;
        let found = self.decided_about(KIND, who, of).await?;
        let role = self.role_given(KIND, who, to)?;
        // The same role again is no change.
        Ok(Some(role)
            .filter(|role| *role != found.role)
            .ok_or(Rejection::Invalid(terms::Field::Role, terms::Problem::Malformed))?)
    }

    /// Makes another member an owner, and the asking owner an admin. Returns the session's new token.
    ///
    /// # Errors
    /// `Forbidden` unless the person is an owner, `NotFound`, `StepUpNeeded`, `Conflict(RecentRepair)`.
    pub async fn hand_over(&self, who: &SignedIn, to: &str) -> Result<PlainToken> {
        const KIND: EventKind = EventKind::HandedOver;
        let found = self.heir(who, to).await?;
        let mut change = self.team_change(KIND, who, &found, role_changed(Role::Owner, who))?;
        change
            .effects
            .mails
            .extend(self.mails_to(&who.member, [role_changed(Role::Admin, who)], who.now)?);
        let token = PlainToken::random(self.entropy());
        let handed = self.store().hand_over(&change, &found.id, &token.digest()).await?;
        self.noting(KIND, who, handed.into_result().map(|()| token).map_err(Into::into))
    }

    /// Returns the member to whom an owner may hand the account over, for [`Service::hand_over`].
    ///
    /// # Errors
    /// `Forbidden` unless the person is an owner, `NotFound`.
    pub async fn heir(&self, who: &SignedIn, to: &str) -> Result<Member> {
        const KIND: EventKind = EventKind::HandedOver;
        if who.member.role != Role::Owner {
            return Err(self.missing_role(KIND, who));
        }
        let found = self.colleague(who, to).await.map(|found| found.member);
        let found = self.noting(KIND, who, found)?;
        let may = who.member.may_hand_over_to(&found).then_some(found);
        self.noting(KIND, who, may.ok_or(Rejection::NotFound.into()))
    }

    /// Returns what would end with a member, for the page that asks.
    ///
    /// # Errors
    /// `Forbidden` for a plain member, `NotFound`.
    pub async fn removal_preview(&self, who: &SignedIn, of: &str) -> Result<RemovalPreview> {
        self.decided_about(who.use_case.event_kind(), who, of).await?;
        self.preview(who, self.colleague(who, of).await?).await
    }

    /// Returns what would end if the person left, and whether they may.
    pub async fn leaving_preview(&self, who: &SignedIn) -> Result<LeavingPreview> {
        let own = self.colleague(who, who.member.id.as_str()).await?;
        let owners = TeamQuery {
            account: who.member.account.clone(),
            filter: TeamFilter {
                role: Some(Role::Owner),
                ..TeamFilter::default()
            },
            addresses: false,
            after: None,
        };
        let owners = self.store().team(&owners, 2).await?;
        Ok(LeavingPreview {
            ends: self.preview(who, own).await?,
            last_owner: owners.iter().all(|owner| owner.member.id == who.member.id) && !owners.is_empty(),
        })
    }

    async fn preview(&self, who: &SignedIn, found: TeamMember) -> Result<RemovalPreview> {
        let (account, id) = (&who.member.account, &found.member.id);
        let keys = self.store().api_keys(account, Some(id)).await?;
        let sessions = self.store().sessions(id, who.now).await?.len();
        let keys = keys.into_iter().map(|found| found.key.label.as_str().to_owned());
        Ok(RemovalPreview {
            keys: keys.collect(),
            sessions,
            found,
        })
    }

    /// Removes a member: everything of theirs ends at once, except keys that move to the person. The member is mailed.
    ///
    /// # Errors
    /// `Forbidden` for a plain member, `NotFound`, `StepUpNeeded`, `Conflict(ManyKeys)`, `Conflict(RecentRepair)`.
    pub async fn remove_member(&self, who: &SignedIn, of: &str, keys: KeysOfRemoved) -> Result<()> {
        const KIND: EventKind = EventKind::MemberRemoved;
        let found = self.decided_about(KIND, who, of).await?;
        let about = About::MemberRemoved {
            by: who.member.name.clone(),
        };
        let change = self.team_change(KIND, who, &found, about)?;
        let removed = self.store().remove_member(&change, &found.id, keys).await?;
        self.noting(KIND, who, removed.into_result().map_err(Into::into))
    }

    /// Ends the person's own membership with everything of theirs.
    ///
    /// # Errors
    /// `Conflict(LastOwner)`, `StepUpNeeded`, `Conflict(RecentRepair)`.
    pub async fn leave_team(&self, who: &SignedIn) -> Result<()> {
        const KIND: EventKind = EventKind::MemberLeft;
        let effects = Effects {
            events: vec![self.event_by(KIND, who)],
            mails: self.mails_to(&who.member, [About::MemberLeft], who.now)?,
            ..Effects::none()
        };
        let left = self.store().leave_team(&who.account_change(effects)).await?;
        self.noting(KIND, who, left.into_result().map_err(Into::into))
    }

    /// Returns a member about whom this person may decide.
    async fn decided_about(&self, kind: EventKind, who: &SignedIn, id: &str) -> Result<Member> {
        self.require_manager(kind, who)?;
        let found = self.colleague(who, id).await.map(|found| found.member);
        let found = self.noting(kind, who, found)?;
        match who.member.may_decide_about(&found) {
            true => Ok(found),
            false => Err(self.missing_role(kind, who)),
        }
    }

    /// Creates a change about a member, who is mailed.
    fn team_change(&self, kind: EventKind, who: &SignedIn, about: &Member, mail: About) -> Result<AccountChange> {
        Ok(who.account_change(Effects {
            events: vec![self.event_by(kind, who).about_member(about)],
            mails: self.mails_to(about, [mail], who.now)?,
            ..Effects::none()
        }))
    }
}

fn role_changed(role: Role, who: &SignedIn) -> About {
    About::RoleChanged {
        role,
        by: who.member.name.clone(),
    }
}
