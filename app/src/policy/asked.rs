//! What is chosen for a policy: its fields in the address of the page.

use crate::shell::address;
use domain::{
    policy::rules::{Policy, Requirement},
    sessions::SignedIn,
};
use terms::{Field, Problem, Rejection, Role};
use text::{day, midnight};

/// The choice as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) two_factor: String,
    pub(super) from: String,
    pub(super) grace: String,
    pub(super) trust: String,
    pub(super) session: String,
    pub(super) keys: String,
    pub(super) reset: String,
}

/// The names of the fields in the address.
pub(super) const TWO_FACTOR: &str = "two_factor";
pub(super) const FROM: &str = "from";
pub(super) const GRACE: &str = "grace";
pub(super) const TRUST: &str = "trust";
pub(super) const SESSION: &str = "session";
pub(super) const KEYS: &str = "keys";
pub(super) const RESET: &str = "reset";

/// The value of [`TRUST`] that forbids it.
pub(super) const FORBIDDEN: &str = "no";

/// The grace that the form suggests, in days.
const USUAL_GRACE: i64 = 7;

impl Asked {
    fn read(value: impl Fn(&str) -> Option<String>) -> Self {
        let of = |name| value(name).unwrap_or_default();
        Self {
            two_factor: of(TWO_FACTOR),
            from: of(FROM),
            grace: of(GRACE),
            trust: of(TRUST),
            session: of(SESSION),
            keys: of(KEYS),
            reset: of(RESET),
        }
    }

    /// Reads the fields from the address of the page; `None` if nothing is chosen.
    pub(super) fn of_page() -> Option<Self> {
        Some(Self::read(address::query)).filter(|asked| *asked != Self::default())
    }

    /// Reads the fields from a query.
    pub(super) fn in_query(query: &str) -> Self {
        Self::read(|name| address::value_in(query, name))
    }

    /// The query with these fields, of which empty ones are left out.
    pub(super) fn query(&self) -> String {
        let fields = [
            (TWO_FACTOR, self.two_factor.as_str()),
            (FROM, &self.from),
            (GRACE, &self.grace),
            (TRUST, &self.trust),
            (SESSION, &self.session),
            (KEYS, &self.keys),
            (RESET, &self.reset),
        ];
        address::with_parameters("", fields).trim_start_matches('?').to_owned()
    }

    /// The choice that leads to a policy.
    pub(super) fn of(policy: &Policy) -> Self {
        let number = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
        let required = policy.two_factor;
        let grace = required.map_or(USUAL_GRACE, |required| required.grace_days);
        Self {
            two_factor: required.map_or("", |required| required.least.as_str()).to_owned(),
            from: required.map(|required| day(required.from.0)).unwrap_or_default(),
            grace: number(Some(grace)),
            trust: if policy.trusts_browsers { "" } else { FORBIDDEN }.to_owned(),
            session: number(policy.session_hours),
            keys: number(policy.key_days),
            reset: number(Some(policy.reset_hours)),
        }
    }

    /// The policy that is chosen, whose numbers the domain checks. No day is today.
    pub(super) fn policy(&self, who: &SignedIn) -> Result<Policy, Rejection> {
        let two_factor = match self.two_factor.as_str() {
            "" => None,
            role => Some(Requirement {
                least: Role::parse(role).ok_or(Rejection::Invalid(Field::Role, Problem::Malformed))?,
                from: match self.from.as_str() {
                    "" => who.now,
                    text => {
                        let at = midnight(text).map(domain::Timestamp);
                        at.ok_or(Rejection::Invalid(Field::Deadline, Problem::Malformed))?
                    }
                },
                grace_days: number(&self.grace)?.unwrap_or_default(),
            }),
        };
        Ok(Policy {
            two_factor,
            trusts_browsers: match self.trust.as_str() {
                "" => true,
                FORBIDDEN => false,
                _ => return Err(Rejection::Invalid(Field::Life, Problem::Malformed)),
            },
            session_hours: number(&self.session)?,
            key_days: number(&self.keys)?,
            reset_hours: number(&self.reset)?.unwrap_or(who.member.policy.reset_hours),
        })
    }
}

/// Parses a number; `None` for an empty text.
fn number(text: &str) -> Result<Option<i64>, Rejection> {
    if text.is_empty() {
        return Ok(None);
    }
    let number = text.parse().ok();
    number
        .map(Some)
        .ok_or(Rejection::Invalid(Field::Life, Problem::Malformed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Timestamp;

    #[test]
    fn a_query_is_read_as_it_was_written() {
        let policy = Policy {
            two_factor: Some(Requirement {
                least: Role::Admin,
                from: Timestamp(1_780_185_600),
                grace_days: 3,
            }),
            key_days: Some(90),
            trusts_browsers: false,
            ..Policy::NONE
        };
        let asked = Asked::of(&policy);
        let query = asked.query();
        assert_eq!(
            query,
            "two_factor=admin&from=2026-05-31&grace=3&trust=no&keys=90&reset=24"
        );
        assert_eq!(Asked::in_query(&query), asked);
    }
}
