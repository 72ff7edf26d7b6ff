//! Health checks for load balancers and orchestrators.

use super::Shared;
use axum::extract::State;
use http::StatusCode;

/// Responds while the process is alive.
pub(super) async fn live() -> &'static str {
    "ok\n"
}

/// Responds with 200 if the process can serve requests, which needs the database. Remarks follow, a line each.
pub(super) async fn ready(State(shared): State<Shared>) -> (StatusCode, String) {
    match shared.service.store().ping().await {
        Ok(()) => (StatusCode::OK, format!("ok\n{}", shared.web.remarks.lines())),
        Err(error) => {
            tracing::error!(%error, "not ready: the database does not answer");
            let body = "the database does not answer\n".to_owned();
            (StatusCode::SERVICE_UNAVAILABLE, body)
        }
    }
}
