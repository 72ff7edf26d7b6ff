//! What an app learns of a person (OpenID Connect Core section 5.4).

/// A set of scopes. `openid` is in each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AppScopes {
    /// The name and the language.
    pub profile: bool,
    /// The e-mail address.
    pub email: bool,
    /// Refresh tokens that outlive the session.
    pub offline: bool,
}

/// The name of the scope that makes a request one of OpenID Connect.
pub const OPENID: &str = "openid";
const PROFILE: &str = "profile";
const EMAIL: &str = "email";
const OFFLINE: &str = "offline_access";

impl AppScopes {
    /// The names of all scopes.
    pub const NAMES: [&str; 4] = [OPENID, PROFILE, EMAIL, OFFLINE];

    /// Parses scopes separated by spaces; `None` without `openid`. Unknown ones are left out (OpenID Connect Core section
    /// 3.1.2.1).
    pub fn parse(text: &str) -> Option<Self> {
        let has = |name: &str| text.split(' ').any(|one| one == name);
        has(OPENID).then(|| Self {
            profile: has(PROFILE),
            email: has(EMAIL),
            offline: has(OFFLINE),
        })
    }

    /// Returns the names, separated by spaces.
    pub fn text(self) -> String {
        let named = [
            (true, OPENID),
            (self.profile, PROFILE),
            (self.email, EMAIL),
            (self.offline, OFFLINE),
        ];
        let names: Vec<_> = named
            .into_iter()
            .filter_map(|(has, name)| has.then_some(name))
            .collect();
        names.join(" ")
    }

    /// Whether all of these are among `others`.
    pub const fn within(self, others: Self) -> bool {
        (!self.profile || others.profile) && (!self.email || others.email) && (!self.offline || others.offline)
    }

    /// Returns those of both.
    #[must_use]
    pub const fn and(self, others: Self) -> Self {
        Self {
            profile: self.profile || others.profile,
            email: self.email || others.email,
            offline: self.offline || others.offline,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_read_and_written() {
        let all = AppScopes::parse("offline_access email openid profile unknown").expect("scopes");
        assert_eq!(all.text(), AppScopes::NAMES.join(" "));
        assert_eq!(AppScopes::parse("openid").expect("scopes"), AppScopes::default());
        for without in ["", "profile", "openidx", "OPENID"] {
            assert_eq!(AppScopes::parse(without), None, "{without}");
        }
    }

    #[test]
    fn fewer_scopes_are_within_more() {
        let email = AppScopes {
            email: true,
            ..AppScopes::default()
        };
        let profile = AppScopes {
            profile: true,
            ..AppScopes::default()
        };
        assert!(AppScopes::default().within(email) && email.within(email) && email.within(email.and(profile)));
        assert!(!email.within(profile) && !email.within(AppScopes::default()));
    }
}
