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
        let query = filter.query_of(&program.member, before);
        let more = i64::try_from(limit.saturating_add(1)).unwrap_or(i64::MAX);
        let mut events = self.store().events(&query, more).await?;
        let cut = events.len() > limit;
        events.truncate(limit);
        let older = events.last().filter(|_| cut).map(Cursor::from);
        Ok(Activity { events, older })
    }
}
