//! Closed values that the domain and the client share: each rejection, field and limit is defined once for both sides
//! of the wire.
//!
//! This package depends on serde only, because it is compiled into the client.

#![deny(missing_docs)]

mod closed;
mod redacted;
mod rejection;
mod time;

pub mod limits;
pub mod typed;

pub use closed::{ChangeKind, EventKind, Language, LinkKind, Purpose, Refused, RenewalKind, Role, Scope, SessionKind};
pub use rejection::{ClockHint, Conflict, Ended, Field, Problem, Rejection, Wait};
pub use time::{CLOCK_TOLERANCE, DAY, HOUR, MINUTE, Timestamp};
