//! Sessions for programs.

use super::session::Session;
use crate::{Result, Service, api_keys::Program};

impl Service {
    /// Returns the live sessions of a program's member, newest first.
    pub async fn sessions_of(&self, program: &Program) -> Result<Vec<Session>> {
        Ok(self.store().sessions(&program.member.id, program.now).await?)
    }
}
