//! Sessions for programs.

use super::session::Session;
use crate::{Result, Service, api_keys::Program, devices::device::Holder};

impl Service {
    /// Returns the live sessions of a program's member, newest first, each with the colleague whose device opened it.
    pub async fn sessions_of(&self, program: &Program) -> Result<Vec<(Session, Option<Holder>)>> {
        let (member, now) = (&program.member.id, program.now);
        let sessions = self.store().sessions(member, now).await?;
        let devices = self.store().devices(member, now).await?;
        let holder = |session: &Session| {
            let device = devices
                .iter()
                .find(|device| session.opened_by.as_ref() == Some(&device.id));
            device.and_then(|device| device.holder.clone())
        };
        Ok(sessions
            .into_iter()
            .map(|session| (session.clone(), holder(&session)))
            .collect())
    }
}
