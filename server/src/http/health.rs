//! For load balancers and orchestrators.

use super::Shared;
use axum::extract::State;
use http::StatusCode;

/// The process answers.
pub async fn live() -> &'static str {
    "ok\n"
}

/// The process can serve: the database answers.
pub async fn ready(State(shared): State<Shared>) -> (StatusCode, &'static str) {
    match shared.service.store().ping().await {
        Ok(()) => (StatusCode::OK, "ok\n"),
        Err(error) => {
            tracing::error!(%error, "not ready: the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}
