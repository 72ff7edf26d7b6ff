//! Storage of enrolments by link.

use super::RemoteEnrolment;
use crate::{
    InternalError, Timestamp,
    devices::store::Added,
    kernel::{
        id::{EnrolmentId, MemberId},
        mailed_code::{NewCode, Proved},
        token::TokenDigest,
    },
    profile::member::Member,
    registration::link::Link,
    sessions::{
        change::{Change, Changed},
        session::ProofRequirement,
    },
    store::Effects,
};
use async_trait::async_trait;

/// A link that is mailed again.
#[derive(Clone, Copy, Debug)]
pub struct LinkAgain<'a> {
    /// The enrolment.
    pub enrolment: &'a EnrolmentId,
    /// Its member.
    pub member: &'a MemberId,
    /// The new link, which ends the one before.
    pub link: &'a Link,
    /// The last mail must have been sent at or before this moment.
    pub not_after: Timestamp,
    /// The current time.
    pub now: Timestamp,
}

/// The first passcode of a device.
#[derive(Clone, Copy, Debug)]
pub struct FirstPasscode<'a> {
    /// The enrolment.
    pub enrolment: &'a EnrolmentId,
    /// The time step of the passcode, which is used up.
    pub step: i64,
    /// The two words that both screens show.
    pub words: &'a str,
    /// The current time.
    pub now: Timestamp,
}

/// A device that was set up by link and approved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadyDevice {
    /// The name of the member whose sign-in it is.
    pub member: String,
    /// The colleague's address.
    pub email: String,
    /// The device's name.
    pub device: String,
}

/// Storage of enrolments by link.
#[async_trait]
pub trait RemoteStore: Send + Sync {
    /// Stores an enrolment with its link, if the session is live and satisfies the required step-up, two-factor is on, the
    /// name is free and there is room for a device. The device gets its label.
    async fn put_remote(
        &self,
        new: &RemoteEnrolment,
        link: &Link,
        (session, required): (&TokenDigest, Option<ProofRequirement>),
        effects: &Effects,
    ) -> Result<Added, InternalError>;
    /// Returns the member's enrolments, oldest first.
    async fn remotes(&self, member: &MemberId, now: Timestamp) -> Result<Vec<RemoteEnrolment>, InternalError>;
    /// Returns an enrolment with its member.
    async fn remote(
        &self,
        id: &EnrolmentId,
        now: Timestamp,
    ) -> Result<Option<(RemoteEnrolment, Member)>, InternalError>;
    /// Replaces the link of an enrolment; false if there is none, or the last mail is too recent.
    async fn remail_remote(&self, again: LinkAgain<'_>, effects: &Effects) -> Result<bool, InternalError>;
    /// Stores a code of an enrolment whose address is not proved, instead of the one before; false if there is none.
    async fn put_code(
        &self,
        id: &EnrolmentId,
        code: &NewCode,
        now: Timestamp,
        effects: &Effects,
    ) -> Result<bool, InternalError>;
    /// Uses up a try of the code, and proves the address if the code is right.
    async fn prove_code(
        &self,
        id: &EnrolmentId,
        typed: &TokenDigest,
        now: Timestamp,
        effects: &Effects,
    ) -> Result<Proved, InternalError>;
    /// Records the first passcode, from which on the device waits for approval; false if the address is not proved or it
    /// waits already.
    async fn await_approval(&self, first: FirstPasscode<'_>, effects: &Effects) -> Result<bool, InternalError>;
    /// Makes a device of an enrolment that waits. `Ok(NotFound)` if it does not. The link that a browser has opened leads to
    /// the device from then on, so that the colleague learns that it is ready; one that was not opened ends.
    async fn approve_remote(
        &self,
        id: &EnrolmentId,
        sign_in_only: bool,
        change: &Change,
    ) -> Result<Result<Changed, Added>, InternalError>;
    /// Returns the approved device to which a link with this subject leads, if it is there.
    async fn approved_remote(&self, subject: &str) -> Result<Option<ReadyDevice>, InternalError>;
    /// Erases an enrolment and its link; false if the member has none with this id.
    async fn discard_remote(
        &self,
        id: &EnrolmentId,
        member: &MemberId,
        effects: &Effects,
    ) -> Result<bool, InternalError>;
}
