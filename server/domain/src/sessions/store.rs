//! Sessions in the database.

use super::session::{Session, SignIn};
use crate::{
    InternalError, Timestamp,
    kernel::{
        id::{MemberId, SessionId},
        token::TokenDigest,
    },
    profile::member::Member,
    store::Effects,
};
use async_trait::async_trait;

/// A session with its member, as every request reads it.
#[derive(Clone, Debug)]
pub struct SessionOfMember {
    /// The session; the store returns it also when it is over by time: [`Session::live`] decides.
    pub session: Session,
    /// Its member.
    pub member: Member,
}

/// Signed-in browsers.
#[async_trait]
pub trait SessionStore: Send + Sync {
    /// The session with this token and its member, as one read.
    async fn session(&self, digest: &TokenDigest) -> Result<Option<SessionOfMember>, InternalError>;
    /// The newest sign-in of a member whose session is not over or ended.
    async fn newest_sign_in(&self, member: &MemberId, now: Timestamp) -> Result<Option<SignIn>, InternalError>;
    /// Notes that it was used.
    async fn touch_session(&self, digest: &TokenDigest, now: Timestamp) -> Result<(), InternalError>;
    /// Ends it; its pending devices are erased with it. Ending what is over is no error.
    async fn end_session(&self, id: &SessionId, effects: &Effects) -> Result<(), InternalError>;
    /// Notes that the password was proved in it, where that is the whole step-up; it goes on under its new token. False
    /// if it is over.
    async fn prove_password(
        &self,
        digest: &TokenDigest,
        new: &TokenDigest,
        now: Timestamp,
    ) -> Result<bool, InternalError>;
}
