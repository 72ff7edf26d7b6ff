//! Password guessing is bounded per network and e-mail, per network, and per e-mail a day (rules.md, "Counters and waits").
//!
//! A try is reserved in every window before the slow hash begins and given back when the password was right, so that
//! a burst released together cannot overrun a limit.

use crate::{
    Timestamp,
    kernel::clock::{DAY, MINUTE},
};

/// A sliding window: at most `limit` reserved tries in any `span` seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// What is counted, such as `password network 192.0.2.7`; the store keeps it as it is.
    pub subject: String,
    /// Most tries.
    pub limit: usize,
    /// In this many seconds.
    pub span: i64,
}

/// The tries of one window that are not older than its span, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tries(pub Vec<Timestamp>);

impl Window {
    /// Wrong passwords of one network for one e-mail: 10 in 15 minutes.
    pub fn network_and_email(network: &str, email_key: &str) -> Self {
        Self {
            subject: format!("password {network} {email_key}"),
            limit: 10,
            span: 15 * MINUTE,
        }
    }

    /// Wrong passwords of one network: 100 in 15 minutes.
    pub fn network(network: &str) -> Self {
        Self {
            subject: format!("password network {network}"),
            limit: 100,
            span: 15 * MINUTE,
        }
    }

    /// Wrong passwords for one e-mail: 1,000 a day.
    pub fn email(email_key: &str) -> Self {
        Self {
            subject: format!("password email {email_key}"),
            limit: 1_000,
            span: DAY,
        }
    }

    /// Wrong passwords of one known browser, checked also above the daily ceiling: 10 in 15 minutes.
    pub fn known_browser(digest: &str) -> Self {
        Self {
            subject: format!("password known {digest}"),
            limit: 10,
            span: 15 * MINUTE,
        }
    }

    /// Wrong passwords in one session: 10 in 15 minutes; then the session ends.
    pub fn session(id: &str) -> Self {
        Self {
            subject: format!("password session {id}"),
            limit: 10,
            span: 15 * MINUTE,
        }
    }

    /// Wrong passwords at one opened confirmation link: 10 in 15 minutes.
    pub fn link(subject: &str) -> Self {
        Self {
            subject: format!("password link {subject}"),
            limit: 10,
            span: 15 * MINUTE,
        }
    }

    /// Sign-ups of one network: 20 an hour, so that nobody sends mail in somebody's name for fun.
    pub fn sign_ups(network: &str) -> Self {
        Self {
            subject: format!("sign-up {network}"),
            limit: 20,
            span: 60 * MINUTE,
        }
    }

    /// Takes one try, or says from when on there is room again.
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
    /// Gives back the try that was reserved at `at`.
    pub fn release(mut self, at: Timestamp) -> Self {
        if let Some(position) = self.0.iter().rposition(|t| *t == at) {
            self.0.remove(position);
        }
        self
    }

    /// The bytes in the database: big-endian 64-bit seconds.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|at| at.0.to_be_bytes()).collect()
    }

    /// Reads the bytes in the database.
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
