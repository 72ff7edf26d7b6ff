//! `/api/v1/approvals`: a program asks a person to approve an action, looks what became of it, and buys its access token.

use super::{Problem, credential, json_body, limit::Quota, time, tokens::Token};
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
        request::{Flaw, Wish},
    },
    kernel::{browser::Browser, clock::MINUTE},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::{Deserialize, Serialize};
use terms::Scope;

/// How long a program waits before it looks again, in seconds.
const LOOK_EVERY: i64 = 5;

/// What a program asks for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    action: String,
    summary: String,
    details: Option<String>,
    digest: Option<String>,
    /// Seconds.
    ttl: Option<i64>,
}

/// A request for approval, as the program that made it sees it.
#[derive(Serialize)]
pub(in crate::http) struct Item {
    id: String,
    status: &'static str,
    action: String,
    /// The two words that the program prints for the person.
    words: String,
    /// The page on which a person decides.
    url: String,
    /// Until when it waits for a person.
    expires_at: String,
}

/// What a person approved, in the answer to a purchase.
#[derive(Serialize)]
pub(super) struct OfToken {
    id: String,
    action: String,
    digest: Option<String>,
    /// The id of the member who approved.
    approved_by: String,
    approved_at: String,
}

impl Item {
    fn of(approval: &Approval, origin: &str, now: Timestamp) -> Self {
        let path = app::page::APPROVE.path_of(approval.id.as_str());
        Self {
            id: approval.id.to_string(),
            status: approval.state(now).as_str(),
            action: approval.request.action.clone(),
            words: approval.words.clone(),
            url: format!("{origin}{path}"),
            expires_at: time(approval.expires_at),
        }
    }
}

impl From<Approved> for OfToken {
    fn from(approved: Approved) -> Self {
        Self {
            id: approved.id.to_string(),
            action: approved.action,
            digest: approved.digest,
            approved_by: approved.approved_by.to_string(),
            approved_at: time(approved.approved_at),
        }
    }
}

/// Asks a person for approval.
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

/// Tells what became of a request. While it waits, the answer says when to look again.
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
