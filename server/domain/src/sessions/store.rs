//! Storage of sessions.

use super::{
    change::{Change, Changed},
    session::{Session, SignIn},
};
use crate::{
    InternalError, Timestamp,
    kernel::{
        id::{MemberId, SessionId},
        throttle::Window,
        token::TokenDigest,
    },
    profile::member::Member,
    store::Effects,
};
use async_trait::async_trait;

/// A session with its member, as it is read for every request.
#[derive(Clone, Debug)]
pub struct SessionOfMember {
    /// The session. The store also returns expired ones; see [`Session::live`].
    pub session: Session,
    /// The session's member.
    pub member: Member,
}

/// Storage of sessions.
#[async_trait]
pub trait SessionStore: Send + Sync {
    /// Returns the session with this token and its member in one read.
    async fn session(&self, digest: &TokenDigest) -> Result<Option<SessionOfMember>, InternalError>;
    /// Returns the member's live sessions, newest first: at most [`super::session::SESSIONS`].
    async fn sessions(&self, member: &MemberId, now: Timestamp) -> Result<Vec<Session>, InternalError>;
    /// Returns the member's newest sign-in whose session has neither ended nor reached its absolute timeout.
    async fn newest_sign_in(&self, member: &MemberId, now: Timestamp) -> Result<Option<SignIn>, InternalError>;
    /// Records that the session was used.
    async fn touch_session(&self, digest: &TokenDigest, now: Timestamp) -> Result<(), InternalError>;
    /// Ends a session and erases its pending devices. False if there is no such session; then there are no effects either.
    async fn end_session(&self, id: &SessionId, effects: &Effects) -> Result<bool, InternalError>;
    /// Ends the member's other sessions and challenges, and with a change without new token also the requesting session.
    async fn end_other_sessions(&self, change: &Change) -> Result<Changed, InternalError>;
    /// Ends a session whose window admits no further try. False if there is room.
    async fn end_session_when_full(
        &self,
        id: &SessionId,
        tries: &Window,
        now: Timestamp,
    ) -> Result<bool, InternalError>;
    /// Records that the password was proved, where that is the whole step-up, and gives the session a new token. False
    /// if the session is over.
    async fn prove_password(
        &self,
        digest: &TokenDigest,
        new: &TokenDigest,
        now: Timestamp,
        effects: &Effects,
    ) -> Result<bool, InternalError>;
}
