//! `GET /api/v1/me`: whose credential it is.

use super::{Problem, credential, limit::Quota};
use crate::http::Shared;
use axum::{Extension, Json, extract::State};
use domain::kernel::browser::Browser;
use http::HeaderMap;
use serde::Serialize;
use terms::Scope;

/// The member who holds the credential.
#[derive(Serialize)]
pub(in crate::http) struct Me {
    id: String,
    account: String,
    email: String,
    name: String,
    role: &'static str,
}

/// Returns the member who holds the credential.
pub(in crate::http) async fn read(
    State(shared): State<Shared>,
    Extension(browser): Extension<Browser>,
    headers: HeaderMap,
) -> Result<(Quota, Json<Me>), Problem> {
    let (program, quota) = credential::program(&shared, Scope::Me, &browser, &headers).await?;
    let member = program.member;
    let me = Me {
        id: member.id.to_string(),
        account: member.account.to_string(),
        email: member.email.as_str().to_owned(),
        name: member.name,
        role: member.role.as_str(),
    };
    Ok((quota, Json(me)))
}
