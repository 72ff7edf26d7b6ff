//! The test's side of the stand, on a port of its own.

use crate::{
    mail::{Letter, Mailbox},
    members::{self, NewMember},
    seconds,
};
use axum::{
    Json, Router,
    extract::State,
    http::StatusCode,
    routing::{get, post},
};
use domain::{Service, testing::TestClock};
use serde::{Deserialize, Serialize};
use server::{hashing::ArgonPool, jobs::Outbox};
use std::sync::Arc;

/// What a test can move and read.
#[derive(Clone)]
pub struct Controlled {
    pub service: Service,
    pub clock: TestClock,
    pub mailbox: Mailbox,
    pub outbox: Arc<Outbox>,
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

type Answer<T> = Result<T, (StatusCode, String)>;

/// All that can be asked for.
pub fn router(controlled: Controlled) -> Router {
    Router::new()
        .route("/clock", get(clock))
        .route("/clock/advance", post(advance))
        .route("/mails", get(mails))
        .route("/members", post(member))
        .route("/set-up-link", get(set_up_link))
        .with_state(controlled)
}

async fn clock(State(stand): State<Controlled>) -> Json<Now> {
    Json(Now {
        now: seconds(stand.service.now()),
    })
}

async fn advance(State(stand): State<Controlled>, Json(by): Json<Advance>) -> Json<Now> {
    stand.clock.advance(by.seconds);
    clock(State(stand)).await
}

/// Delivers what is due and hands it over, once.
async fn mails(State(stand): State<Controlled>) -> Answer<Json<Vec<Letter>>> {
    while stand.outbox.deliver_due().await.map_err(broken)? > 0 {}
    Ok(Json(stand.mailbox.drain()))
}

async fn member(State(stand): State<Controlled>, Json(new): Json<NewMember>) -> Answer<StatusCode> {
    members::join(&stand.service, &stand.hasher, new)
        .await
        .map_err(broken)?;
    Ok(StatusCode::CREATED)
}

/// The link to the first owner's page while nobody is a member.
async fn set_up_link(State(stand): State<Controlled>) -> Answer<String> {
    let token = stand.service.issue_set_up_link().await.map_err(broken)?;
    let token = token.ok_or((StatusCode::CONFLICT, "there is a member".to_owned()))?;
    Ok(format!(
        "{}/set-up/{}",
        stand.service.settings().origin,
        token.expose_secret()
    ))
}

fn broken(error: impl std::fmt::Display) -> (StatusCode, String) {
    (StatusCode::INTERNAL_SERVER_ERROR, error.to_string())
}
