//! `/api/v1/approvals`: a program asks a person to approve an action, looks what became of it, and buys its access token.

use super::{
    Problem, credential,
    document::APPROVALS,
    fields::{Digest, Id, ScopeName, Seconds, Time, Url, one_of, string, text},
    json_body,
    limit::Quota,
    tokens::Token,
};
use crate::http::Shared;
use axum::{
    Extension, Json,
    body::Bytes,
    extract::{Path, State, rejection::PathRejection},
};
use domain::{
    Timestamp,
    approvals::{
        Asked,
        approval::{Approval, Approved, State as Became},
        request::{DETAILS_MAX, Flaw, SUMMARY_MAX, Wish},
    },
    kernel::{browser::Browser, clock::MINUTE},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::{Deserialize, Serialize};
use terms::Scope;
use utoipa::{ToSchema, openapi::Schema};

/// How long a program waits before it looks again, in seconds.
const LOOK_EVERY: i64 = 5;

/// What a program asks for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ApprovalRequest)]
struct Body {
    /// A scope that the settings mark with `approval = true`.
    #[schema(value_type = ScopeName)]
    action: String,
    #[schema(schema_with = summary)]
    summary: String,
    #[schema(schema_with = details)]
    details: Option<String>,
    /// Shown to the person and carried along.
    #[schema(value_type = Option<Digest>, nullable = false)]
    digest: Option<String>,
    /// For how many seconds a person is waited for.
    #[schema(minimum = 60, maximum = 3_600, default = 600, nullable = false)]
    ttl: Option<i64>,
}

/// A request for approval, as the program that made it sees it.
#[derive(Serialize, ToSchema)]
#[schema(as = Approval)]
pub(in crate::http) struct Item {
    id: Id,
    #[schema(schema_with = status)]
    status: &'static str,
    #[schema(value_type = ScopeName)]
    action: String,
    #[schema(schema_with = words)]
    words: String,
    /// The page on which a person decides.
    #[schema(value_type = Url)]
    url: String,
    /// Until when it waits for a person.
    expires_at: Time,
}

/// The words by which a person knows the request.
fn words() -> Schema {
    let words = string().pattern(Some("^[a-z]+ [a-z]+$")).max_length(Some(32));
    words
        .description(Some("The two words that the program prints for the person."))
        .into()
}

/// What will be done.
fn summary() -> Schema {
    let one_line = text(SUMMARY_MAX).min_length(Some(1));
    one_line
        .description(Some(
            "What will be done, on one line of plain text. Characters that change the direction of text are refused.",
        ))
        .into()
}

/// More of what will be done.
fn details() -> Schema {
    let lines = string()
        .pattern(Some(r"^[^\x00-\x08\x0b-\x1f\x7f]*$"))
        .min_length(Some(1))
        .max_length(Some(DETAILS_MAX));
    lines
        .description(Some("More of it, if there is more, as lines of plain text."))
        .into()
}

/// What became of a request.
fn status() -> Schema {
    let all = [Became::Pending, Became::Approved, Became::Rejected, Became::Expired];
    one_of(all.map(Became::as_str)).into()
}

/// What a person approved, in the answer to a purchase.
#[derive(Serialize, ToSchema)]
#[schema(as = Approved)]
pub(super) struct OfToken {
    id: Id,
    #[schema(value_type = ScopeName)]
    action: String,
    #[schema(required, value_type = Option<Digest>)]
    digest: Option<String>,
    /// The member who approved.
    approved_by: Id,
    approved_at: Time,
}

impl Item {
    fn of(approval: &Approval, origin: &str, now: Timestamp) -> Self {
        let path = app::page::APPROVE.path_of(approval.id.as_str());
        Self {
            id: Id::of(&approval.id),
            status: approval.state(now).as_str(),
            action: approval.request.action.clone(),
            words: approval.words.clone(),
            url: format!("{origin}{path}"),
            expires_at: approval.expires_at.into(),
        }
    }
}

impl From<Approved> for OfToken {
    fn from(approved: Approved) -> Self {
        Self {
            id: Id::of(&approved.id),
            action: approved.action,
            digest: approved.digest,
            approved_by: Id::of(&approved.approved_by),
            approved_at: approved.approved_at.into(),
        }
    }
}

/// Asks a person to approve an action.
///
/// The person is told on Home and by mail, and compares two words that the program prints.
#[utoipa::path(
    post,
    path = "/api/v1/approvals",
    operation_id = "ask_approval",
    tag = APPROVALS,
    request_body = Body,
    security(("token" = ["approvals"])),
    responses((status = 201, description = "A person is asked", body = Item)),
)]
pub(in crate::http) async fn ask(
    State(shared): State<Shared>,
    Extension(browser): Extension<Browser>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, Quota, Json<Item>), Problem> {
    let (program, quota) = credential::program(&shared, Scope::Approvals, &browser, &headers).await?;
    let body: Body = json_body(&headers, &body, BODY)?;
    let wish = Wish {
        action: &body.action,
        summary: &body.summary,
        details: body.details.as_deref(),
        digest: body.digest.as_deref(),
        ttl: body.ttl,
    };
    let settings = shared.service.settings();
    let request = wish
        .checked(&settings.scopes)
        .map_err(|flaw| Problem::invalid(at(flaw)))?;
    match shared.service.ask_approval(&program, request).await? {
        Asked::Waits(approval) => {
            let item = Item::of(&approval, &settings.origin, program.now);
            Ok((StatusCode::CREATED, quota, Json(item)))
        }
        Asked::TooMany(until) => Err(Problem::many_approvals(until.since(program.now).clamp(1, 60 * MINUTE))),
    }
}

/// Tells what became of a request.
///
/// While it waits for a person, the answer says when to look again.
#[utoipa::path(
    get,
    path = "/api/v1/approvals/{id}",
    operation_id = "read_approval",
    tag = APPROVALS,
    params(("id" = Id, Path, description = "The request.")),
    security(("token" = ["approvals"])),
    responses((
        status = 200,
        description = "What became of it",
        body = Item,
        headers(("Retry-After" = Seconds, description = "Seconds, while it waits.")),
    )),
)]
pub(in crate::http) async fn look(
    State(shared): State<Shared>,
    Extension(browser): Extension<Browser>,
    id: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<(Quota, HeaderMap, Json<Item>), Problem> {
    let (program, quota) = credential::program(&shared, Scope::Approvals, &browser, &headers).await?;
    let approval = shared.service.approval_of(&program, &parameter(id)?).await?;
    let mut answer = HeaderMap::new();
    if approval.state(program.now) == Became::Pending {
        answer.insert(header::RETRY_AFTER, HeaderValue::from(LOOK_EVERY));
    }
    let item = Item::of(&approval, &shared.service.settings().origin, program.now);
    Ok((quota, answer, Json(item)))
}

/// Buys the one access token of an approved action.
///
/// It is sold once, within ten minutes after the approval.
#[utoipa::path(
    post,
    path = "/api/v1/approvals/{id}/token",
    operation_id = "buy_approved_token",
    tag = APPROVALS,
    params(("id" = Id, Path, description = "The request.")),
    security(("token" = ["approvals"])),
    responses((status = 201, description = "The token", body = Token)),
)]
pub(in crate::http) async fn buy(
    State(shared): State<Shared>,
    Extension(browser): Extension<Browser>,
    id: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<(StatusCode, Quota, Json<Token>), Problem> {
    let (program, quota) = credential::program(&shared, Scope::Approvals, &browser, &headers).await?;
    let bought = shared.service.buy_approved(&program, &parameter(id)?).await;
    let bought = bought.map_err(|error| Problem::from(error).with_detail_if_forbidden(NOT_APPROVED))?;
    Ok((StatusCode::CREATED, quota, Json(bought.into())))
}

/// Returns the id in the path. One that is no text is unknown like any other.
fn parameter(id: Result<Path<String>, PathRejection>) -> Result<String, Problem> {
    let Path(id) = id.map_err(|_| Problem::of_status(StatusCode::NOT_FOUND))?;
    Ok(id)
}

const BODY: &str = "The body is JSON with the texts action and summary and perhaps details and digest, and ttl, a whole \
                    number; no other fields.";
const NOT_APPROVED: &str = "There is no token to buy with this access token: nobody has approved the action, the ten \
                            minutes after the approval are over, or the token was bought.";

/// What to do about a flaw, for the person who reads the program's log.
const fn at(flaw: Flaw) -> &'static str {
    match flaw {
        Flaw::Action => "action is a scope that the settings mark with approval = true.",
        Flaw::Summary(_) => "summary is one line of 1 to 200 characters, without control characters.",
        Flaw::Details(_) => "details are 1 to 2000 characters, without control characters but line feeds and tabs.",
        Flaw::Digest => "digest is a SHA-256 digest as 64 lower-case hexadecimal digits.",
        Flaw::Life => "ttl is a whole number of seconds from 60 to 3600.",
    }
}
