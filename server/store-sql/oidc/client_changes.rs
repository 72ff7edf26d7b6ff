//! Changes of apps. All of one account are made one after the other, under its lock.

use crate::{
    Conn,
    shared::{
        change, every_call,
        transaction::{Outcome, at_most_one, commit_effects},
    },
};
use domain::{
    api_keys::key::ShownKey,
    kernel::id::{AccountId, ClientId, MemberId},
    oidc::clients::{
        client::{Authentication, Client},
        redirect::{LogoutUri, RedirectUri},
        store::{ClientChange, NewClient, NewProof},
    },
    sessions::change::Changed,
};
use sqlx::query;

/// Who may make a change.
enum Asks {
    /// A recent repair does not permit it.
    Change,
    /// A recent repair permits it.
    Revocation,
}

/// Locks the account, or the apps of the operator, and returns why the change may not be made.
async fn authorize(conn: &mut Conn, change: &ClientChange, asks: Asks) -> Result<Option<Changed>, sqlx::Error> {
    let refused = match (change, asks) {
        (ClientChange::Manager(c), Asks::Change) => change::authorize_manager(conn, c).await?.err(),
        (ClientChange::Manager(c), Asks::Revocation) => change::authorize_revoking(conn, c).await?.err(),
        (ClientChange::Operator(Some(account), _), _) => {
            every_call::lock(conn, account).await?;
            None
        }
        (ClientChange::Operator(None, _), _) => {
            query!("UPDATE oidc_client SET name = name WHERE account_id IS NULL")
                .execute(conn)
                .await?;
            None
        }
    };
    Ok(refused)
}

pub(super) async fn add(
    conn: &mut Conn,
    change: &ClientChange,
    new: &NewClient,
    most: i64,
) -> Result<Outcome<Changed>, sqlx::Error> {
    if let Some(refused) = authorize(conn, change, Asks::Change).await? {
        return Ok(Outcome::Rollback(refused));
    }
    let count = query!(
        r#"SELECT COUNT(*) AS "count!: i64" FROM oidc_client WHERE COALESCE(account_id, '') = $1"#,
        account_key(change)
    )
    .fetch_one(&mut *conn)
    .await?
    .count;
    if count >= most {
        return Ok(Outcome::Rollback(Changed::ManyApps));
    }
    if !insert(conn, change, new).await? {
        return Ok(Outcome::Rollback(Changed::AppNameTaken));
    }
    choose(conn, change, new).await?;
    commit_effects(conn, change.effects()).await?;
    Ok(Outcome::Commit(Changed::Done))
}

/// Inserts an app; false if the name is taken.
async fn insert(conn: &mut Conn, change: &ClientChange, new: &NewClient) -> Result<bool, sqlx::Error> {
    let (client, shown) = (&new.client, new.shown.as_ref());
    let (redirect_uris, logout_uris) = uris(client);
    let done = query!(
        "INSERT INTO oidc_client (id, account_id, name, name_key, kind, secret, keys, redirect_uris, logout_uris,
                                  backchannel_uri, audience, consent, least_acr, algorithm, created_at, shown_in, shown,
                                  shown_until)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
         ON CONFLICT DO NOTHING",
        client.id.as_str(),
        change.account().map(AccountId::as_str),
        client.name.as_str(),
        client.name.key(),
        client.authentication.kind(),
        secret(client),
        keys(client),
        redirect_uris,
        logout_uris,
        client.backchannel_uri,
        client.audience.as_str(),
        i64::from(client.consent),
        client.least.as_str(),
        client.algorithm.as_str(),
        client.created_at.0,
        shown.map(|shown| shown.session.as_str()),
        shown.map(|shown| shown.text.0.as_slice()),
        shown.map(|shown| shown.until.0)
    );
    at_most_one(done.execute(conn).await?.rows_affected())
}

pub(super) async fn change(
    conn: &mut Conn,
    change: &ClientChange,
    new: &NewClient,
) -> Result<Outcome<Changed>, sqlx::Error> {
    if let Some(refused) = authorize(conn, change, Asks::Change).await? {
        return Ok(Outcome::Rollback(refused));
    }
    let client = &new.client;
    let taken = query!(
        r#"SELECT COUNT(*) AS "count!: i64" FROM oidc_client
           WHERE COALESCE(account_id, '') = $1 AND name_key = $2 AND id <> $3"#,
        account_key(change),
        client.name.key(),
        client.id.as_str()
    );
    if taken.fetch_one(&mut *conn).await?.count > 0 {
        return Ok(Outcome::Rollback(Changed::AppNameTaken));
    }
    if !update(conn, change, client).await? {
        return Ok(Outcome::Rollback(Changed::NotFound));
    }
    authenticate(conn, new).await?;
    choose(conn, change, new).await?;
    commit_effects(conn, change.effects()).await?;
    Ok(Outcome::Commit(Changed::Done))
}

/// Updates everything but how the app proves itself; false if the account has no such app.
async fn update(conn: &mut Conn, change: &ClientChange, client: &Client) -> Result<bool, sqlx::Error> {
    let (redirect_uris, logout_uris) = uris(client);
    let done = query!(
        "UPDATE oidc_client
         SET name = $3, name_key = $4, redirect_uris = $5, logout_uris = $6, backchannel_uri = $7, audience = $8, consent = $9,
             least_acr = $10, algorithm = $11
         WHERE id = $1 AND COALESCE(account_id, '') = $2",
        client.id.as_str(),
        account_key(change),
        client.name.as_str(),
        client.name.key(),
        redirect_uris,
        logout_uris,
        client.backchannel_uri,
        client.audience.as_str(),
        i64::from(client.consent),
        client.least.as_str(),
        client.algorithm.as_str()
    );
    at_most_one(done.execute(conn).await?.rows_affected())
}

/// Sets how an app proves itself. One that has a secret and is to have one keeps it.
async fn authenticate(conn: &mut Conn, new: &NewClient) -> Result<(), sqlx::Error> {
    let (client, shown) = (&new.client, new.shown.as_ref());
    let done = query!(
        "UPDATE oidc_client SET kind = $2, secret = $3, keys = $4, shown_in = $5, shown = $6, shown_until = $7
         WHERE id = $1 AND NOT (kind = 'secret' AND $2 = 'secret')",
        client.id.as_str(),
        client.authentication.kind(),
        secret(client),
        keys(client),
        shown.map(|shown| shown.session.as_str()),
        shown.map(|shown| shown.text.0.as_slice()),
        shown.map(|shown| shown.until.0)
    );
    at_most_one(done.execute(conn).await?.rows_affected()).map(drop)
}

/// Stores for whom an app is chosen.
async fn choose(conn: &mut Conn, change: &ClientChange, new: &NewClient) -> Result<(), sqlx::Error> {
    let id = new.client.id.as_str();
    query!("DELETE FROM oidc_client_member WHERE client_id = $1", id)
        .execute(&mut *conn)
        .await?;
    for member in new.members.iter().map(MemberId::as_str) {
        let done = query!(
            "INSERT INTO oidc_client_member (client_id, member_id)
             SELECT CAST($1 AS TEXT), id FROM member WHERE id = $2 AND account_id = $3",
            id,
            member,
            account_key(change)
        );
        at_most_one(done.execute(&mut *conn).await?.rows_affected())?;
    }
    Ok(())
}

pub(super) async fn replace_secret(
    conn: &mut Conn,
    change: &ClientChange,
    id: &ClientId,
    secret: &NewProof,
) -> Result<Outcome<Changed>, sqlx::Error> {
    if let Some(refused) = authorize(conn, change, Asks::Change).await? {
        return Ok(Outcome::Rollback(refused));
    }
    let shown: Option<&ShownKey> = secret.shown.as_ref();
    let done = query!(
        "UPDATE oidc_client SET secret = $3, shown_in = $4, shown = $5, shown_until = $6
         WHERE id = $1 AND COALESCE(account_id, '') = $2 AND kind = 'secret'",
        id.as_str(),
        account_key(change),
        secret.digest.as_str(),
        shown.map(|shown| shown.session.as_str()),
        shown.map(|shown| shown.text.0.as_slice()),
        shown.map(|shown| shown.until.0)
    );
    if !at_most_one(done.execute(&mut *conn).await?.rows_affected())? {
        return Ok(Outcome::Rollback(Changed::NotFound));
    }
    commit_effects(conn, change.effects()).await?;
    Ok(Outcome::Commit(Changed::Done))
}

pub(super) async fn remove(
    conn: &mut Conn,
    change: &ClientChange,
    id: &ClientId,
) -> Result<Outcome<Changed>, sqlx::Error> {
    if let Some(refused) = authorize(conn, change, Asks::Revocation).await? {
        return Ok(Outcome::Rollback(refused));
    }
    let done = query!(
        "DELETE FROM oidc_client WHERE id = $1 AND COALESCE(account_id, '') = $2",
        id.as_str(),
        account_key(change)
    );
    if !at_most_one(done.execute(&mut *conn).await?.rows_affected())? {
        return Ok(Outcome::Rollback(Changed::NotFound));
    }
    commit_effects(conn, change.effects()).await?;
    Ok(Outcome::Commit(Changed::Done))
}

/// The account as the unique index has it: the operator's apps have an empty one.
fn account_key(change: &ClientChange) -> &str {
    change.account().map_or("", AccountId::as_str)
}

fn uris(client: &Client) -> (String, String) {
    let redirect: Vec<_> = client.redirect_uris.iter().map(RedirectUri::as_str).collect();
    let logout: Vec<_> = client.logout_uris.iter().map(LogoutUri::as_str).collect();
    (redirect.join("\n"), logout.join("\n"))
}

fn secret(client: &Client) -> Option<&str> {
    match &client.authentication {
        Authentication::Secret(digest) => Some(digest.as_str()),
        Authentication::None | Authentication::Keys(_) => None,
    }
}

fn keys(client: &Client) -> Option<&str> {
    match &client.authentication {
        Authentication::Keys(keys) => Some(keys),
        Authentication::None | Authentication::Secret(_) => None,
    }
}
