//! Checking passwords: tries are reserved before the slow hash, and given back when it was not a wrong guess.

use crate::{
    Result, Service, Timestamp,
    kernel::{
        browser::Browser,
        email::Email,
        password::{Password, PasswordHash},
        ports::HashError,
        throttle::Window,
        token::PlainToken,
    },
    profile::member::Member,
    sign_in::store::Reservation,
};
use terms::{Rejection, Wait};

impl Service {
    /// Reserves a try in every window, or says how long to wait.
    pub(crate) async fn reserve(&self, windows: &[Window], now: Timestamp) -> Result<()> {
        match self.store().reserve(windows, now).await? {
            Reservation::Reserved => Ok(()),
            Reservation::Full(until) => Err(Rejection::Wait(Wait { until, now }).into()),
        }
    }

    /// Whether a password for which these tries were reserved is right. One that could not be checked, because too many
    /// wait, was not wrong: its tries are given back.
    pub(crate) async fn verify(
        &self,
        password: Password,
        hash: Option<PasswordHash>,
        tries: &[Window],
        reserved_at: Timestamp,
    ) -> Result<bool> {
        let right = self.hasher().verify(password, hash).await;
        self.unless_busy(right, tries, reserved_at).await
    }

    /// What was hashed; where too many wait for it, the tries that were reserved are given back.
    pub(crate) async fn unless_busy<T>(
        &self,
        hashed: Result<T, HashError>,
        tries: &[Window],
        reserved_at: Timestamp,
    ) -> Result<T> {
        if matches!(hashed, Err(HashError::Busy)) {
            self.store().release(tries, reserved_at).await?;
        }
        Ok(hashed?)
    }

    /// The member with a hash of the present parameters.
    pub(super) async fn rehashed(&self, member: Member, password: Password) -> Result<Member> {
        if !self.hasher().outdated(&member.password) {
            return Ok(member);
        }
        let new = match self.hasher().hash(password, self.salt()).await {
            // The next sign-in can renew it as well.
            Err(HashError::Busy) => return Ok(member),
            made => made?,
        };
        self.store().rehash(&member.id, &member.password, &new).await?;
        Ok(Member {
            password: new,
            ..member
        })
    }
}

/// The windows that a wrong password counts in. A known browser has one of its own instead of the address' daily
/// ceiling, which a stranger could use up.
pub(super) fn windows(email: &Email, browser: &Browser, known: Option<&PlainToken>) -> Vec<Window> {
    let (network, key) = (browser.network(), email.key());
    let third = match known {
        Some(token) => Window::known_browser(token.digest().as_str()),
        None => Window::email(&key),
    };
    vec![
        Window::network_and_email(&network, &key),
        Window::network(&network),
        third,
    ]
}
