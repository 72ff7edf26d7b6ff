//! `GET /api/v1/activity`: the events that the member sees, newest first, by pages.

use super::{Problem, credential, page_size};
use crate::http::{Shared, export::Row};
use axum::{
    Extension,
    extract::{Query, State, rejection::QueryRejection},
    response::{IntoResponse, Response},
};
use domain::{
    Timestamp,
    activity::{ActivityFilter, store::Cursor},
    kernel::{
        browser::Browser,
        id::{ApiKeyId, DeviceId, SessionId},
    },
};
use http::{HeaderMap, header};
use serde::{Deserialize, Serialize};
use terms::{EventKind, Scope};

/// What the query may ask for. Times are Unix seconds.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Asked {
    kind: Option<String>,
    outcome: Option<String>,
    device: Option<String>,
    key: Option<String>,
    session: Option<String>,
    since: Option<i64>,
    until: Option<i64>,
    before: Option<String>,
    limit: Option<usize>,
}

#[derive(Serialize)]
struct Page<'a> {
    events: Vec<Row<'a>>,
    /// The value of `before` for the next page.
    next: Option<String>,
}

/// Returns a page of events.
pub(in crate::http) async fn list(
    State(shared): State<Shared>,
    Extension(browser): Extension<Browser>,
    query: Result<Query<Asked>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (program, quota) = credential::program(&shared, Scope::Activity, &browser, &headers).await?;
    let Query(asked) = query.map_err(|_| Problem::bad_query())?;
    let limit = page_size(asked.limit)?;
    let (filter, before) = asked.parsed().ok_or_else(Problem::bad_query)?;
    let found = shared.service.activity_of(&program, &filter, (before, limit)).await?;
    let page = Page {
        events: found.events.iter().map(Row::of).collect(),
        next: found.older.map(|cursor| cursor.to_string()),
    };
    let body = serde_json::to_vec(&page).map_err(|_| Problem::internal())?;
    Ok((quota, [(header::CONTENT_TYPE, "application/json")], body).into_response())
}

impl Asked {
    /// Converts the fields; `None` if one has not the form of its kind.
    fn parsed(&self) -> Option<(ActivityFilter, Option<Cursor>)> {
        let filter = ActivityFilter {
            kind: optional(self.kind.as_deref(), EventKind::parse)?,
            refused: optional(self.outcome.as_deref(), |outcome| match outcome {
                "done" => Some(false),
                "refused" => Some(true),
                _ => None,
            })?,
            device: optional(self.device.as_deref(), DeviceId::parse)?,
            key: optional(self.key.as_deref(), ApiKeyId::parse)?,
            session: optional(self.session.as_deref(), SessionId::parse)?,
            since: self.since.map(Timestamp),
            until: self.until.map(Timestamp),
        };
        let before = optional(self.before.as_deref(), Cursor::parse)?;
        Some((filter, before))
    }
}

/// Parses a text that may be missing; `None` if it is there and does not parse.
fn optional<T>(text: Option<&str>, parse: impl Fn(&str) -> Option<T>) -> Option<Option<T>> {
    match text {
        None => Some(None),
        Some(text) => parse(text).map(Some),
    }
}
