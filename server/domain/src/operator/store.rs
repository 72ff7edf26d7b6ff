//! Storage for what the operator sees and does.

use super::{Ended, Overview};
use crate::{
    InternalError, Timestamp,
    kernel::{id::MemberId, throttle::Tries},
    store::Effects,
};
use async_trait::async_trait;

/// A page of the members of all accounts.
#[derive(Clone, Debug)]
pub struct OverviewPage {
    /// The members.
    pub members: Vec<Overview>,
    /// The key after which the next page begins; `None` if there was no member.
    pub last: Option<String>,
}

/// Storage for what the operator sees of members and does to them.
#[async_trait]
pub trait OperatorStore: Send + Sync {
    /// Returns up to `limit` members of all accounts in the order of the keys of their addresses, from after this key on.
    async fn overviews(&self, after: Option<&str>, limit: i64, now: Timestamp) -> Result<OverviewPage, InternalError>;
    /// Returns a member.
    async fn overview(&self, member: &MemberId, now: Timestamp) -> Result<Option<Overview>, InternalError>;
    /// Returns the windows that count sign-ins of this member with their tries: those whose subject ends with the key of the
    /// address, and those of browsers that the member's sign-ins have made known.
    async fn sign_in_windows(&self, member: &MemberId, email_key: &str) -> Result<Vec<(String, Tries)>, InternalError>;
    /// Ends all sessions, challenges and trusted browsers of a member, and counts those that were live. `None` if there is no
    /// such member; then there are no effects either.
    async fn end_sessions_of(
        &self,
        member: &MemberId,
        now: Timestamp,
        effects: &Effects,
    ) -> Result<Option<Ended>, InternalError>;
}
