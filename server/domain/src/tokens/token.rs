//! An access token: what it is good for, until when, and what was proved when it was bought.

use crate::{
    Timestamp,
    api_keys::{key::ApiKey, scope::Scopes},
    approvals::approval::Approved,
    kernel::{
        clock::{HOUR, MINUTE},
        id::{AccessTokenId, ApiKeyId, DeviceId, MemberId},
        password::PasswordHash,
        token::TokenDigest,
    },
    profile::member::Member,
};
use terms::{CLOCK_TOLERANCE, Field, Problem, Rejection};

/// How long a token lives if the program does not say, in seconds.
pub const LIFE_DEFAULT: i64 = 15 * MINUTE;
/// The shortest life, in seconds.
pub const LIFE_MIN: i64 = MINUTE;
/// The longest life, in seconds.
pub const LIFE_MAX: i64 = 12 * HOUR;
/// Maximum tokens of an API key, or of a member's password; the oldest goes.
pub const TOKENS_MAX: i64 = 50;

/// An access token without its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessToken {
    /// The token's id, which is part of its text.
    pub id: AccessTokenId,
    /// The member in whose name it acts.
    pub member: MemberId,
    /// The API key that bought it; `None` if the member's password did.
    pub key: Option<ApiKeyId>,
    /// What it may do.
    pub scopes: Scopes,
    /// The device whose passcode was proved; `None` if no second factor was.
    pub device: Option<DeviceId>,
    /// When it was bought, which is when everything was proved.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// What a person approved, if it was bought with an approval; then that is its only scope.
    pub approval: Option<Approved>,
}

/// A token to be stored.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// The token.
    pub token: AccessToken,
    /// The digest of its text.
    pub digest: TokenDigest,
    /// The password that was verified, if it was bought with one. It must still be the member's.
    pub password: Option<PasswordHash>,
    /// The network address of the program.
    pub address: String,
}

/// A token with what limits it, as it is read for every request.
#[derive(Clone, Debug)]
pub struct TokenOfMember {
    /// The token. The store also returns expired ones; see [`AccessToken::live`].
    pub token: AccessToken,
    /// The key that bought it.
    pub key: Option<ApiKey>,
    /// Its member.
    pub member: Member,
}

impl AccessToken {
    /// Whether the token is valid at `now`. What a clock ahead of this one made is not, until its time comes.
    pub fn live(&self, now: Timestamp) -> bool {
        self.created_at <= now.plus(CLOCK_TOLERANCE) && now < self.expires_at
    }

    /// Returns when a person or program last proved something for it: the approval, else the purchase.
    pub fn proved_at(&self) -> Timestamp {
        let approved_at = self.approval.as_ref().map(|approval| approval.approved_at);
        approved_at.unwrap_or(self.created_at)
    }

    /// Returns the methods that were proved (RFC 8176).
    pub fn amr(&self) -> Vec<&'static str> {
        let first = if self.key.is_some() { "api_key" } else { "pwd" };
        let second = self.device.as_ref().map(|_| "otp");
        std::iter::once(first).chain(second).collect()
    }
}

/// Checks how long a token shall live, in seconds.
///
/// # Errors
/// `Invalid(Life)`.
pub fn life(ttl: Option<i64>) -> Result<i64, Rejection> {
    match ttl.unwrap_or(LIFE_DEFAULT) {
        ttl @ LIFE_MIN..=LIFE_MAX => Ok(ttl),
        _ => Err(Rejection::Invalid(Field::Life, Problem::Malformed)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_lives_from_its_purchase_to_its_end() {
        let token = AccessToken {
            id: AccessTokenId::from_store("t".into()),
            member: MemberId::from_store("m".into()),
            key: Some(ApiKeyId::from_store("k".into())),
            scopes: Scopes::default(),
            device: None,
            created_at: Timestamp(100),
            expires_at: Timestamp(200),
            approval: None,
        };
        for (now, live) in [(9, false), (10, true), (199, true), (200, false)] {
            assert_eq!(token.live(Timestamp(now)), live, "{now}");
        }
        assert_eq!(token.amr(), ["api_key"]);
        let proved = AccessToken {
            key: None,
            device: Some(DeviceId::from_store("d".into())),
            ..token
        };
        assert_eq!(proved.amr(), ["pwd", "otp"]);
    }

    #[test]
    fn a_life_has_bounds() {
        assert_eq!(life(None), Ok(900));
        for (ttl, fits) in [
            (59, false),
            (60, true),
            (43_200, true),
            (43_201, false),
            (-1, false),
            (i64::MIN, false),
        ] {
            assert_eq!(life(Some(ttl)).is_ok(), fits, "{ttl}");
        }
    }
}
