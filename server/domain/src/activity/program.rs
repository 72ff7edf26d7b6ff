//! The activity for programs.

use super::{Activity, ActivityFilter, store::Cursor};
use crate::{Result, Service, api_keys::Program};

impl Service {
    /// Returns up to `limit` events that the program's member may see, from this place on or from the newest event on.
    pub async fn activity_of(
        &self,
        program: &Program,
        filter: &ActivityFilter,
        (before, limit): (Option<Cursor>, usize),
    ) -> Result<Activity> {
        self.show_own_refusals().await;
        self.page(&filter.query(&program.member, before), limit).await
    }
}
