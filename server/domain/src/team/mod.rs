//! The members of an account: who they are, how protected they are, and who invites, changes and removes whom.

mod change;
pub mod invitation;
mod invite;
mod join;
pub mod member;
pub mod reset;
pub mod rules;
pub mod store;

use crate::{
    Result, Service,
    kernel::{id::MemberId, throttle::Window},
    mail::About,
    sessions::SignedIn,
    store::Effects,
};
use invitation::{INVITATION_KEPT, InvitationView};
use member::{TeamCounts, TeamFilter, TeamMember, TeamQuery};
use terms::{EventKind, Rejection};

pub use change::{LeavingPreview, RemovalPreview};
pub use join::JoinForm;

/// Members on a page.
pub const PAGE: usize = 50;
/// Members that an export reads at once.
const EXPORT_PAGE: i64 = 500;

/// A page of the team.
#[derive(Debug)]
pub struct Team {
    /// The members, by name.
    pub members: Vec<TeamMember>,
    /// The last one, if there are more after it.
    pub next: Option<MemberId>,
    /// How protected the whole team is; only for owners and admins.
    pub counts: Option<TeamCounts>,
    /// The invitations; only for owners and admins.
    pub invitations: Vec<InvitationView>,
}

impl Service {
    /// Returns a page of the team, from the beginning or after this member.
    pub async fn team(&self, who: &SignedIn, filter: &TeamFilter, after: Option<&str>) -> Result<Team> {
        let after = match after.and_then(MemberId::parse) {
            Some(id) => self.store().team_member(&id, &who.member.account).await?,
            None => None,
        };
        let query = TeamQuery::of(&who.member, filter, after.as_ref().map(|after| &after.member));
        let with_next = i64::try_from(PAGE.saturating_add(1)).unwrap_or(i64::MAX);
        let mut members = self.store().team(&query, with_next).await?;
        let more = members.len() > PAGE;
        members.truncate(PAGE);
        let counts = match who.member.manages_team() {
            true => Some(self.store().team_counts(&who.member.account, who.now).await?),
            false => None,
        };
        Ok(Team {
            next: members.last().filter(|_| more).map(|last| last.member.id.clone()),
            members,
            counts,
            invitations: self.listed_invitations(who).await?,
        })
    }

    /// Returns the invitations that this person sees.
    pub(crate) async fn listed_invitations(&self, who: &SignedIn) -> Result<Vec<InvitationView>> {
        if !who.member.manages_team() {
            return Ok(Vec::new());
        }
        let since = who.now.plus(-INVITATION_KEPT);
        Ok(self.store().invitations(&who.member.account, since).await?)
    }

    /// Records an export of the team, which begins with [`Service::exported_members`].
    ///
    /// # Errors
    /// `Forbidden` for a plain member.
    pub async fn begin_team_export(&self, who: &SignedIn) -> Result<()> {
        self.require_manager(EventKind::TeamExported, who)?;
        let exported = self.event_by(EventKind::TeamExported, who);
        Ok(self.store().record_events(&[exported]).await?)
    }

    /// Returns the next part of an export, which goes on after its last member. The last part is empty.
    pub async fn exported_members(
        &self,
        who: &SignedIn,
        filter: &TeamFilter,
        after: Option<&TeamMember>,
    ) -> Result<Vec<TeamMember>> {
        let query = TeamQuery::of(&who.member, filter, after.map(|after| &after.member));
        Ok(self.store().team(&query, EXPORT_PAGE).await?)
    }

    /// Returns a member of the team, for an owner or admin.
    ///
    /// # Errors
    /// `Forbidden` for a plain member, `NotFound`.
    pub async fn team_member(&self, who: &SignedIn, id: &str) -> Result<TeamMember> {
        self.require_manager(who.use_case.event_kind(), who)?;
        self.colleague(who, id).await
    }

    /// Reminds a member to set up two-factor, at most once a day.
    ///
    /// # Errors
    /// `Forbidden` for a plain member, `NotFound` unless the member's two-factor is off, `Wait`.
    pub async fn remind_member(&self, who: &SignedIn, id: &str) -> Result<()> {
        const KIND: EventKind = EventKind::MemberReminded;
        self.require_manager(KIND, who)?;
        let found = self.colleague(who, id).await;
        let found = self.noting(KIND, who, found)?.member;
        if found.two_factor_since.is_some() || found.id == who.member.id {
            return self.noting(KIND, who, Err(Rejection::NotFound.into()));
        }
        let reserved = self.reserve_only(&[Window::reminders(&found.id)], who.now).await;
        self.noting(KIND, who, reserved)?;
        let about = About::TwoFactorReminder {
            by: who.member.name.clone(),
        };
        let effects = Effects {
            events: vec![self.event_by(KIND, who).about_member(&found)],
            mails: self.mails_to(&found, [about], who.now)?,
            ..Effects::none()
        };
        Ok(self.store().send(&effects).await?)
    }

    /// Returns a member of the same account.
    async fn colleague(&self, who: &SignedIn, id: &str) -> Result<TeamMember> {
        let id = MemberId::parse(id).ok_or(Rejection::NotFound)?;
        let found = self.store().team_member(&id, &who.member.account).await?;
        Ok(found.ok_or(Rejection::NotFound)?)
    }

    /// Refuses a plain member.
    pub(crate) fn require_manager(&self, kind: EventKind, who: &SignedIn) -> Result<()> {
        let manages = who.member.manages_team();
        manages.then_some(()).ok_or_else(|| self.missing_role(kind, who))
    }
}
