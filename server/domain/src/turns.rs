//! Work that one node does for all.

use crate::{InternalError, Service, kernel::throttle::Window, sign_in::store::Reservation};

/// Work that only one of several nodes does at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Erasing what has expired.
    Sweep,
    /// Reminding of deadlines.
    Deadlines,
    /// Making the set-up link of an empty database.
    SetUpLink,
}

impl Turn {
    /// Returns the work's name, and how long it is reserved for the node that takes it, in seconds.
    const fn name_and_span(self) -> (&'static str, i64) {
        match self {
            Self::Sweep => ("sweep", 50),
            Self::Deadlines => ("deadlines", 550),
            Self::SetUpLink => ("set-up link", 60),
        }
    }
}

impl Service {
    /// Takes the turn to do this work, unless a node has just taken it.
    pub async fn take_turn(&self, turn: Turn) -> Result<bool, InternalError> {
        let (name, span) = turn.name_and_span();
        let window = Window {
            subject: format!("node {name}"),
            limit: 1,
            span,
            keeps_right: true,
        };
        Ok(self.store().reserve(&[window], self.now()).await? == Reservation::Reserved)
    }
}
