//! Checking passwords. Tries are reserved before the slow hash, and released if the password was not wrong.

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
    /// Reserves a try in every window, or returns how long to wait.
    pub(crate) async fn reserve(&self, windows: &[Window], now: Timestamp) -> Result<()> {
        match self.store().reserve(windows, now).await? {
            Reservation::Reserved => Ok(()),
            Reservation::Full(until) => Err(Rejection::Wait(Wait { until, now }).into()),
        }
    }

    /// Whether a password is right. The caller has reserved `tries` for it; they are released if the hasher is busy,
    /// because the password was not checked then.
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

    /// Unwraps the result of hashing, and releases the reserved tries if the hasher is busy.
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

    /// Rehashes the password if its hash was made with outdated parameters.
    ///
    /// # Errors
    /// `WrongCredentials` if the password was changed meanwhile; `Busy`.
    pub(super) async fn rehashed(&self, member: Member, password: Password) -> Result<Member> {
        if !self.hasher().outdated(&member.password) {
            return Ok(member);
        }
        let again = Password::from_secret(password.expose_secret());
        let new = match self.hasher().hash(password, self.salt()).await {
            // The hash can be renewed at the next sign-in as well.
            Err(HashError::Busy) => return Ok(member),
            made => made?,
        };
        if self.store().rehash(&member.id, &member.password, &new).await? {
            return Ok(Member {
                password: new,
                ..member
            });
        }
        // Another sign-in renewed the hash at the same moment, or the password was changed.
        let member = self.store().member_by_email(&member.email.key()).await?;
        let member = member.ok_or(Rejection::WrongCredentials)?;
        let right = self.hasher().verify(again, Some(member.password.clone())).await?;
        Ok(right.then_some(member).ok_or(Rejection::WrongCredentials)?)
    }
}

/// Returns the windows that a wrong password is counted in. For a known browser its own window replaces the daily limit
/// of the address, which a stranger could use up.
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
