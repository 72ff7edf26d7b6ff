//! What a program asks to be approved, as it sent it.

use crate::{
    api_keys::scope::OperatorScopes,
    kernel::{
        clock::{HOUR, MINUTE},
        label::{lines, one_line},
    },
};
use terms::Problem;

/// Maximum length of a summary, in characters.
pub const SUMMARY_MAX: usize = 200;
/// Maximum length of the details, in characters.
pub const DETAILS_MAX: usize = 2_000;
/// How long a request waits for a person if the program does not say, in seconds.
pub const WAIT_DEFAULT: i64 = 10 * MINUTE;
/// The shortest time that a request waits, in seconds.
pub const WAIT_MIN: i64 = MINUTE;
/// The longest time that a request waits, in seconds.
pub const WAIT_MAX: i64 = HOUR;
/// Length of a digest (SHA-256), in hexadecimal digits.
const DIGEST_DIGITS: usize = 64;

/// What a program sent.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wish<'a> {
    /// The scope of the operator's API that it wants to use once.
    pub action: &'a str,
    /// What will be done, in one line.
    pub summary: &'a str,
    /// What else a person should know.
    pub details: Option<&'a str>,
    /// The SHA-256 digest of what will be done.
    pub digest: Option<&'a str>,
    /// How long the request waits, in seconds.
    pub ttl: Option<i64>,
}

/// A wish that was found valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The scope of the operator's API, one that needs approval.
    pub action: String,
    /// One line of plain text.
    pub summary: String,
    /// Lines of plain text.
    pub details: Option<String>,
    /// 64 lower-case hexadecimal digits.
    pub digest: Option<String>,
}

/// What is wrong with a wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// The action is no scope that needs approval.
    Action,
    /// The summary is empty, too long, or has hidden characters.
    Summary(Problem),
    /// The details are empty, too long, or have hidden characters.
    Details(Problem),
    /// The digest is not 64 lower-case hexadecimal digits.
    Digest,
    /// The time is out of bounds.
    Life,
}

impl Wish<'_> {
    /// Checks the wish; returns also how long it waits, in seconds.
    ///
    /// # Errors
    /// The first [`Flaw`].
    pub fn checked(&self, operators: &OperatorScopes) -> Result<(Request, i64), Flaw> {
        let approved = operators.rule(self.action).is_some_and(|rule| rule.approval);
        approved.then_some(()).ok_or(Flaw::Action)?;
        let details = self.details.map(|details| lines(details, DETAILS_MAX)).transpose();
        let request = Request {
            action: self.action.to_owned(),
            summary: one_line(self.summary, SUMMARY_MAX).map_err(Flaw::Summary)?,
            details: details.map_err(Flaw::Details)?,
            digest: self.digest.map(digest).transpose()?,
        };
        match self.ttl.unwrap_or(WAIT_DEFAULT) {
            ttl @ WAIT_MIN..=WAIT_MAX => Ok((request, ttl)),
            _ => Err(Flaw::Life),
        }
    }
}

fn digest(text: &str) -> Result<String, Flaw> {
    let is_digit = |byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    let whole = text.len() == DIGEST_DIGITS && text.bytes().all(is_digit);
    whole.then(|| text.to_owned()).ok_or(Flaw::Digest)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WISH: Wish<'_> = Wish {
        action: "servers:delete",
        summary: "Delete server db-3",
        details: None,
        digest: None,
        ttl: None,
    };

    #[test]
    fn a_wish_names_its_first_flaw() {
        let operators = OperatorScopes::parse("servers:read, servers:delete approval").expect("scopes");
        let flaw = |wish: Wish<'_>| wish.checked(&operators).err();
        let (request, ttl) = WISH.checked(&operators).expect("valid");
        assert_eq!((request.summary.as_str(), ttl), ("Delete server db-3", 600));
        for action in ["servers:read", "servers:stop", "me", "", "servers:delete "] {
            assert_eq!(flaw(Wish { action, ..WISH }), Some(Flaw::Action), "{action:?}");
        }
        let long = "ä".repeat(SUMMARY_MAX + 1);
        for (summary, problem) in [
            ("", Problem::Missing),
            (" ", Problem::Missing),
            (long.as_str(), Problem::TooLong),
            ("Delete\nall", Problem::HiddenCharacters),
            ("Delete \u{202e}3-bd", Problem::HiddenCharacters),
        ] {
            assert_eq!(
                flaw(Wish { summary, ..WISH }),
                Some(Flaw::Summary(problem)),
                "{summary:?}"
            );
        }
        let long = "a".repeat(DETAILS_MAX + 1);
        for (details, problem) in [("", Problem::Missing), (long.as_str(), Problem::TooLong)] {
            let details = Some(details);
            assert_eq!(flaw(Wish { details, ..WISH }), Some(Flaw::Details(problem)));
        }
        for ttl in [i64::MIN, 0, 59, 3_601] {
            assert_eq!(flaw(Wish { ttl: Some(ttl), ..WISH }), Some(Flaw::Life), "{ttl}");
        }
    }

    #[test]
    fn a_digest_has_one_spelling() {
        let digits = "0123456789abcdef".repeat(4);
        assert_eq!(digest(&digits), Ok(digits.clone()));
        for wrong in [
            "",
            &digits[1..],
            &digits.to_uppercase(),
            &format!("{digits}0"),
            &digits.replace('a', "g"),
        ] {
            assert_eq!(digest(wrong), Err(Flaw::Digest), "{wrong}");
        }
    }
}
