//! Conversion of rows.

use crate::shared::rows::known_value;
use domain::oidc::scope::AppScopes;

/// Reads scopes.
pub(super) fn scopes(text: &str) -> Result<AppScopes, sqlx::Error> {
    known_value("oidc scopes", AppScopes::parse(text))
}

/// Selects sign-ins: with their sessions, or with their members alone.
macro_rules! query_grants {
    (sessions $after:tt, $($argument:expr),+) => {
        query_sessions!(
            "g.id AS grant_id, g.client_id, g.redirect_uri, g.challenge, g.nonce, g.scopes, g.offline, g.amr, g.auth_time,
             g.created_at AS granted_at, g.code_expires_at, g.redeemed_at, g.refresh, g.refresh_until, ",
            $after,
            $($argument),+
        )
    };
    (members $after:tt, $($argument:expr),+) => {
        query_member!(
            "SELECT " + "g.id AS grant_id, g.client_id, g.redirect_uri, g.challenge, g.nonce, g.scopes, g.offline, g.amr, g.auth_time,
             g.created_at AS granted_at, g.code_expires_at, g.redeemed_at, g.refresh, g.refresh_until, ",
            $after,
            $($argument),+
        )
    };
}
pub(super) use query_grants;

/// Takes a sign-in out of a row of [`query_grants`].
macro_rules! grant {
    ($row:ident) => {
        domain::oidc::grants::grant::Grant {
            id: domain::kernel::id::GrantId::from_store(std::mem::take(&mut $row.grant_id)),
            client: domain::kernel::id::ClientId::from_store(std::mem::take(&mut $row.client_id)),
            redirect_uri: std::mem::take(&mut $row.redirect_uri),
            challenge: domain::oidc::pkce::CodeChallenge::from_store(std::mem::take(&mut $row.challenge)),
            nonce: $row.nonce.take(),
            scopes: $crate::shared::oidc::rows::scopes(&$row.scopes)?,
            offline: $row.offline != 0,
            proved: $crate::shared::rows::known_value(
                "oidc_grant.amr",
                domain::oidc::grants::grant::Proved::from_store(&$row.amr, domain::Timestamp($row.auth_time)),
            )?,
            created_at: domain::Timestamp($row.granted_at),
            code_expires_at: domain::Timestamp($row.code_expires_at),
            redeemed_at: $row.redeemed_at.map(domain::Timestamp),
            refresh: $row
                .refresh
                .take()
                .map(domain::kernel::token::TokenDigest::from_store)
                .zip($row.refresh_until.map(domain::Timestamp)),
        }
    };
}
pub(super) use grant;

/// Converts a row of the apps of a member.
macro_rules! access {
    ($row:expr) => {
        domain::oidc::access::Access {
            client: domain::kernel::id::ClientId::from_store($row.client_id),
            name: domain::kernel::label::Label::from_store($row.name),
            account: $row.account_id.map(domain::kernel::id::AccountId::from_store),
            scopes: $crate::shared::oidc::rows::scopes(&$row.scopes)?,
            allowed_at: domain::Timestamp($row.allowed_at),
            used_at: domain::Timestamp($row.used_at),
        }
    };
}
pub(super) use access;
