//! Applications on hosts of their own: how a browser that is signed in here is signed in there.
//!
//! The application's host sets a cookie of its own, the state, and sends the browser here. A browser with a full session goes
//! back with a code, which that host exchanges, once and only together with the state, for a cookie that is good for
//! forward-auth on that host and ends with the session.

use super::{Demand, Passed};
use crate::{
    Result, Service, Timestamp,
    kernel::{
        browser::Browser,
        id::SessionId,
        token::{PlainToken, TokenDigest},
    },
    sessions::{SignedIn, rights::UseCase},
};
use terms::Rejection;

/// How long a code is good for, in seconds.
pub const CODE_LIFE: i64 = 60;

/// Maximum codes of a session; the one that ends first goes.
pub const CODES_MAX: i64 = 20;

/// A code to be stored.
#[derive(Clone, Debug)]
pub struct NewAppCode {
    /// The digest of its text.
    pub digest: TokenDigest,
    /// The session that it was made in.
    pub session: SessionId,
    /// The application's origin.
    pub app: String,
    /// The digest of the cookie that the browser has on the application's host.
    pub state: TokenDigest,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// A code that is exchanged for a session on an application's host.
#[derive(Clone, Debug)]
pub struct AppExchange {
    /// The digest of the code.
    pub code: TokenDigest,
    /// The digest of the cookie that the browser has there.
    pub state: TokenDigest,
    /// The application's origin.
    pub app: String,
    /// The digest of the new token.
    pub token: TokenDigest,
    /// The time.
    pub now: Timestamp,
}

impl Service {
    /// Makes a code with which the browser of this session is signed in at an application. `max_mfa_age` is what the
    /// application has just demanded, if that is why the browser comes. It lets nothing pass; without it a browser with
    /// an old second factor would come back with a code as often as it is sent here.
    ///
    /// # Errors
    /// `NotFound` if the settings do not list the application; `SecondFactorNeeded` if none was proved, or too long ago.
    pub async fn app_code(
        &self,
        who: &SignedIn,
        app: &str,
        state: TokenDigest,
        max_mfa_age: Option<i64>,
    ) -> Result<PlainToken> {
        if !self.settings().apps.iter().any(|listed| listed == app) {
            return Err(Rejection::NotFound.into());
        }
        let demand = Demand {
            max_mfa_age,
            ..Demand::default()
        };
        self.fresh(who.session.factor_at, &demand, who.now)
            .map_err(|(rejection, _)| rejection)?;
        let code = PlainToken::random(self.entropy());
        let new = NewAppCode {
            digest: code.digest(),
            session: who.session.id.clone(),
            app: app.to_owned(),
            state,
            expires_at: who.now.plus(CODE_LIFE),
        };
        let stored = self.store().put_app_code(&new).await?;
        Ok(stored.then_some(code).ok_or(Rejection::NotSignedIn)?)
    }

    /// Exchanges a code for the token of a session on the application's host. The code is used up in any case.
    ///
    /// # Errors
    /// `NotSignedIn` for a code that is unknown, used, over, or was made for another browser or application.
    pub async fn open_app_session(&self, code: &str, state: &PlainToken, app: &str) -> Result<PlainToken> {
        let code = PlainToken::parse(code).ok_or(Rejection::NotSignedIn)?;
        let token = PlainToken::random(self.entropy());
        let exchange = AppExchange {
            code: code.digest(),
            state: state.digest(),
            app: app.to_owned(),
            token: token.digest(),
            now: self.now(),
        };
        let opened = self.store().exchange_app_code(&exchange).await?;
        Ok(opened.then_some(token).ok_or(Rejection::NotSignedIn)?)
    }

    /// Checks a request that a browser makes on the host of an application, with the token that it has there.
    ///
    /// # Errors
    /// As [`Service::pass_browser`]; `NotSignedIn` on the host of another application, too.
    pub async fn pass_app_browser(
        &self,
        (token, app): (&str, &str),
        demand: &Demand,
        browser: &Browser,
    ) -> Result<Passed> {
        let token = PlainToken::parse(token).ok_or(Rejection::NotSignedIn)?;
        let found = self.store().app_session(&token.digest()).await?;
        let (_, found) = found.filter(|(of, _)| of == app).ok_or(Rejection::NotSignedIn)?;
        let who = self.authorized(found, UseCase::PassToApps, browser).await?;
        self.pass_signed_in(who, demand).await
    }
}
