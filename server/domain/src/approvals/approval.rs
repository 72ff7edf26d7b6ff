//! A request for approval: who asked for what, who may decide, and what became of it.

use super::request::{Request, WAIT_MAX};
use crate::{
    Timestamp,
    kernel::{
        clock::MINUTE,
        id::{AccessTokenId, AccountId, ApiKeyId, ApprovalId, DeviceId, MemberId},
        label::Label,
        token::TokenDigest,
    },
    profile::member::Member,
};
use terms::CLOCK_TOLERANCE;

/// How long an approval can buy its access token, and how long that token lives, in seconds.
pub const USE_LIFE: i64 = 10 * MINUTE;
/// Maximum requests of a member's programs that wait for a person.
pub const PENDING_MAX: usize = 20;

/// A request for approval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// Its id.
    pub id: ApprovalId,
    /// The member in whose name the program asks.
    pub member: MemberId,
    /// The API key that bought the program's token; `None` if the member's password did.
    pub key: Option<ApiKeyId>,
    /// The device whose passcode bought the program's token.
    pub device: Option<DeviceId>,
    /// The network address of the program.
    pub address: String,
    /// What it asks for.
    pub request: Request,
    /// The two words that the program prints.
    pub words: String,
    /// When it asked.
    pub created_at: Timestamp,
    /// Until when it waits for a person.
    pub expires_at: Timestamp,
    /// The decision.
    pub decided: Option<Decided>,
    /// When the program bought its token.
    pub bought_at: Option<Timestamp>,
}

/// A person's decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// Whether the action was approved; otherwise it was rejected.
    pub approved: bool,
    /// Who decided.
    pub by: MemberId,
    /// When.
    pub at: Timestamp,
}

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It waits for a person.
    Pending,
    /// It was approved, and its token can be bought or was.
    Approved,
    /// It was rejected.
    Rejected,
    /// The request was not decided in time, or its token not bought in time.
    Expired,
}

/// In whose name a program asks, and who may decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asker {
    /// The member in whose name the program asks.
    pub member: MemberId,
    /// The member's account.
    pub account: AccountId,
    /// Whether the account wants another person to approve.
    pub second_person: bool,
}

/// A request as people see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApprovalView {
    /// The request.
    pub approval: Approval,
    /// In whose name.
    pub asker: Asker,
    /// The name of that member.
    pub asker_name: String,
    /// The name of the key.
    pub key: Option<Label>,
    /// The name of the device, if it is a personal one.
    pub device: Option<Label>,
    /// The name of who decided.
    pub decided_by: Option<String>,
}

/// A request to be stored.
#[derive(Clone, Debug)]
pub struct NewApproval {
    /// The request.
    pub approval: Approval,
    /// The token that the program presented.
    pub token: AccessTokenId,
}

/// A decision for an action with a passcode, see [`crate::sign_in::attempt::Target::Approve`].
#[derive(Clone, Debug)]
pub struct Approve {
    /// The request; must be pending, and for this person to approve.
    pub approval: ApprovalId,
    /// The digest of the session's token.
    pub session: TokenDigest,
}

/// What an access token was approved for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approved {
    /// The request.
    pub id: ApprovalId,
    /// The action, which is the token's only scope.
    pub action: String,
    /// The digest that the program sent.
    pub digest: Option<String>,
    /// Who approved.
    pub approved_by: MemberId,
    /// When.
    pub approved_at: Timestamp,
}

impl Approval {
    /// Returns what became of the request. Moments from the future count for nothing.
    pub fn state(&self, now: Timestamp) -> State {
        match &self.decided {
            Some(Decided { approved: false, .. }) => State::Rejected,
            Some(decided) if self.bought_at.is_some() || decided.at.is_recent(now, USE_LIFE) => State::Approved,
            None if now < self.expires_at && self.expires_at <= now.plus(WAIT_MAX + CLOCK_TOLERANCE) => State::Pending,
            _ => State::Expired,
        }
    }

    /// Whether the program can buy its token.
    pub fn can_be_used(&self, now: Timestamp) -> bool {
        self.state(now) == State::Approved && self.bought_at.is_none()
    }

    /// Returns what a token is approved for, if the request was approved.
    pub fn approved(&self) -> Option<Approved> {
        let decided = self.decided.as_ref().filter(|decided| decided.approved)?;
        Some(Approved {
            id: self.id.clone(),
            action: self.request.action.clone(),
            digest: self.request.digest.clone(),
            approved_by: decided.by.clone(),
            approved_at: decided.at,
        })
    }

    /// Whether a program of this member with this key asked.
    pub fn is_of(&self, member: &MemberId, key: Option<&ApiKeyId>) -> bool {
        self.member == *member && self.key.as_ref() == key
    }
}

impl State {
    /// Returns the text for programs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Expired => "expired",
        }
    }
}

impl Asker {
    /// Whether this person may approve: the member in whose name the program asks or, where the account wants a second
    /// person, any other owner or admin.
    pub fn may_be_approved_by(&self, person: &Member) -> bool {
        let same = person.id == self.member;
        let right_one = if self.second_person {
            !same && person.manages_team()
        } else {
            same
        };
        person.account == self.account && right_one
    }

    /// Whether this person sees the request and may reject it: who may approve, and the member in whose name it is.
    pub fn may_be_seen_by(&self, person: &Member) -> bool {
        person.id == self.member || self.may_be_approved_by(person)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use terms::Role;

    fn approval(decided: Option<(bool, i64)>, bought_at: Option<i64>) -> Approval {
        Approval {
            id: ApprovalId::from_store("r".into()),
            member: MemberId::from_store("ana".into()),
            key: None,
            device: None,
            address: "192.0.2.7".into(),
            request: Request {
                action: "servers:delete".into(),
                summary: "Delete".into(),
                details: None,
                digest: None,
            },
            words: "acorn zebra".into(),
            created_at: Timestamp(10_000),
            expires_at: Timestamp(10_600),
            decided: decided.map(|(approved, at)| Decided {
                approved,
                by: MemberId::from_store("ana".into()),
                at: Timestamp(at),
            }),
            bought_at: bought_at.map(Timestamp),
        }
    }

    #[test]
    fn a_request_waits_and_an_approval_is_used_in_time() {
        for (decided, bought_at, now, state, usable) in [
            (None, None, 10_000, State::Pending, false),
            (None, None, 10_599, State::Pending, false),
            (None, None, 10_600, State::Expired, false),
            // The clock that made it was ahead by more than the longest wait.
            (None, None, 10_600 - 3_691, State::Expired, false),
            (Some((false, 10_500)), None, 10_500, State::Rejected, false),
            (Some((true, 10_500)), None, 11_099, State::Approved, true),
            (Some((true, 10_500)), None, 11_100, State::Expired, false),
            (Some((true, 10_500)), None, 10_409, State::Expired, false),
            (Some((true, 10_500)), Some(10_700), 11_100, State::Approved, false),
        ] {
            let approval = approval(decided, bought_at);
            let found = (approval.state(Timestamp(now)), approval.can_be_used(Timestamp(now)));
            assert_eq!(found, (state, usable), "{decided:?} {bought_at:?} at {now}");
        }
    }

    fn person(id: &str, account: &str, role: Role) -> Member {
        Member {
            id: MemberId::from_store(id.into()),
            account: AccountId::from_store(account.into()),
            ..Member::sample(role)
        }
    }

    #[test]
    fn one_person_approves_alone_and_with_two_it_is_the_other() {
        let asker = |second_person| Asker {
            member: MemberId::from_store("ana".into()),
            account: AccountId::from_store("a".into()),
            second_person,
        };
        for (id, account, role, alone, with_two) in [
            ("ana", "a", Role::Owner, true, false),
            ("ana", "a", Role::Member, true, false),
            ("ben", "a", Role::Owner, false, true),
            ("ben", "a", Role::Admin, false, true),
            ("ben", "a", Role::Member, false, false),
            ("ben", "b", Role::Owner, false, false),
        ] {
            let person = person(id, account, role);
            let may = [false, true].map(|second| asker(second).may_be_approved_by(&person));
            assert_eq!(may, [alone, with_two], "{id} of {account}, {role:?}");
            let sees = [false, true].map(|second| asker(second).may_be_seen_by(&person));
            assert_eq!(sees, [alone, with_two || id == "ana"], "{id} of {account}, {role:?}");
        }
    }
}
