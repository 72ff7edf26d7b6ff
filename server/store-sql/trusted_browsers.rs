//! Storage of trusted browsers.

use super::{
    counters, profile, sessions, sign_in,
    transaction::{Outcome, at_most_one, commit_effects, exactly_one, internal, transaction},
    windows,
};
use crate::{Conn, SqlStore};
use async_trait::async_trait;
use domain::{
    InternalError, Timestamp,
    kernel::{
        counter::CounterKey,
        id::{AccountId, DeviceId, MemberId, SessionId, TrustedBrowserId},
        token::TokenDigest,
    },
    sessions::{
        session::Session,
        trusted::{
            NewTrust, TRUSTED_BROWSERS, TRUSTING_MEMBERS,
            rules::{TokenAge, TrustedBrowser},
            store::{FactorSkip, Skipped, TrustedBrowserStore},
        },
    },
    store::Effects,
};
use sqlx::query;

/// Selects trusted browsers.
macro_rules! query_trusted {
    ($condition:tt, $($argument:expr),+ $(,)?) => {
        query!(
            "SELECT id, member_id, device_id, digest, previous, rotated_at, created_at, expires_at, address, agent
             FROM trusted_browser " + $condition,
            $($argument),+
        )
    };
}

/// Converts a row of [`query_trusted`].
macro_rules! trusted {
    ($row:expr) => {{
        let row = $row;
        TrustedBrowser {
            id: TrustedBrowserId::from_store(row.id),
            member: MemberId::from_store(row.member_id),
            device: DeviceId::from_store(row.device_id),
            digest: TokenDigest::from_store(row.digest),
            previous: row.previous.map(TokenDigest::from_store),
            rotated_at: Timestamp(row.rotated_at),
            created_at: Timestamp(row.created_at),
            expires_at: Timestamp(row.expires_at),
            address: row.address,
            agent: row.agent,
        }
    }};
}

#[async_trait]
impl TrustedBrowserStore for SqlStore {
    async fn skip_factor(&self, skip: &FactorSkip<'_>) -> Result<Skipped, InternalError> {
        transaction!(self, "skipping the second factor", |conn| skip_factor(conn, skip).await)
    }

    async fn trusted_browsers(&self, member: &MemberId, now: Timestamp) -> Result<Vec<TrustedBrowser>, InternalError> {
        let found = async {
            let mut conn = self.read().acquire().await?;
            of_member(&mut conn, member, now).await
        };
        found.await.map_err(internal("reading trusted browsers"))
    }

    async fn end_trust(
        &self,
        member: &MemberId,
        id: &TrustedBrowserId,
        effects: &Effects,
    ) -> Result<bool, InternalError> {
        transaction!(self, "ending the trust in a browser", |conn| {
            if !end(conn, member, id).await? {
                return Ok(Outcome::Rollback(false));
            }
            commit_effects(conn, effects).await?;
            Ok(Outcome::Commit(true))
        })
    }
}

async fn skip_factor(conn: &mut Conn, skip: &FactorSkip<'_>) -> Result<Outcome<Skipped>, sqlx::Error> {
    let member = &skip.session.member;
    let no = Ok(Outcome::Rollback(Skipped::No));
    if profile::lock_password(conn, member, skip.password.hash).await? != Some(true) {
        return no;
    }
    let may = profile::read(conn, member).await?;
    if !may.is_some_and(|member| member.may_trust_browsers(skip.now)) || is_stopped(conn, member).await? {
        return no;
    }
    let Some((trusted, token)) = presented(conn, skip).await? else {
        return no;
    };
    let judged = trusted.judge(token, skip.browser, skip.now);
    match judged {
        TokenAge::Present | TokenAge::Previous => {}
        TokenAge::Over => {
            end(conn, member, &trusted.id).await?;
            return Ok(Outcome::Commit(Skipped::No));
        }
        TokenAge::Stolen => {
            end_stolen(conn, &trusted).await?;
            commit_effects(conn, skip.theft).await?;
            return Ok(Outcome::Commit(Skipped::No));
        }
    }
    windows::release(conn, skip.password.tries, skip.password.reserved_at).await?;
    let surplus = sessions::surplus(conn, member).await?;
    sessions::erase(conn, &surplus).await?;
    if judged == TokenAge::Present {
        rotate(conn, &trusted, skip).await?;
    }
    let session = Session {
        expires_at: skip.session.expires_at.min(trusted.expires_at),
        opened_by: Some(trusted.device.clone()),
        trusted: Some(trusted.id.clone()),
        ..skip.session.clone()
    };
    sessions::insert(conn, &session).await?;
    sign_in::put_known(conn, skip.known).await?;
    commit_effects(conn, skip.effects).await?;
    let rotated = (judged == TokenAge::Present).then_some(trusted.id);
    Ok(Outcome::Commit(Skipped::Opened { rotated }))
}

async fn is_stopped(conn: &mut Conn, member: &MemberId) -> Result<bool, sqlx::Error> {
    let subject = CounterKey::Passcode(member.clone());
    Ok(counters::read_in(conn, &subject).await?.stopped_at.is_some())
}

/// Returns the member's series among those presented, and the token.
async fn presented<'a>(
    conn: &mut Conn,
    skip: &FactorSkip<'a>,
) -> Result<Option<(TrustedBrowser, &'a TokenDigest)>, sqlx::Error> {
    let mut ids = [""; TRUSTING_MEMBERS];
    for (place, (id, _)) in ids.iter_mut().zip(skip.presented) {
        *place = id.as_str();
    }
    let [a, b, c, d, e] = ids;
    let row = query_trusted!(
        "WHERE member_id = $1 AND id IN ($2, $3, $4, $5, $6) ORDER BY created_at DESC, id LIMIT 1",
        skip.session.member.as_str(),
        a,
        b,
        c,
        d,
        e
    );
    let Some(trusted) = row.fetch_optional(conn).await?.map(|row| trusted!(row)) else {
        return Ok(None);
    };
    let token = skip.presented.iter().find(|(id, _)| *id == trusted.id);
    Ok(token.map(|(_, token)| (trusted, token)))
}

/// Gives the browser the next token of its series. The lock on the member keeps it as it was read.
async fn rotate(conn: &mut Conn, trusted: &TrustedBrowser, skip: &FactorSkip<'_>) -> Result<(), sqlx::Error> {
    let done = query!(
        "UPDATE trusted_browser SET previous = digest, digest = $2, rotated_at = $3, address = $4, agent = $5
         WHERE id = $1 AND digest = $6",
        trusted.id.as_str(),
        skip.next.as_str(),
        skip.now.0,
        skip.browser.address.to_string(),
        skip.browser.agent,
        trusted.digest.as_str()
    );
    exactly_one(done.execute(conn).await?.rows_affected())
}

/// Ends a series of which a token was stolen, and the sessions that it opened.
async fn end_stolen(conn: &mut Conn, trusted: &TrustedBrowser) -> Result<(), sqlx::Error> {
    let opened = query!(
        "SELECT id FROM session WHERE member_id = $1 AND trusted_id = $2 ORDER BY id",
        trusted.member.as_str(),
        trusted.id.as_str()
    );
    for row in opened.fetch_all(&mut *conn).await? {
        sessions::end(conn, &SessionId::from_store(row.id)).await?;
    }
    end(conn, &trusted.member, &trusted.id).await.map(drop)
}

async fn end(conn: &mut Conn, member: &MemberId, id: &TrustedBrowserId) -> Result<bool, sqlx::Error> {
    let done = query!(
        "DELETE FROM trusted_browser WHERE id = $1 AND member_id = $2",
        id.as_str(),
        member.as_str()
    );
    at_most_one(done.execute(conn).await?.rows_affected())
}

/// Trusts the browser of a sign-in. The member's oldest trusted browsers beyond the limit end.
pub(super) async fn insert(conn: &mut Conn, new: &NewTrust) -> Result<(), sqlx::Error> {
    let NewTrust { browser, replaced } = new;
    for id in replaced {
        end(conn, &browser.member, id).await?;
    }
    let done = query!(
        "INSERT INTO trusted_browser (id, member_id, device_id, digest, rotated_at, created_at, expires_at, address, agent)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        browser.id.as_str(),
        browser.member.as_str(),
        browser.device.as_str(),
        browser.digest.as_str(),
        browser.rotated_at.0,
        browser.created_at.0,
        browser.expires_at.0,
        browser.address,
        browser.agent
    );
    exactly_one(done.execute(&mut *conn).await?.rows_affected())?;
    query!(
        "DELETE FROM trusted_browser WHERE member_id = $1 AND id IN
         (SELECT id FROM trusted_browser WHERE member_id = $1 ORDER BY rotated_at DESC, id LIMIT 1000 OFFSET $2)",
        browser.member.as_str(),
        TRUSTED_BROWSERS
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Returns the browsers that a member trusts, newest use first.
pub(super) async fn of_member(
    conn: &mut Conn,
    member: &MemberId,
    now: Timestamp,
) -> Result<Vec<TrustedBrowser>, sqlx::Error> {
    let rows = query_trusted!("WHERE member_id = $1 ORDER BY rotated_at DESC, id", member.as_str())
        .fetch_all(conn)
        .await?;
    let found = rows.into_iter().map(|row| trusted!(row));
    Ok(found.filter(|trusted| trusted.live(now)).collect())
}

/// Ends the trust of a member in all browsers.
pub(super) async fn end_all(conn: &mut Conn, member: &MemberId) -> Result<(), sqlx::Error> {
    query!("DELETE FROM trusted_browser WHERE member_id = $1", member.as_str())
        .execute(conn)
        .await
        .map(drop)
}

/// Ends the trust of all members of an account, whose policy forbids it.
pub(super) async fn end_in_account(conn: &mut Conn, account: &AccountId) -> Result<(), sqlx::Error> {
    query!(
        "DELETE FROM trusted_browser WHERE member_id IN (SELECT id FROM member WHERE account_id = $1)",
        account.as_str()
    )
    .execute(conn)
    .await
    .map(drop)
}
