//! Storage of sign-ins at apps. All of them end with their session, except those that outlive it (`offline_access`), which
//! end with the next change of the member's security.

use super::grant::{AppToken, GrantOfMember, NewGrant, NewTokens};
use crate::{
    InternalError, Timestamp,
    kernel::{
        id::{ClientId, GrantId, MemberId, RefreshSeries},
        token::TokenDigest,
    },
    oidc::{
        access::{Access, Admission},
        logout::Notice,
    },
    store::Effects,
};
use async_trait::async_trait;

/// How a sign-in is found.
#[derive(Clone, Debug)]
pub enum GrantKey {
    /// By the digest of its code.
    Code(TokenDigest),
    /// By what its refresh tokens have in common.
    Series(RefreshSeries),
    /// By its id.
    Id(GrantId),
}

/// Storage of sign-ins at apps.
#[async_trait]
pub trait GrantStore: Send + Sync {
    /// Returns what decides whether a member may use an app, in one read.
    async fn admission(&self, client: &ClientId, member: &MemberId) -> Result<Admission, InternalError>;
    /// Stores a sign-in and its code, and ends the oldest ones if there are too many; false if the session has ended.
    async fn put_grant(&self, new: &NewGrant, effects: &Effects) -> Result<bool, InternalError>;
    /// Returns a sign-in with its member. One that has ended is not found.
    async fn grant(&self, key: &GrantKey) -> Result<Option<GrantOfMember>, InternalError>;
    /// Returns an access token with its sign-in. One whose sign-in has ended is not found.
    async fn app_token(&self, digest: &TokenDigest) -> Result<Option<AppToken>, InternalError>;
    /// Marks the code as used and stores the tokens that it gives; false if it was used or the sign-in has ended.
    async fn redeem(&self, tokens: &NewTokens) -> Result<bool, InternalError>;
    /// Replaces the refresh token whose digest is `old` and stores the tokens that it gives; false if another one is good, or
    /// the sign-in has ended.
    async fn rotate(&self, old: &TokenDigest, tokens: &NewTokens) -> Result<bool, InternalError>;
    /// Ends a sign-in and its tokens. Its app is told.
    async fn end_grant(&self, id: &GrantId, effects: &Effects) -> Result<(), InternalError>;
    /// Ends all tokens of a sign-in. It goes on as long as its session, so that its app is told of the end of that.
    async fn end_tokens_of(&self, id: &GrantId) -> Result<(), InternalError>;
    /// Ends an access token of this app.
    async fn end_app_token(&self, digest: &TokenDigest, client: &ClientId) -> Result<(), InternalError>;
    /// Returns the apps that a member has signed in at, by name.
    async fn accesses(&self, member: &MemberId) -> Result<Vec<Access>, InternalError>;
    /// Forgets what a member lets an app know, and ends all sign-ins there; false if there is nothing to forget.
    async fn take_back(&self, member: &MemberId, client: &ClientId, effects: &Effects) -> Result<bool, InternalError>;
    /// Returns sign-ins that have ended and of which the app is not told yet, at most `most`, and puts off the next try of
    /// each until `again`.
    async fn claim_notices(&self, now: Timestamp, again: Timestamp, most: i64) -> Result<Vec<Notice>, InternalError>;
    /// Sets the next try to tell an app.
    async fn postpone_notice(&self, id: &GrantId, until: Timestamp) -> Result<(), InternalError>;
    /// Records that an app was told of an end, or that it will not be. Erases the sign-in unless it outlives its session.
    async fn settle_notice(&self, id: &GrantId, now: Timestamp) -> Result<(), InternalError>;
}
