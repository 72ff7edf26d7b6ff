//! A sign-in at an app: what the app was given, and what that is good for.

use crate::{
    Timestamp,
    kernel::{
        clock::{DAY, MINUTE},
        id::{ClientId, GrantId, MemberId, RefreshSeries, SessionId},
        token::TokenDigest,
    },
    oidc::{clients::client::Acr, pkce::CodeChallenge, scope::AppScopes},
    profile::member::Member,
    sessions::{rights::UseCase, session::Session},
};
use terms::SessionKind;

/// Lifetime of a code, in seconds (RFC 6749 section 4.1.2: at most ten minutes).
pub const CODE_LIFE: i64 = MINUTE;
/// Lifetime of an access token, in seconds.
pub const ACCESS_LIFE: i64 = 15 * MINUTE;
/// Lifetime of a refresh token that is not used, in seconds.
pub const REFRESH_LIFE: i64 = 30 * DAY;
/// Lifetime of all refresh tokens of a sign-in, in seconds.
pub const OFFLINE_LIFE: i64 = 90 * DAY;
/// Maximum sign-ins of a member at an app; the oldest ends.
pub const GRANTS_MAX: i64 = 20;
/// Maximum access tokens of a sign-in; the oldest ends.
pub const TOKENS_MAX: i64 = 20;

/// What a person proved, and when all of it was proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proved {
    /// Whether a second factor was among it.
    pub factor: bool,
    /// The time of what is longest ago.
    pub at: Timestamp,
}

/// A sign-in at an app. Its id is the claim `sid`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The id.
    pub id: GrantId,
    /// The app.
    pub client: ClientId,
    /// Where the code was sent.
    pub redirect_uri: String,
    /// The digest of what the app has to show with the code.
    pub challenge: CodeChallenge,
    /// What the ID token repeats.
    pub nonce: Option<String>,
    /// What the app may know.
    pub scopes: AppScopes,
    /// Whether it outlives its session.
    pub offline: bool,
    /// What was proved.
    pub proved: Proved,
    /// When it was given.
    pub created_at: Timestamp,
    /// When the code ends.
    pub code_expires_at: Timestamp,
    /// When the code was used.
    pub redeemed_at: Option<Timestamp>,
    /// The digest of the refresh token that is good, and when it ends.
    pub refresh: Option<(TokenDigest, Timestamp)>,
}

/// A sign-in with its member and, unless it has ended, its session.
#[derive(Clone, Debug)]
pub struct GrantOfMember {
    /// The sign-in.
    pub grant: Grant,
    /// The member.
    pub member: Member,
    /// The session.
    pub session: Option<Session>,
}

/// An access token with its sign-in.
#[derive(Clone, Debug)]
pub struct AppToken {
    /// What it is good for.
    pub scopes: AppScopes,
    /// When it was given.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// Its sign-in.
    pub of: GrantOfMember,
}

/// A sign-in to be stored.
#[derive(Clone, Debug)]
pub struct NewGrant {
    /// The sign-in.
    pub grant: Grant,
    /// The digest of the code.
    pub code: TokenDigest,
    /// The member.
    pub member: MemberId,
    /// The session that it is made in.
    pub session: SessionId,
    /// What the member lets the app know from now on.
    pub allowed: AppScopes,
}

/// Tokens to be stored.
#[derive(Clone, Debug)]
pub struct NewTokens {
    /// The sign-in.
    pub grant: GrantId,
    /// The session that has to go on; `None` if the sign-in outlives it.
    pub session: Option<SessionId>,
    /// The digest of the access token.
    pub access: TokenDigest,
    /// What it is good for.
    pub scopes: AppScopes,
    /// The series and digest of the refresh token, and when it ends.
    pub refresh: (RefreshSeries, TokenDigest, Timestamp),
    /// When the access token ends.
    pub expires_at: Timestamp,
    /// The time.
    pub now: Timestamp,
}

impl Proved {
    /// Returns what this session proves to an app. A colleague's passcode signs in and is no second factor of the member.
    pub fn by(session: &Session) -> Self {
        let factor = session.factor_at.filter(|_| session.kind == SessionKind::Full);
        Self {
            factor: factor.is_some(),
            at: factor.map_or(session.password_at, |at| at.min(session.password_at)),
        }
    }

    /// Returns the methods (RFC 8176), the claim `amr`.
    pub const fn amr(self) -> &'static [&'static str] {
        if self.factor { &["pwd", "otp"] } else { &["pwd"] }
    }

    /// Returns the claim `acr`.
    pub const fn acr(self) -> Acr {
        if self.factor { Acr::Mfa } else { Acr::Password }
    }

    /// Returns the methods as the store has them.
    pub fn text(self) -> String {
        self.amr().join(" ")
    }

    /// Reads the methods from the store; `None` if they are none of ours.
    pub fn from_store(amr: &str, at: Timestamp) -> Option<Self> {
        let of = |factor| Self { factor, at };
        [of(false), of(true)].into_iter().find(|proved| proved.text() == amr)
    }
}

impl GrantOfMember {
    /// Whether the sign-in still counts: its session goes on, or it outlives the session; and its member does.
    pub fn is_good(&self, now: Timestamp) -> bool {
        let session = self.session.as_ref().is_some_and(|session| {
            session.live(now) && UseCase::PassToApps.right(session.kind).is_ok() && self.fits(session)
        });
        self.member.goes_on().is_ok() && (self.grant.offline || session)
    }

    /// Whether the session still is of the kind whose proofs the app was told of.
    fn fits(&self, session: &Session) -> bool {
        !self.grant.proved.factor || session.kind == SessionKind::Full
    }

    /// Returns the session that has to go on; `None` if the sign-in outlives it.
    pub fn needed_session(&self) -> Option<SessionId> {
        let session = self.session.as_ref().filter(|_| !self.grant.offline);
        session.map(|session| session.id.clone())
    }

    /// Returns the end of something that lasts `life` seconds, which a session does not outlive.
    pub fn end(&self, now: Timestamp, life: i64) -> Timestamp {
        let until = now.plus(life);
        match &self.session {
            Some(session) if !self.grant.offline => until.min(session.expires_at),
            _ => until.min(self.grant.created_at.plus(OFFLINE_LIFE)),
        }
    }
}
