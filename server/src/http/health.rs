//! Health checks for load balancers and orchestrators.

use super::Shared;
use axum::extract::State;
use http::StatusCode;

/// Responds while the process is alive.
pub(super) async fn live() -> &'static str {
    "ok\n"
}

/// Responds with 200 if the process can serve requests, which needs the database.
pub(super) async fn ready(State(shared): State<Shared>) -> (StatusCode, &'static str) {
    match shared.service.store().ping().await {
        Ok(()) => (StatusCode::OK, "ok\n"),
        Err(error) => {
            tracing::error!(%error, "not ready: the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}
