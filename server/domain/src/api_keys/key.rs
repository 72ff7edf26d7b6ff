//! An API key: who made it, what it may do, from where and until when.

use super::scope::{OperatorScopes, Scopes};
use crate::{
    Timestamp,
    kernel::{
        clock::DAY,
        id::{ApiKeyId, MemberId, SessionId},
        label::Label,
        network::Network,
        seal::Sealed,
        token::TokenDigest,
    },
    profile::member::Member,
};
use std::net::IpAddr;
use terms::{CLOCK_TOLERANCE, Field, MINUTE, Problem, Rejection};

/// How many days a key may be valid for; `None` is until it is revoked.
pub const LIVES: [Option<i64>; 5] = [Some(7), Some(30), Some(90), Some(365), None];
/// Maximum networks of a key.
pub const NETWORKS_MAX: usize = 20;
/// How long the text of a new key is shown, in the session that made it, in seconds.
pub const SHOWN_LIFE: i64 = 15 * MINUTE;

/// An API key without its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKey {
    /// The key's id, which is part of its text.
    pub id: ApiKeyId,
    /// The member who made it.
    pub member: MemberId,
    /// The name, unique per member.
    pub label: Label,
    /// What it may do at most.
    pub scopes: Scopes,
    /// From where it is accepted; anywhere if there are none.
    pub networks: Vec<Network>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it stops being valid, if ever.
    pub expires_at: Option<Timestamp>,
    /// The last use.
    pub last_use: Option<KeyUse>,
    /// When a hundred wrong passcodes suspended it, if they did. Nothing ends that.
    pub suspended_at: Option<Timestamp>,
}

/// A use of a key, known to the minute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyUse {
    /// When it was used.
    pub at: Timestamp,
    /// The network address of the program.
    pub address: String,
}

/// A key with the member who holds it.
#[derive(Clone, Debug)]
pub struct KeyOfMember {
    /// The key. The store also returns expired ones; see [`ApiKey::live`].
    pub key: ApiKey,
    /// Its holder.
    pub member: Member,
    /// Whether it has a confirmed machine device.
    pub has_machine: bool,
}

/// What a person chose for a new key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyChoice {
    /// The name.
    pub label: Label,
    /// What it may do.
    pub scopes: Scopes,
    /// How long it is valid, in days; `None` is until it is revoked.
    pub days: Option<i64>,
    /// From where it is accepted.
    pub networks: Vec<Network>,
}

/// A key to be stored.
#[derive(Clone, Debug)]
pub struct NewApiKey {
    /// The key.
    pub key: ApiKey,
    /// The digest of its text.
    pub digest: TokenDigest,
    /// Where its text is shown for a while.
    pub shown: ShownKey,
}

/// The text of a new key, sealed, readable only in the session that made it.
#[derive(Clone, Debug)]
pub struct ShownKey {
    /// The session.
    pub session: SessionId,
    /// The sealed text.
    pub text: Sealed,
    /// When it stops being readable.
    pub until: Timestamp,
}

impl ApiKey {
    /// Whether the key is valid at `now`. One that a clock ahead of this one made is not, until its time comes.
    pub fn live(&self, now: Timestamp) -> bool {
        self.created_at <= now.plus(CLOCK_TOLERANCE) && self.expires_at.is_none_or(|end| now < end)
    }

    /// Whether programs can use the key at `now`, from where it is accepted.
    pub fn usable(&self, now: Timestamp) -> bool {
        self.live(now) && self.suspended_at.is_none()
    }

    /// Whether the key is accepted from this address.
    pub fn accepts(&self, address: IpAddr) -> bool {
        self.networks.is_empty() || self.networks.iter().any(|network| network.contains(address))
    }
}

impl KeyChoice {
    /// Parses what was typed and chosen. `days` is a number of [`LIVES`], or `none`. A scope that needs approval is none of
    /// a key.
    ///
    /// # Errors
    /// `Invalid(KeyName)`, `Invalid(Scopes)`, `Invalid(Life)`, `Invalid(Networks)`.
    pub fn parse(
        (name, scopes): (&str, &str),
        (days, networks): (&str, &str),
        operators: &OperatorScopes,
    ) -> Result<Self, Rejection> {
        let label = Label::parse_in(Field::KeyName, name)?;
        let scopes = Scopes::chosen(scopes, operators)?;
        if !scopes.within(&Scopes::all(operators)) {
            return Err(Rejection::Invalid(Field::Scopes, Problem::Malformed));
        }
        Ok(Self {
            label,
            scopes,
            days: parse_life(days)?,
            networks: parse_networks(networks)?,
        })
    }

    /// Returns when a key that is made at `now` ends.
    pub fn expires_at(&self, now: Timestamp) -> Option<Timestamp> {
        self.days.map(|days| now.plus(days * DAY))
    }
}

fn parse_life(days: &str) -> Result<Option<i64>, Rejection> {
    let chosen = match days {
        "none" => Some(None),
        number => number.parse().ok().map(Some),
    };
    chosen
        .filter(|days| LIVES.contains(days))
        .ok_or(Rejection::Invalid(Field::Life, Problem::Malformed))
}

fn parse_networks(typed: &str) -> Result<Vec<Network>, Rejection> {
    let invalid = |problem| Rejection::Invalid(Field::Networks, problem);
    let networks = Network::parse_list(typed).map_err(|_| invalid(Problem::Malformed))?;
    if networks.len() > NETWORKS_MAX {
        return Err(invalid(Problem::TooLong));
    }
    Ok(networks)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(created_at: i64, expires_at: Option<i64>, networks: &str) -> ApiKey {
        ApiKey {
            id: ApiKeyId::from_store("k".into()),
            member: MemberId::from_store("m".into()),
            label: Label::from_store("Backup".into()),
            scopes: Scopes::from_store("me"),
            networks: Network::parse_list(networks).expect("networks"),
            created_at: Timestamp(created_at),
            expires_at: expires_at.map(Timestamp),
            last_use: None,
            suspended_at: None,
        }
    }

    #[test]
    fn a_key_lives_from_its_making_to_its_end() {
        for (created_at, expires_at, now, live) in [
            (100, Some(200), 100, true),
            (100, Some(200), 199, true),
            (100, Some(200), 200, false),
            (100, None, i64::MAX, true),
            // Made by a node whose clock is ahead.
            (100, None, 10, true),
            (100, None, 9, false),
        ] {
            let found = key(created_at, expires_at, "").live(Timestamp(now));
            assert_eq!(found, live, "{created_at} to {expires_at:?} at {now}");
        }
    }

    #[test]
    fn a_key_is_accepted_from_its_networks_only() {
        let accepts =
            |networks: &str, address: &str| key(0, None, networks).accepts(address.parse().expect("an address"));
        assert!(accepts("", "192.0.2.7") && accepts("", "2001:db8::1"));
        assert!(accepts("198.51.100.0/24 192.0.2.7", "192.0.2.7"));
        assert!(!accepts("198.51.100.0/24 192.0.2.7", "192.0.2.8"));
    }

    #[test]
    fn a_choice_names_the_field_that_is_wrong() {
        let operators = OperatorScopes::parse("servers:read, servers:delete approval").expect("scopes");
        let wrong = |name, scopes, days, networks| match KeyChoice::parse((name, scopes), (days, networks), &operators)
        {
            Err(Rejection::Invalid(field, problem)) => Some((field, problem)),
            _ => None,
        };
        assert_eq!(wrong("Backup", "me devices", "90", "10.0.0.0/8"), None);
        assert_eq!(wrong("Backup", "me", "none", ""), None);
        assert_eq!(wrong("Backup", "servers:read", "none", ""), None);
        let approved = wrong("Backup", "servers:delete", "none", "");
        assert_eq!(approved, Some((Field::Scopes, Problem::Malformed)));
        assert_eq!(wrong(" ", "me", "90", ""), Some((Field::KeyName, Problem::Missing)));
        assert_eq!(wrong("Backup", "", "90", ""), Some((Field::Scopes, Problem::Missing)));
        for days in ["", "8", "-7", "365000", "None", "9999999999999999999999"] {
            assert_eq!(
                wrong("Backup", "me", days, ""),
                Some((Field::Life, Problem::Malformed)),
                "{days}"
            );
        }
        assert_eq!(
            wrong("Backup", "me", "90", "10.0.0"),
            Some((Field::Networks, Problem::Malformed))
        );
        let many = "::1 ".repeat(NETWORKS_MAX + 1);
        assert_eq!(
            wrong("Backup", "me", "90", &many),
            Some((Field::Networks, Problem::TooLong))
        );
    }
}
