//! Sliding windows that limit password guessing, hashing and mail (NIST SP 800-63B-4 section 3.2.2).
//!
//! A try is reserved in every window before the slow hash starts, so that concurrent requests cannot exceed a limit.
//! Windows of wrong tries release it if the password was right; windows of hashing keep it.

use crate::{
    Timestamp,
    kernel::{
        browser::Browser,
        clock::{DAY, HOUR, MINUTE},
        id::{AccountId, EnrolmentId, MemberId, SessionId},
        token::TokenDigest,
    },
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
    /// Whether right tries stay counted, too.
    pub keeps_right: bool,
}

/// The tries within a window's span, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tries(pub Vec<Timestamp>);

const QUARTER: i64 = 15 * MINUTE;
/// Wrong passwords of one browser or from one network for one address, in 15 minutes.
const PASSWORDS: usize = 10;
/// The same of hashes, right passwords included.
const HASHES: usize = 60;
/// Wrong passwords for one address from everywhere, in a day.
const PASSWORDS_EVERYWHERE: usize = 1_000;

impl Window {
    /// A window of wrong tries; right ones are released.
    const fn of_wrong(subject: String, limit: usize, span: i64) -> Self {
        Self {
            subject,
            limit,
            span,
            keeps_right: false,
        }
    }

    /// A window of all tries.
    const fn of_all(subject: String, limit: usize, span: i64) -> Self {
        Self {
            subject,
            limit,
            span,
            keeps_right: true,
        }
    }

    /// The windows of a sign-in: wrong passwords for one e-mail address from one network (10 in 15 minutes), from one
    /// network (100 in 15 minutes, of IPv6 also 300 from the /56 and 1,000 from the /48) and for one address (1,000 a
    /// day), and hashes for one address from one network (60 in 15 minutes).
    pub fn sign_in(browser: &Browser, email_key: &str) -> Vec<Self> {
        let network = browser.network();
        let wider = browser
            .wider_networks()
            .into_iter()
            .zip([300, 1_000])
            .map(|(wider, limit)| Self::of_wrong(format!("password network {wider}"), limit, QUARTER));
        let windows = [
            Self::of_wrong(format!("password {network} {email_key}"), PASSWORDS, QUARTER),
            Self::of_wrong(format!("password network {network}"), 100, QUARTER),
            Self::of_wrong(format!("password email {email_key}"), PASSWORDS_EVERYWHERE, DAY),
            Self::hashing(&network, email_key),
        ];
        windows.into_iter().chain(wider).collect()
    }

    /// The windows of a sign-in in a known browser: its own 10 wrong passwords and 60 hashes in 15 minutes, instead of
    /// all that a stranger could use up.
    pub fn sign_in_known(browser: &TokenDigest) -> Vec<Self> {
        let known = browser.as_str();
        vec![
            Self::of_wrong(format!("password known {known}"), PASSWORDS, QUARTER),
            Self::of_all(format!("hashing known {known}"), HASHES, QUARTER),
        ]
    }

    /// Wrong passwords in one session: 10 in 15 minutes, then the session ends.
    pub fn session(id: &str) -> Self {
        Self::of_wrong(format!("password session {id}"), 10, QUARTER)
    }

    /// Passwords checked in one session, right ones included: 60 in 15 minutes.
    pub fn session_hashing(id: &str) -> Self {
        Self::of_all(format!("hashing session {id}"), 60, QUARTER)
    }

    /// Wrong passwords for one opened confirmation link: 10 in 15 minutes.
    pub fn link(subject: &str) -> Self {
        Self::of_wrong(format!("password link {subject}"), 10, QUARTER)
    }

    /// Earlier passwords of a member that are to prove a change: 10 wrong in 15 minutes.
    pub fn earlier_passwords(member: &MemberId) -> Self {
        Self::of_wrong(format!("earlier password {member}"), 10, QUARTER)
    }

    /// Passwords and recovery codes checked for one e-mail address from one network, right ones included: 60 in 15
    /// minutes.
    pub fn hashing(network: &str, email_key: &str) -> Self {
        Self::of_all(format!("hashing {network} {email_key}"), HASHES, QUARTER)
    }

    /// New sets of recovery codes of a member, of ten hashes each: 3 an hour.
    pub fn code_sets(member: &MemberId) -> Self {
        Self::of_all(format!("code sets {member}"), 3, HOUR)
    }

    /// The set of recovery codes that is being made for a member: one at a time. Released when it is made; ends by
    /// itself if the program does before.
    pub fn code_set_in_progress(member: &MemberId) -> Self {
        Self::of_wrong(format!("code set in progress {member}"), 1, MINUTE)
    }

    /// Wrong passcodes with all API keys of a member: 100 a day. A program that holds several keys cannot guess more.
    pub fn key_passcodes(member: &MemberId) -> Self {
        Self::of_wrong(format!("passcode keys {member}"), 100, DAY)
    }

    /// Sign-ups from one network: 20 an hour, so that the form cannot be used to send mail in bulk.
    pub fn sign_ups(network: &str) -> Self {
        Self::of_all(format!("sign-up {network}"), 20, HOUR)
    }

    /// Links for a forgotten password that one network asks for: 20 an hour.
    pub fn password_resets(network: &str) -> Self {
        Self::of_all(format!("password reset {network}"), 20, HOUR)
    }

    /// Changes of the address that a member asks for: 20 a day, so that they cannot be used to send mail in bulk.
    pub fn email_changes(member: &MemberId) -> Self {
        Self::of_all(format!("email change {member}"), 20, DAY)
    }

    /// New passwords whose strength is judged, which takes milliseconds, for one network or session: 60 in 15 minutes.
    pub fn judged_passwords(of: &str) -> Self {
        Self::of_all(format!("strength {of}"), 60, QUARTER)
    }

    /// Mails to one address that another person can ask for, counted over all who ask: one a minute and 5 a day.
    pub fn mails_asked_for(email_key: &str) -> [Self; 2] {
        [
            Self::of_all(format!("mail minute {email_key}"), 1, MINUTE),
            Self::of_all(format!("mail day {email_key}"), 5, DAY),
        ]
    }

    /// Links that end a freeze, which only the holder of a mailed link can ask for: one a minute and 20 a day.
    pub fn unfreeze_mails(member: &MemberId) -> [Self; 2] {
        [
            Self::of_all(format!("unfreeze minute {member}"), 1, MINUTE),
            Self::of_all(format!("unfreeze day {member}"), 20, DAY),
        ]
    }

    /// Invitations and enrolment links that an account sends, also those sent again: 200 a day, so that it cannot be used to
    /// send mail in bulk.
    pub fn invitations(account: &AccountId) -> Self {
        Self::of_all(format!("invitations {account}"), 200, DAY)
    }

    /// Reminders of a member to set up two-factor: one a day.
    pub fn reminders(member: &MemberId) -> Self {
        Self::of_all(format!("reminder {member}"), 1, DAY)
    }

    /// Codes of verified resets that are made for a member: ten a day.
    pub fn reset_codes(member: &MemberId) -> Self {
        Self::of_all(format!("reset code {member}"), 10, DAY)
    }

    /// Codes mailed to a member for one session: one a minute, five in all.
    pub fn mailbox_codes(session: &SessionId) -> [Self; 2] {
        [
            Self::of_all(format!("mailbox code minute {session}"), 1, MINUTE),
            Self::of_all(format!("mailbox code {session}"), 5, DAY),
        ]
    }

    /// Passcodes tried on the page of one enrolment link: 20 in 15 minutes.
    pub fn enrolment_passcodes(enrolment: &EnrolmentId) -> Self {
        Self::of_all(format!("enrolment {enrolment}"), 20, QUARTER)
    }

    /// Reserves one try, or returns the moment from which one is available. Tries from the future count for nothing.
    pub fn reserve(&self, tries: Tries, now: Timestamp) -> Result<Tries, Timestamp> {
        let mut recent = tries.0;
        recent.retain(|at| at.is_recent(now, self.span));
        match recent.get(recent.len().wrapping_sub(self.limit)) {
            Some(oldest) if recent.len() >= self.limit => Err(oldest.plus(self.span)),
            _ => {
                recent.push(now);
                Ok(Tries(recent))
            }
        }
    }
}

/// From where a window counts the sign-ins of one member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignInWindow {
    /// From this network.
    Network(String),
    /// From everywhere.
    Everywhere,
    /// From one known browser.
    KnownBrowser,
}

impl SignInWindow {
    /// Returns the window with this subject, if it is one that a sign-in with this address reserves a try in, and from where
    /// it counts.
    pub fn parse(subject: &str, email_key: &str) -> Option<(Window, Self)> {
        let (kind, of) = subject.split_once(' ')?;
        let (limit, keeps_right) = match kind {
            "password" => (PASSWORDS, false),
            "hashing" => (HASHES, true),
            _ => return None,
        };
        let window = |limit, span| Window {
            subject: subject.to_owned(),
            limit,
            span,
            keeps_right,
        };
        if of.starts_with("known ") {
            return Some((window(limit, QUARTER), Self::KnownBrowser));
        }
        let network = of.strip_suffix(email_key)?.strip_suffix(' ')?;
        Some(match (kind, network) {
            ("password", "email") => (window(PASSWORDS_EVERYWHERE, DAY), Self::Everywhere),
            (_, network) => (window(limit, QUARTER), Self::Network(network.to_owned())),
        })
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
        let window = Window::of_wrong("n".into(), 10, QUARTER);
        let mut tries = Tries::default();
        for second in 0..10 {
            tries = window.reserve(tries, Timestamp(second)).expect("room");
        }
        assert_eq!(window.reserve(tries.clone(), Timestamp(20)), Err(Timestamp(900)));
        assert!(window.reserve(tries.clone(), Timestamp(900)).is_ok());
        assert!(window.reserve(tries.release(Timestamp(3)), Timestamp(20)).is_ok());
    }

    #[test]
    fn tries_from_the_future_count_for_nothing() {
        let window = Window::of_wrong("n".into(), 1, QUARTER);
        let ahead = window.reserve(Tries::default(), Timestamp(DAY)).expect("room");
        let now = Timestamp(0);
        assert_eq!(window.reserve(ahead, now), Ok(Tries(vec![now])));
    }

    #[test]
    fn a_known_browser_shares_no_window_with_a_stranger() {
        let browser = |address: &str| Browser {
            address: address.parse().expect("an address"),
            agent: String::new(),
        };
        let known = Window::sign_in_known(&TokenDigest::from_store("d".into()));
        for address in ["192.0.2.7", "2001:db8::1"] {
            let strangers = Window::sign_in(&browser(address), "ana@example.com");
            assert!(
                known
                    .iter()
                    .all(|window| strangers.iter().all(|other| other.subject != window.subject))
            );
        }
    }

    #[test]
    fn the_windows_of_a_sign_in_are_found_by_their_subjects() {
        let browser = Browser {
            address: "192.0.2.7".parse().expect("an address"),
            agent: String::new(),
        };
        let key = "ana@example.com";
        let parsed = |window: &Window| SignInWindow::parse(&window.subject, key);
        let made = Window::sign_in(&browser, key);
        let found: Vec<_> = made.iter().map(|window| parsed(window).map(|(_, of)| of)).collect();
        let here = Some(SignInWindow::Network("192.0.2.7".into()));
        // That of a network counts what is tried with every address.
        assert_eq!(found, [here.clone(), None, Some(SignInWindow::Everywhere), here]);
        let known = Window::sign_in_known(&TokenDigest::from_store("d".into()));
        for window in made.iter().chain(&known) {
            let same = parsed(window).is_none_or(|(again, _)| again == *window);
            assert!(same, "{}", window.subject);
        }
        assert!(known.iter().all(|window| parsed(window).is_some()));
        for other in [
            "password 192.0.2.7 nana@example.com",
            "password session x",
            "strength ana@example.com",
            "x",
        ] {
            assert_eq!(SignInWindow::parse(other, key), None, "{other}");
        }
    }

    #[test]
    fn ipv6_networks_are_counted_at_three_sizes() {
        let browser = Browser {
            address: "2001:db8:1:2ff::1".parse().expect("an address"),
            agent: String::new(),
        };
        let counted: Vec<_> = Window::sign_in(&browser, "a@b.example")
            .into_iter()
            .filter(|window| window.subject.starts_with("password network"))
            .map(|window| (window.subject, window.limit))
            .collect();
        let network = |text: &str| format!("password network {text}");
        assert_eq!(
            counted,
            [
                (network("2001:db8:1:2ff::/64"), 100),
                (network("2001:db8:1:200::/56"), 300),
                (network("2001:db8:1::/48"), 1_000)
            ]
        );
    }

    #[test]
    fn bytes_round_trip() {
        let tries = Tries(vec![Timestamp(-1), Timestamp(0), Timestamp(i64::MAX)]);
        assert_eq!(Tries::from_bytes(&tries.to_bytes()), tries);
    }
}
