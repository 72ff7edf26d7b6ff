//! What an application demands of a request.

use super::Refusal;
use crate::profile::member::Member;
use std::ops::RangeInclusive;
use terms::{Refused, Rejection, Role};

/// What an application demands. Each field that is missing demands nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Demand {
    /// A scope that a program must have; without one it needs the scope `verify`.
    pub scope: Option<String>,
    /// An action that a person has approved, of which the program has the token.
    pub approval: Option<String>,
    /// How long ago the second factor may have been proved at most, in seconds.
    pub max_mfa_age: Option<i64>,
    /// The least role.
    pub role: Option<Role>,
}

impl Demand {
    /// The bounds of `max_mfa_age`, in seconds: up to a year. Nothing is zero seconds old.
    pub const AGES: RangeInclusive<i64> = 1..=31_536_000;

    pub(super) fn role_of(&self, member: &Member) -> Result<(), Refusal> {
        match self.role {
            Some(least) if !member.role.includes(least) => Err((Rejection::Forbidden, Refused::MissingRole)),
            _ => Ok(()),
        }
    }
}
