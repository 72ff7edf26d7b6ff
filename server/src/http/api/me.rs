//! `GET /api/v1/me`: whose credential it is.

use super::{
    Problem, credential,
    document::READ,
    fields::{Email, Id, Name, Role},
    limit::Quota,
};
use crate::http::Shared;
use axum::{Extension, Json, extract::State};
use domain::kernel::browser::Browser;
use http::HeaderMap;
use serde::Serialize;
use terms::Scope;
use utoipa::ToSchema;

/// The member who holds the credential.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Me {
    id: Id,
    account: Id,
    #[schema(value_type = Email)]
    email: String,
    #[schema(value_type = Name)]
    name: String,
    #[schema(value_type = Role)]
    role: &'static str,
}

/// Returns the member who holds the credential.
///
/// A program learns in whose name it acts, and with which role.
#[utoipa::path(
    get,
    path = "/api/v1/me",
    operation_id = "read_me",
    tag = READ,
    security(("key" = ["me"]), ("token" = ["me"])),
    responses((status = 200, description = "The member", body = Me)),
)]
pub(in crate::http) async fn read(
    State(shared): State<Shared>,
    Extension(browser): Extension<Browser>,
    headers: HeaderMap,
) -> Result<(Quota, Json<Me>), Problem> {
    let (program, quota) = credential::program(&shared, Scope::Me, &browser, &headers).await?;
    let member = program.member;
    let me = Me {
        id: Id::of(&member.id),
        account: Id::of(&member.account),
        email: member.email.as_str().to_owned(),
        name: member.name,
        role: member.role.as_str(),
    };
    Ok((quota, Json(me)))
}
