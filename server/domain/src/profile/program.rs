//! Members for programs.

use super::member::Member;
use crate::{Result, Service, api_keys::Program, kernel::id::MemberId};

impl Service {
    /// Returns up to `limit` members of a program's account in the order of their ids, from after this one on. What of them
    /// may be shown depends on the role of the program's member, see [`Member::manages_team`].
    pub async fn members_of(&self, program: &Program, after: Option<&MemberId>, limit: usize) -> Result<Vec<Member>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let account = &program.member.account;
        Ok(self.store().members(account, after, limit).await?)
    }
}
