//! Checking passwords. Tries are reserved before the slow hash, and released if the password was not wrong.

use crate::{
    Result, Service, Timestamp,
    kernel::{
        password::{Password, PasswordHash},
        ports::{HashError, Lane},
        throttle::Window,
    },
    profile::member::Member,
    sign_in::store::Reservation,
};
use terms::{Rejection, Wait};

/// The reserved tries of one hash, and the lane that it waits in.
pub(crate) struct Reserved {
    windows: Vec<Window>,
    at: Timestamp,
    lane: Lane,
}

impl Reserved {
    /// Returns the windows of wrong tries, which are released when the password was right.
    pub(crate) fn of_wrong(&self) -> Vec<Window> {
        let wrong = self.windows.iter().filter(|window| !window.keeps_right);
        wrong.cloned().collect()
    }
}

impl Service {
    /// Reserves a try in every window before a hash in this lane, or returns how long to wait.
    ///
    /// # Errors
    /// `Wait`.
    pub(crate) async fn reserve(&self, windows: Vec<Window>, lane: Lane, now: Timestamp) -> Result<Reserved> {
        self.reserve_only(&windows, now).await?;
        Ok(Reserved { windows, at: now, lane })
    }

    /// Reserves a try in every window for work other than a hash, or returns how long to wait.
    ///
    /// # Errors
    /// `Wait`.
    pub(crate) async fn reserve_only(&self, windows: &[Window], now: Timestamp) -> Result<()> {
        match self.store().reserve(windows, now).await? {
            Reservation::Reserved => Ok(()),
            Reservation::Full(until) => Err(Rejection::Wait(Wait { until, now }).into()),
        }
    }

    /// Whether a password is right. All tries are released if the hasher is busy, because the password was not checked
    /// then.
    pub(crate) async fn verify(
        &self,
        password: Password,
        hash: Option<PasswordHash>,
        reserved: &Reserved,
    ) -> Result<bool> {
        let right = self.hasher().verify(password, hash, &reserved.lane).await;
        self.unless_busy(right, reserved).await
    }

    /// Hashes a new password or recovery code. All tries are released if the hasher is busy.
    pub(crate) async fn hash(&self, secret: Password, reserved: &Reserved) -> Result<PasswordHash> {
        let hash = self.hasher().hash(secret, self.salt(), &reserved.lane).await;
        self.unless_busy(hash, reserved).await
    }

    /// Releases the tries of a right password.
    pub(crate) async fn release(&self, reserved: &Reserved) -> Result<()> {
        Ok(self.store().release(&reserved.of_wrong(), reserved.at).await?)
    }

    async fn unless_busy<T>(&self, hashed: Result<T, HashError>, reserved: &Reserved) -> Result<T> {
        if matches!(hashed, Err(HashError::Busy)) {
            self.store().release(&reserved.windows, reserved.at).await?;
        }
        Ok(hashed?)
    }

    /// Rehashes the password if its hash was made with outdated parameters.
    ///
    /// # Errors
    /// `WrongCredentials` if the password was changed meanwhile; `Busy`.
    pub(super) async fn rehashed(&self, member: Member, password: Password, reserved: &Reserved) -> Result<Member> {
        if !self.hasher().outdated(&member.password) {
            return Ok(member);
        }
        let again = Password::from_secret(password.expose_secret());
        let new = match self.hasher().hash(password, self.salt(), &reserved.lane).await {
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
        let member = self.member_of(&member.email, member.email.as_str()).await?;
        let member = member.ok_or(Rejection::WrongCredentials)?;
        let right = self.verify(again, Some(member.password.clone()), reserved).await?;
        Ok(right.then_some(member).ok_or(Rejection::WrongCredentials)?)
    }
}
