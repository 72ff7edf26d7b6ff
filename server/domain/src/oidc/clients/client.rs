//! An app: what it is called, how it proves itself, who may use it.

use super::redirect::{LogoutUri, RedirectUri};
use crate::{
    Timestamp,
    kernel::{
        id::{AccountId, ClientId},
        label::Label,
        token::TokenDigest,
    },
    profile::member::Member,
};

/// Maximum number of apps of an account, and of the operator's.
pub const CLIENTS_MAX: i64 = 50;
/// Maximum number of addresses of an app that people are sent back to, and of those after a sign-out.
pub const URIS_MAX: usize = 10;

/// An app without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// The app's id, `client_id`.
    pub id: ClientId,
    /// The account whose members may use it; `None` for an app of the operator, which is for the members of all accounts.
    pub account: Option<AccountId>,
    /// The app's name, of which there is one in the account.
    pub name: Label,
    /// How the app proves itself at the token endpoint.
    pub authentication: Authentication,
    /// Where people may be sent back to (`redirect_uris`).
    pub redirect_uris: Vec<RedirectUri>,
    /// Where people may be sent after a sign-out (`post_logout_redirect_uris`).
    pub logout_uris: Vec<LogoutUri>,
    /// Where the app is told of the end of a session (OpenID Connect Back-Channel Logout 1.0).
    pub backchannel_uri: Option<String>,
    /// Which members may use it.
    pub audience: Audience,
    /// Whether people are asked before the app learns who they are.
    pub consent: bool,
    /// What has to be proved at least.
    pub least: Acr,
    /// The algorithm of its ID tokens.
    pub algorithm: SigningAlgorithm,
    /// When it was added.
    pub created_at: Timestamp,
}

/// How an app proves itself (`token_endpoint_auth_method`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Authentication {
    /// Not at all: a public client, which can keep no secret.
    None,
    /// With a secret in the header or in the body (`client_secret_basic`, `client_secret_post`).
    Secret(TokenDigest),
    /// With an assertion that a key of its own has signed (`private_key_jwt`, RFC 7523). A JSON Web Key Set (RFC 7517).
    Keys(String),
}

/// Which members may use an app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// All.
    Everyone,
    /// Owners and admins.
    Managers,
    /// Those who were chosen.
    Chosen,
}

/// What was proved at a sign-in (`acr`), or has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Acr {
    /// The password.
    Password,
    /// The password and a second factor.
    Mfa,
}

/// The algorithm of a signature (RFC 7518 section 3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SigningAlgorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256, which every library knows.
    Rs256,
    /// ECDSA on P-256 with SHA-256, which is shorter and quicker to sign.
    Es256,
}

/// Generates the texts of a closed set as the database has them.
macro_rules! texts {
    ($name:ident: $($value:ident $text:literal),+ $(,)?) => {
        impl $name {
            /// All values.
            pub const ALL: &[Self] = &[$(Self::$value),+];

            /// Returns the text form.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$value => $text,)+
                }
            }

            /// Parses the text form.
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == text)
            }
        }
    };
}

texts!(Audience: Everyone "everyone", Managers "managers", Chosen "chosen");
texts!(Acr: Password "pwd", Mfa "mfa");
texts!(SigningAlgorithm: Rs256 "RS256", Es256 "ES256");

impl Client {
    /// Whether this member may use the app; `chosen` says whether it was chosen for them.
    pub fn is_for(&self, member: &Member, chosen: bool) -> bool {
        let account = self.account.as_ref().is_none_or(|account| *account == member.account);
        account
            && match self.audience {
                Audience::Everyone => true,
                Audience::Managers => member.manages_team(),
                Audience::Chosen => chosen,
            }
    }

    /// Returns the address that people may be sent back to and that `asked` is equal to.
    pub fn redirects_to(&self, asked: &str) -> bool {
        self.redirect_uris.iter().any(|uri| uri.is(asked))
    }
}

impl Acr {
    /// Returns the value of the claim `acr`.
    pub const fn urn(self) -> &'static str {
        match self {
            Self::Password => "urn:twofold:acr:pwd",
            Self::Mfa => "urn:twofold:acr:mfa",
        }
    }

    /// Parses the value of the claim `acr`.
    pub fn of_urn(urn: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|acr| acr.urn() == urn)
    }
}
