//! What a token of a trusted browser is worth.

use crate::{
    Timestamp,
    kernel::{
        browser::{Browser, network},
        clock::{DAY, MINUTE},
        id::{DeviceId, MemberId, TrustedBrowserId},
        token::TokenDigest,
    },
    profile::member::Member,
};

/// How long a browser is trusted, in seconds.
pub const TRUST_LIFE: i64 = 30 * DAY;
/// How long the token before the present one is taken, in seconds: two tabs sign in at once, or an answer is lost.
pub const PREVIOUS_LIFE: i64 = MINUTE;

/// A browser that may skip the second factor at sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustedBrowser {
    /// The id, which names the series of its tokens.
    pub id: TrustedBrowserId,
    /// The member who trusts it.
    pub member: MemberId,
    /// The device whose passcode the trust began with.
    pub device: DeviceId,
    /// The digest of the present token.
    pub digest: TokenDigest,
    /// The digest of the token before it.
    pub previous: Option<TokenDigest>,
    /// When the present token was given, which is the last use.
    pub rotated_at: Timestamp,
    /// When the trust began.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// The network address of the last use.
    pub address: String,
    /// Browser and operating system of the last use.
    pub agent: String,
}

/// Which token of its series a presented one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenAge {
    /// The present one: the browser gets the next one.
    Present,
    /// The one before, shortly after it was replaced and from the same browser and network: the browser keeps what it has.
    Previous,
    /// An older one: two browsers hold tokens of the series, one of which is a thief's.
    Stolen,
    /// The trust has ended.
    Over,
}

impl TrustedBrowser {
    /// Whether the trust has not ended at `now`.
    pub fn live(&self, now: Timestamp) -> bool {
        now < self.expires_at && self.created_at.is_recent(now, TRUST_LIFE)
    }

    /// Returns what this token of the series is.
    pub fn judge(&self, token: &TokenDigest, browser: &Browser, now: Timestamp) -> TokenAge {
        if !self.live(now) {
            return TokenAge::Over;
        }
        if *token == self.digest {
            return TokenAge::Present;
        }
        let before = self.previous.as_ref() == Some(token) && self.rotated_at.is_recent(now, PREVIOUS_LIFE);
        match before && self.is_at(browser) {
            true => TokenAge::Previous,
            false => TokenAge::Stolen,
        }
    }

    /// Whether it was last used in this browser and network.
    fn is_at(&self, browser: &Browser) -> bool {
        let last = self.address.parse().map(network);
        self.agent == browser.agent && last.is_ok_and(|last| last == browser.network())
    }
}

impl Member {
    /// Whether a sign-in may trust a browser, or skip the second factor in a trusted one: two-factor is on, the account's
    /// policy permits it, and there was no repair within a day.
    pub fn may_trust_browsers(&self, now: Timestamp) -> bool {
        let repaired = self.quarantined_until(None, now).is_some();
        self.two_factor_since.is_some() && self.policy.trusts_browsers && !repaired
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{kernel::clock::HOUR, policy::rules::Policy};
    use terms::Role;

    fn digest(n: u8) -> TokenDigest {
        TokenDigest::from_store(n.to_string())
    }

    fn browser(address: &str, agent: &str) -> Browser {
        Browser {
            address: address.parse().expect("an address"),
            agent: agent.into(),
        }
    }

    const AT: Timestamp = Timestamp(1_000_000);

    fn trusted() -> TrustedBrowser {
        TrustedBrowser {
            id: TrustedBrowserId::from_store("t".into()),
            member: MemberId::from_store("m".into()),
            device: DeviceId::from_store("d".into()),
            digest: digest(2),
            previous: Some(digest(1)),
            rotated_at: AT,
            created_at: AT.plus(-DAY),
            expires_at: AT.plus(29 * DAY),
            address: "192.0.2.7".into(),
            agent: "Firefox on Linux".into(),
        }
    }

    #[test]
    fn the_token_before_is_taken_for_a_minute_in_the_same_browser_and_network() {
        let here = browser("192.0.2.7", "Firefox on Linux");
        let judge = |token: u8, browser: &Browser, after: i64| trusted().judge(&digest(token), browser, AT.plus(after));
        assert_eq!(judge(2, &here, 0), TokenAge::Present);
        let elsewhere = browser("198.51.100.1", "Chrome on Android");
        assert_eq!(judge(2, &elsewhere, DAY), TokenAge::Present, "a phone changes networks");
        assert_eq!(judge(1, &here, PREVIOUS_LIFE - 1), TokenAge::Previous);
        assert_eq!(judge(1, &here, PREVIOUS_LIFE), TokenAge::Stolen);
        assert_eq!(judge(1, &here, -HOUR), TokenAge::Stolen, "from a clock that was ahead");
        for other in [browser("192.0.2.8", "Firefox on Linux"), browser("192.0.2.7", "curl")] {
            assert_eq!(judge(1, &other, 1), TokenAge::Stolen, "{other:?}");
        }
        assert_eq!(
            judge(0, &here, 0),
            TokenAge::Stolen,
            "an older one, or none of the series"
        );
    }

    #[test]
    fn trust_ends_after_thirty_days_or_with_its_device() {
        let here = browser("192.0.2.7", "Firefox on Linux");
        let judge = |trusted: &TrustedBrowser, now: Timestamp| trusted.judge(&digest(2), &here, now);
        let begun = trusted();
        assert_eq!(judge(&begun, begun.created_at.plus(TRUST_LIFE - 1)), TokenAge::Present);
        assert_eq!(judge(&begun, begun.created_at.plus(TRUST_LIFE)), TokenAge::Over);
        let sooner = TrustedBrowser {
            expires_at: AT.plus(9),
            ..begun
        };
        assert_eq!(judge(&sooner, AT.plus(9)), TokenAge::Over);
    }

    #[test]
    fn trust_needs_two_factor_a_policy_that_permits_it_and_no_recent_repair() {
        let member = |on: bool, policy: bool, repaired: bool| Member {
            two_factor_since: on.then_some(AT),
            repaired_at: repaired.then_some(AT),
            policy: Policy {
                trusts_browsers: policy,
                ..Policy::NONE
            },
            ..Member::sample(Role::Member)
        };
        assert!(member(true, true, false).may_trust_browsers(AT));
        for (on, policy, repaired) in [(false, true, false), (true, false, false), (true, true, true)] {
            assert!(!member(on, policy, repaired).may_trust_browsers(AT));
        }
        assert!(member(true, true, true).may_trust_browsers(AT.plus(DAY)));
    }
}
