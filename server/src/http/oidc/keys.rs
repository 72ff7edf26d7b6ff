//! `GET /oidc/jwks`: the public keys, with which apps check tokens (RFC 7517).

use super::public_document;
use crate::http::{Shared, api::Problem};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use domain::Error;

/// Returns the keys.
pub(in crate::http) async fn read(State(shared): State<Shared>) -> Response {
    match shared.service.published_keys().await {
        Ok(keys) => public_document(keys),
        Err(error) => Problem::from(Error::from(error)).into_response(),
    }
}
