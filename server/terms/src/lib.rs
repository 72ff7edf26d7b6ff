//! The closed values that the rules and the pages both speak: a refusal, a field, a limit has one definition, and both
//! sides of the wire share it.
//!
//! A leaf package: it depends on serde only, because it is compiled into the client.

#![deny(missing_docs)]

mod closed;
mod rejection;
mod time;

pub mod limits;

pub use closed::{Language, LinkKind, Purpose, Role, SessionKind};
pub use rejection::{ClockHint, Conflict, Ended, Field, Problem, Rejection, Wait};
pub use time::{DAY, HOUR, MINUTE, Timestamp};
