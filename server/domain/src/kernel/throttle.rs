//! Sliding windows that limit password guessing per network and e-mail address, per network, and per e-mail address and
//! day (NIST SP 800-63B-4 section 3.2.2).
//!
//! A try is reserved in every window before the slow hash starts and released if the password was right, so that
//! concurrent requests cannot exceed a limit.

use crate::{
    Timestamp,
    kernel::clock::{DAY, MINUTE},
};

/// A sliding window: at most `limit` reserved tries in any `span` seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// What is counted, such as `password network 192.0.2.7`; also the key in the store.
    pub subject: String,
    /// Maximum number of tries.
    pub limit: usize,
    /// Length of the window, in seconds.
    pub span: i64,
}

/// The tries within a window's span, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tries(pub Vec<Timestamp>);

impl Window {
    /// Wrong passwords from one network for one e-mail address: 10 in 15 minutes.
    pub fn network_and_email(network: &str, email_key: &str) -> Self {
        Self {
            subject: format!("password {network} {email_key}"),
            limit: 10,
            span: 15 * MINUTE,
        }
    }

    /// Wrong passwords from one network: 100 in 15 minutes.
    pub fn network(network: &str) -> Self {
        Self {
            subject: format!("password network {network}"),
            limit: 100,
            span: 15 * MINUTE,
        }
    }

    /// Wrong passwords for one e-mail address: 1,000 a day.
    pub fn email(email_key: &str) -> Self {
        Self {
            subject: format!("password email {email_key}"),
            limit: 1_000,
            span: DAY,
        }
    }

    /// Wrong passwords from one known browser, which are not subject to the daily limit of the address: 10 in 15
    /// minutes.
    pub fn known_browser(digest: &str) -> Self {
        Self {
            subject: format!("password known {digest}"),
            limit: 10,
            span: 15 * MINUTE,
        }
    }

    /// Wrong passwords in one session: 10 in 15 minutes, then the session ends.
    pub fn session(id: &str) -> Self {
        Self {
            subject: format!("password session {id}"),
            limit: 10,
            span: 15 * MINUTE,
        }
    }

    /// Wrong passwords for one opened confirmation link: 10 in 15 minutes.
    pub fn link(subject: &str) -> Self {
        Self {
            subject: format!("password link {subject}"),
            limit: 10,
            span: 15 * MINUTE,
        }
    }

    /// Sign-ups from one network: 20 an hour, so that the form cannot be used to send mail in bulk.
    pub fn sign_ups(network: &str) -> Self {
        Self {
            subject: format!("sign-up {network}"),
            limit: 20,
            span: 60 * MINUTE,
        }
    }

    /// Reserves one try, or returns the moment from which one is available.
    pub fn reserve(&self, tries: Tries, now: Timestamp) -> Result<Tries, Timestamp> {
        let mut recent: Vec<_> = tries.0.into_iter().filter(|at| now.since(*at) < self.span).collect();
        match recent.get(recent.len().wrapping_sub(self.limit)) {
            Some(oldest) if recent.len() >= self.limit => Err(oldest.plus(self.span)),
            _ => {
                recent.push(now);
                Ok(Tries(recent))
            }
        }
    }
}

impl Tries {
    /// Releases the try that was reserved at `at`.
    pub fn release(mut self, at: Timestamp) -> Self {
        if let Some(position) = self.0.iter().rposition(|t| *t == at) {
            self.0.remove(position);
        }
        self
    }

    /// Encodes the tries for the database: big-endian 64-bit seconds.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|at| at.0.to_be_bytes()).collect()
    }

    /// Decodes the tries from the database.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self(
            bytes
                .as_chunks::<8>()
                .0
                .iter()
                .map(|chunk| Timestamp(i64::from_be_bytes(*chunk)))
                .collect(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_tries_then_a_wait_until_the_oldest_is_old() {
        let window = Window::network("n");
        let window = Window { limit: 10, ..window };
        let mut tries = Tries::default();
        for second in 0..10 {
            tries = window.reserve(tries, Timestamp(second)).expect("room");
        }
        assert_eq!(window.reserve(tries.clone(), Timestamp(20)), Err(Timestamp(900)));
        assert!(window.reserve(tries.clone(), Timestamp(900)).is_ok());
        assert!(window.reserve(tries.release(Timestamp(3)), Timestamp(20)).is_ok());
    }

    #[test]
    fn bytes_round_trip() {
        let tries = Tries(vec![Timestamp(-1), Timestamp(0), Timestamp(i64::MAX)]);
        assert_eq!(Tries::from_bytes(&tries.to_bytes()), tries);
    }
}
