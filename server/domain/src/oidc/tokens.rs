//! The token endpoint (RFC 6749 section 3.2), and what asks about tokens.

use super::{
    claims,
    clients::client::Client,
    error::{AppError, ErrorCode},
    grants::{
        grant::{ACCESS_LIFE, GrantOfMember, NewTokens, REFRESH_LIFE},
        store::GrantKey,
    },
    scope::AppScopes,
};
use crate::{
    Result, Service, Timestamp,
    introspection::ResourceServer,
    kernel::{
        browser::Browser,
        credential::{CredentialKind, PlainCredential},
        id::{AccessTokenId, RefreshSeries},
        token::{PlainToken, TokenDigest},
    },
    store::Effects,
};
use serde_json::{Map, Value};
use terms::EventKind;

/// Tokens as an app gets them.
pub struct Tokens {
    /// The access token.
    pub access: PlainCredential,
    /// How long it is good, in seconds.
    pub expires_in: i64,
    /// The next refresh token.
    pub refresh: PlainCredential,
    /// The ID token.
    pub id_token: String,
    /// What the access token is good for.
    pub scopes: AppScopes,
}

terms::redacted!(Tokens);

/// The code that an app presents, and what belongs to it.
#[derive(Clone, Copy)]
pub struct PresentedCode<'a> {
    /// The code.
    pub code: &'a str,
    /// Where it was sent.
    pub redirect_uri: &'a str,
    /// The text whose digest the request had (RFC 7636).
    pub verifier: &'a str,
}

/// A token that is good.
#[derive(Clone, Debug)]
pub struct ActiveToken {
    /// Its sign-in.
    pub of: GrantOfMember,
    /// What it is good for.
    pub scopes: AppScopes,
    /// When it was given; `None` for a refresh token.
    pub created_at: Option<Timestamp>,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// Who asks about a token.
#[derive(Clone, Copy, Debug)]
pub enum Asker<'a> {
    /// An app, about its own.
    App(&'a Client),
    /// A resource server.
    Resource(&'a ResourceServer),
}

const NO_CODE: AppError = AppError::refused(
    ErrorCode::InvalidGrant,
    "the code is unknown, over, used, or not for this request",
);
const NO_REFRESH: AppError = AppError::refused(ErrorCode::InvalidGrant, "the refresh token is unknown, over or used");
const NO_TOKEN: AppError = AppError::refused(ErrorCode::InvalidToken, "the access token is not good");

impl Service {
    /// Exchanges a code for tokens. Whatever is wrong with it, it is not good for another try, and what it gave before ends
    /// (RFC 6749 section 4.1.2).
    ///
    /// # Errors
    /// `InvalidGrant`.
    pub async fn exchange_code(
        &self,
        client: &Client,
        presented: PresentedCode<'_>,
        browser: &Browser,
    ) -> Result<Tokens, AppError> {
        let now = self.now();
        let code = PlainToken::parse(presented.code).ok_or(NO_CODE)?;
        let found = self
            .store()
            .grant(&GrantKey::Code(code.digest()))
            .await?
            .ok_or(NO_CODE)?;
        let grant = &found.grant;
        if grant.redeemed_at.is_some() {
            return self.end_reused(client, &found, browser, NO_CODE).await;
        }
        let fits = grant.client == client.id
            && grant.redirect_uri == presented.redirect_uri
            && grant.challenge.is_of(presented.verifier)
            && now < grant.code_expires_at
            && found.is_good(now);
        if !fits {
            self.store().end_grant(&grant.id, &Effects::none()).await?;
            return Err(NO_CODE);
        }
        let series = RefreshSeries::random(self.entropy());
        // Signed before the code is used up, so that an error costs nothing.
        let id_token = self.id_token(client, &found, grant.nonce.as_deref(), now).await?;
        let (tokens, new) = self.new_tokens(&found, series, grant.scopes, now);
        if !self.store().redeem(&new).await? {
            return self.end_reused(client, &found, browser, NO_CODE).await;
        }
        Ok(Tokens { id_token, ..tokens })
    }

    /// Exchanges a refresh token for the next one, once. A second use ends the sign-in, because one of the two who have the
    /// token has stolen it (RFC 9700 section 4.14.2).
    ///
    /// # Errors
    /// `InvalidGrant`, `InvalidScope`.
    pub async fn refresh_tokens(
        &self,
        client: &Client,
        token: &str,
        scope: Option<&str>,
        browser: &Browser,
    ) -> Result<Tokens, AppError> {
        let now = self.now();
        let (series, digest) = refresh_token(token).ok_or(NO_REFRESH)?;
        let found = self
            .store()
            .grant(&GrantKey::Series(series.clone()))
            .await?
            .ok_or(NO_REFRESH)?;
        let grant = &found.grant;
        let until = match &grant.refresh {
            Some((good, until)) if *good == digest && grant.client == client.id => *until,
            // The app itself has ended it.
            None if grant.client == client.id => return Err(NO_REFRESH),
            _ => return self.end_reused(client, &found, browser, NO_REFRESH).await,
        };
        let admission = self.store().admission(&client.id, &found.member.id).await?;
        if now >= until || !found.is_good(now) || !client.is_for(&found.member, admission.chosen) {
            return Err(NO_REFRESH);
        }
        let scopes = match scope {
            None => grant.scopes,
            Some(text) => AppScopes::parse(text)
                .filter(|asked| asked.within(grant.scopes))
                .ok_or(AppError::refused(
                    ErrorCode::InvalidScope,
                    "scope is more than what was granted",
                ))?,
        };
        let id_token = self.id_token(client, &found, None, now).await?;
        let (tokens, new) = self.new_tokens(&found, series, scopes, now);
        if !self.store().rotate(&digest, &new).await? {
            return self.end_reused(client, &found, browser, NO_REFRESH).await;
        }
        Ok(Tokens { id_token, ..tokens })
    }

    /// Returns what the holder of an access token may know of its member (OpenID Connect Core section 5.3).
    ///
    /// # Errors
    /// `InvalidToken`.
    pub async fn user_info(&self, token: &str) -> Result<Map<String, Value>, AppError> {
        let active = self.active_access(token).await?.ok_or(NO_TOKEN)?;
        Ok(claims::of_member(&active.of.member, active.scopes))
    }

    /// Answers who asks about a token (RFC 7662); `None` if it is not good, whatever the reason. An app is told of its own
    /// tokens only, and a resource server of access tokens only.
    pub async fn active_token(&self, asker: Asker<'_>, token: &str) -> Result<Option<ActiveToken>> {
        let now = self.now();
        let client = match asker {
            Asker::Resource(_) => return self.active_access(token).await,
            Asker::App(client) => client,
        };
        let active = match refresh_token(token) {
            None => self.active_access(token).await?,
            Some((series, digest)) => {
                let found = self.store().grant(&GrantKey::Series(series)).await?;
                found
                    .filter(|found| found.is_good(now))
                    .and_then(|of| match &of.grant.refresh {
                        Some((good, until)) if *good == digest && now < *until => Some(ActiveToken {
                            scopes: of.grant.scopes,
                            created_at: None,
                            expires_at: *until,
                            of,
                        }),
                        _ => None,
                    })
            }
        };
        Ok(active.filter(|active| active.of.grant.client == client.id))
    }

    /// Ends a token of this app (RFC 7009); with a refresh token all of its sign-in. An unknown one is no error.
    pub async fn revoke_token(&self, client: &Client, token: &str) -> Result<()> {
        if let Some((series, digest)) = refresh_token(token) {
            let found = self.store().grant(&GrantKey::Series(series)).await?;
            let own = found.filter(|found| {
                let good = found.grant.refresh.as_ref().is_some_and(|(good, _)| *good == digest);
                good && found.grant.client == client.id
            });
            if let Some(found) = own {
                self.store().end_tokens_of(&found.grant.id).await?;
            }
        } else if let Some(digest) = access_token(token) {
            self.store().end_app_token(&digest, &client.id).await?;
        }
        Ok(())
    }

    async fn active_access(&self, token: &str) -> Result<Option<ActiveToken>> {
        let now = self.now();
        let Some(digest) = access_token(token) else {
            return Ok(None);
        };
        let found = self.store().app_token(&digest).await?;
        let good = found.filter(|found| now < found.expires_at && found.of.is_good(now));
        Ok(good.map(|found| ActiveToken {
            scopes: found.scopes,
            created_at: Some(found.created_at),
            expires_at: found.expires_at,
            of: found.of,
        }))
    }

    /// Ends a sign-in whose code or refresh token was used before, or by another app, and records it.
    async fn end_reused<T>(
        &self,
        client: &Client,
        found: &GrantOfMember,
        browser: &Browser,
        error: AppError,
    ) -> Result<T, AppError> {
        let event = self.event(EventKind::AppTokenReused, &found.member, browser, self.now());
        let effects = Effects::events(vec![event.about_app(&client.id, &client.name)]);
        self.store().end_grant(&found.grant.id, &effects).await?;
        Err(error)
    }

    fn new_tokens(
        &self,
        of: &GrantOfMember,
        series: RefreshSeries,
        scopes: AppScopes,
        now: Timestamp,
    ) -> (Tokens, NewTokens) {
        let id = AccessTokenId::random(self.entropy());
        let access = PlainCredential::random(CredentialKind::AppToken, id.as_str(), self.entropy());
        let refresh = PlainCredential::random(CredentialKind::RefreshToken, series.as_str(), self.entropy());
        let expires_at = of.end(now, ACCESS_LIFE);
        let new = NewTokens {
            grant: of.grant.id.clone(),
            session: of.needed_session(),
            access: access.digest(),
            scopes,
            refresh: (series, refresh.digest(), of.end(now, REFRESH_LIFE)),
            expires_at,
            now,
        };
        let tokens = Tokens {
            access,
            expires_in: expires_at.since(now),
            refresh,
            id_token: String::new(),
            scopes,
        };
        (tokens, new)
    }
}

/// Returns the series and digest of a refresh token; `None` unless it has the form of one.
fn refresh_token(text: &str) -> Option<(RefreshSeries, TokenDigest)> {
    let plain = PlainCredential::parse(text).filter(|plain| plain.kind() == CredentialKind::RefreshToken)?;
    Some((RefreshSeries::parse(plain.id())?, plain.digest()))
}

/// Returns the digest of an access token; `None` unless it has the form of one.
fn access_token(text: &str) -> Option<TokenDigest> {
    let plain = PlainCredential::parse(text).filter(|plain| plain.kind() == CredentialKind::AppToken)?;
    Some(plain.digest())
}
