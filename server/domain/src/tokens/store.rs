//! Storage of access tokens. One that is bought with a passcode is stored by the decision about it, see
//! [`crate::sign_in::attempt::Target::Token`].

use super::token::{NewToken, TokenOfMember};
use crate::{
    InternalError,
    kernel::{
        id::{AccessTokenId, ApiKeyId, MemberId},
        token::TokenDigest,
    },
    sign_in::store::KeyCandidates,
    store::Effects,
};
use async_trait::async_trait;

/// Storage of access tokens.
#[async_trait]
pub trait TokenStore: Send + Sync {
    /// Returns the devices whose passcodes count for a key: its machine device if it has one, else those of its member.
    async fn key_candidates(&self, key: &ApiKeyId, member: &MemberId) -> Result<KeyCandidates, InternalError>;
    /// Stores a token that was bought without a second factor, if calls in its member's name need none and the key or
    /// password still is the member's.
    async fn open_token(&self, new: &NewToken, effects: &Effects) -> Result<bool, InternalError>;
    /// Returns the token with this text, its key and its member in one read.
    async fn access_token(&self, digest: &TokenDigest) -> Result<Option<TokenOfMember>, InternalError>;
    /// Ends a token; false if there is none.
    async fn end_token(&self, id: &AccessTokenId, effects: &Effects) -> Result<bool, InternalError>;
}
