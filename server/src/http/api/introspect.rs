//! `POST /api/v1/introspect`: a resource server asks about the credential of a program (RFC 7662).

use super::{
    Problem, approvals,
    credential::{bearer, only},
};
use crate::http::Shared;
use axum::{
    Extension, Json,
    body::Bytes,
    extract::{Form, FromRequest, Request, State},
};
use domain::{introspection::Active, kernel::browser::Browser};
use http::{HeaderMap, StatusCode, header};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use zeroize::Zeroizing;

/// The form of a question.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    token: Zeroizing<String>,
    /// RFC 7662 has it; our credentials name their kind themselves.
    #[serde(default, rename = "token_type_hint")]
    _hint: Option<String>,
    /// Where the program's request comes from.
    address: Option<IpAddr>,
}

/// What a resource server is told. Nothing but `active` is there unless it is true.
#[derive(Default, Serialize)]
pub(in crate::http) struct Answer {
    active: bool,
    #[serde(flatten)]
    details: Option<Details>,
}

#[derive(Serialize)]
struct Details {
    /// The member.
    sub: String,
    /// The member's e-mail address.
    username: String,
    account: String,
    role: &'static str,
    scope: String,
    token_type: &'static str,
    /// This server.
    iss: String,
    /// The API key that it is, or that bought it.
    client_id: Option<String>,
    /// Unix seconds.
    exp: Option<i64>,
    /// Unix seconds.
    auth_time: i64,
    /// RFC 8176.
    amr: Vec<&'static str>,
    device_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    approval: Option<approvals::OfToken>,
}

/// Answers whether the credential is good.
pub(in crate::http) async fn introspect(
    State(shared): State<Shared>,
    Extension(browser): Extension<Browser>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Answer>, Problem> {
    let resource = shared.service.resource_server(bearer(&headers)?).await?;
    let question = question(&headers, body).await?;
    let token = (question.token.as_str(), question.address);
    let active = shared.service.introspect(&resource, token, &browser).await?;
    let details = active.map(|active| details(active, &shared.service.settings().origin));
    Ok(Json(Answer {
        active: details.is_some(),
        details,
    }))
}

fn details(active: Active, origin: &str) -> Details {
    let Active {
        passed,
        key,
        expires_at,
    } = active;
    Details {
        sub: passed.member.id.to_string(),
        username: passed.member.email.as_str().to_owned(),
        account: passed.member.account.to_string(),
        role: passed.member.role.as_str(),
        scope: passed.scope.unwrap_or_default(),
        token_type: "Bearer",
        iss: origin.to_owned(),
        client_id: key.map(|key| key.to_string()),
        exp: expires_at.map(|at| at.0),
        auth_time: passed.auth_time.0,
        amr: passed.amr,
        device_id: passed.device.map(|device| device.to_string()),
        approval: passed.approval.map(Into::into),
    }
}

/// Reads the form. Unknown and repeated fields are refused.
async fn question(headers: &HeaderMap, body: Bytes) -> Result<Question, Problem> {
    let media = only(headers, header::CONTENT_TYPE.as_str())?.unwrap_or_default();
    let media = media.split(';').next().unwrap_or_default().trim();
    if !media.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err(Problem::of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    let request = Request::post("/").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let request = request.body(body.into()).map_err(|_| Problem::bad_form())?;
    let Form(question) = Form::from_request(request, &())
        .await
        .map_err(|_| Problem::bad_form())?;
    Ok(question)
}
