//! The control interface for tests, on a separate port.

use axum::{
    Json, Router,
    extract::State,
    http::StatusCode,
    routing::{get, post},
};
use domain::{
    kernel::{
        password::Password,
        ports::{Entropy, Hasher, Lane},
    },
    profile::member::Member,
};
use serde::{Deserialize, Serialize};
use server::{entropy::OsEntropy, hashing::ArgonPool};
use std::sync::Arc;
use testing::Site;

/// What a test can control and read.
#[derive(Clone)]
pub(crate) struct Controlled {
    pub site: Site,
    pub hasher: Arc<ArgonPool>,
}

/// The time in seconds since 1970.
#[derive(Serialize)]
struct Now {
    now: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    seconds: i64,
}

/// A delivered mail.
#[derive(Serialize)]
struct Letter {
    to: String,
    subject: String,
    body: String,
}

/// A member to be created without registration.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewMember {
    name: String,
    email: String,
    password: String,
}

type Answer<T> = Result<T, (StatusCode, String)>;

/// Builds the control interface.
pub(crate) fn router(controlled: Controlled) -> Router {
    Router::new()
        .route("/clock", get(clock))
        .route("/clock/advance", post(advance))
        .route("/mails", get(mails))
        .route("/members", post(member))
        .route("/set-up-link", get(set_up_link))
        .with_state(controlled)
}

async fn clock(State(stand): State<Controlled>) -> Json<Now> {
    Json(Now { now: stand.site.now() })
}

async fn advance(State(stand): State<Controlled>, Json(by): Json<Advance>) -> Json<Now> {
    stand.site.clock.advance(by.seconds);
    clock(State(stand)).await
}

/// Delivers the due mails and returns them, once.
async fn mails(State(stand): State<Controlled>) -> Json<Vec<Letter>> {
    let mails = stand.site.mails().await.into_iter().map(|mail| Letter {
        to: mail.to,
        subject: mail.subject,
        body: mail.body,
    });
    Json(mails.collect())
}

/// Creates an owner with an account of their own, as a confirmed sign-up does.
async fn member(State(stand): State<Controlled>, Json(new): Json<NewMember>) -> Answer<StatusCode> {
    let mut salt = [0; 16];
    OsEntropy.fill(&mut salt);
    let lane = Lane {
        name: new.email.clone(),
        kept: true,
    };
    let hash = stand
        .hasher
        .hash(Password::from_secret(&new.password), salt, &lane)
        .await;
    let now = stand.site.service.now();
    let fixtures = stand.site.fixtures();
    let member = Member {
        name: new.name,
        password: hash.map_err(|refused| broken(format!("{refused:?}")))?,
        password_changed_at: now,
        created_at: now,
        ..fixtures.stranger(&new.email)
    };
    fixtures.join(&member).await;
    Ok(StatusCode::CREATED)
}

/// Creates a set-up link, while no member exists.
async fn set_up_link(State(stand): State<Controlled>) -> Answer<String> {
    let token = stand.site.service.issue_set_up_link().await.map_err(broken)?;
    let token = token.ok_or((StatusCode::CONFLICT, "there is a member".to_owned()))?;
    Ok(format!("{}/set-up/{}", stand.site.plan.origin, token.expose_secret()))
}

fn broken(error: impl std::fmt::Display) -> (StatusCode, String) {
    (StatusCode::INTERNAL_SERVER_ERROR, error.to_string())
}
