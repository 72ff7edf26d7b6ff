//! `GET /api/v1/activity`: the events that the member sees, newest first, by pages.

use super::{
    Problem, credential,
    document::READ,
    fields::{Id, Kind, Outcome, Place, UnixTime, YEAR_9999},
    page_size,
};
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
use utoipa::{IntoParams, ToSchema};

/// What the query may ask for. Times are Unix seconds.
#[derive(Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct Asked {
    /// What happened.
    #[param(value_type = Option<Kind>, nullable = false)]
    kind: Option<String>,
    /// What came of it.
    #[param(value_type = Option<Outcome>, nullable = false)]
    outcome: Option<String>,
    /// Events of this device.
    #[param(value_type = Option<Id>, nullable = false)]
    device: Option<String>,
    /// Events of this API key.
    #[param(value_type = Option<Id>, nullable = false)]
    key: Option<String>,
    /// Events of this session.
    #[param(value_type = Option<Id>, nullable = false)]
    session: Option<String>,
    /// Events from this moment on.
    #[param(value_type = Option<UnixTime>, nullable = false)]
    since: Option<i64>,
    /// Events before this moment.
    #[param(value_type = Option<UnixTime>, nullable = false)]
    until: Option<i64>,
    /// `next` of the page before.
    #[param(value_type = Option<Place>, nullable = false)]
    before: Option<String>,
    /// The most events of this page.
    #[param(minimum = 1, maximum = 100, default = 50, nullable = false)]
    limit: Option<u32>,
}

/// Some events, newest first.
#[derive(Serialize, ToSchema)]
#[schema(as = Events)]
struct Page<'a> {
    #[schema(max_items = 100)]
    events: Vec<Row<'a>>,
    /// The value of `before` for the next page.
    #[schema(required, value_type = Option<Place>)]
    next: Option<String>,
}

/// Lists events, newest first, by pages.
///
/// A plain member sees their own events, an owner or admin everybody's.
#[utoipa::path(
    get,
    path = "/api/v1/activity",
    operation_id = "list_activity",
    tag = READ,
    params(Asked),
    security(("key" = ["activity"]), ("token" = ["activity"])),
    responses((status = 200, description = "A page of events", body = Page)),
)]
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
            own: false,
            kind: optional(self.kind.as_deref(), EventKind::parse)?,
            refused: optional(self.outcome.as_deref(), |outcome| match outcome {
                "done" => Some(false),
                "refused" => Some(true),
                _ => None,
            })?,
            device: optional(self.device.as_deref(), DeviceId::parse)?,
            key: optional(self.key.as_deref(), ApiKeyId::parse)?,
            session: optional(self.session.as_deref(), SessionId::parse)?,
            since: moment(self.since)?,
            until: moment(self.until)?,
        };
        let before = optional(self.before.as_deref(), Cursor::parse)?;
        Some((filter, before))
    }
}

/// Converts a time that may be missing; `None` if it is there and RFC 3339 cannot write it.
fn moment(at: Option<i64>) -> Option<Option<Timestamp>> {
    at.is_none_or(|at| (0..=YEAR_9999).contains(&at))
        .then(|| at.map(Timestamp))
}

/// Parses a text that may be missing; `None` if it is there and does not parse.
fn optional<T>(text: Option<&str>, parse: impl Fn(&str) -> Option<T>) -> Option<Option<T>> {
    match text {
        None => Some(None),
        Some(text) => parse(text).map(Some),
    }
}
