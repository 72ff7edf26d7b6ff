//! The activity as a file: plain links, so that they work without scripts. Each part is read when the one before was
//! sent, so an export takes the same memory however long it is.

use super::{
    Shared,
    api::fields::{Address, Agent, Email, Id, Kind, Name, Outcome, Time, one_of, string, text},
    download::{failure, signed_in},
};
use app::{activity::filter_in, page};
use axum::{
    Extension,
    body::{Body, Bytes},
    extract::{RawQuery, State},
    response::{IntoResponse, Response},
};
use domain::{
    Error, InternalError, Result, Service,
    activity::{ActivityFilter, Event},
    kernel::browser::Browser,
    sessions::{SignedIn, rights::UseCase},
};
use futures_util::stream;
use http::{HeaderMap, header};
use serde::Serialize;
use terms::{Language, Rejection};
use text::Text;
use utoipa::{ToSchema, openapi::Schema};

/// The form of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Csv,
    Json,
}

/// Sends the events as CSV (RFC 4180).
pub(super) async fn csv(
    shared: State<Shared>,
    browser: Extension<Browser>,
    query: RawQuery,
    headers: HeaderMap,
) -> Response {
    export(Format::Csv, shared, browser, query, headers).await
}

/// Sends the events as an array of objects.
pub(super) async fn json(
    shared: State<Shared>,
    browser: Extension<Browser>,
    query: RawQuery,
    headers: HeaderMap,
) -> Response {
    export(Format::Json, shared, browser, query, headers).await
}

async fn export(
    format: Format,
    State(shared): State<Shared>,
    Extension(browser): Extension<Browser>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let (content_type, name) = match format {
        Format::Csv => ("text/csv; charset=utf-8; header=present", "activity.csv"),
        Format::Json => ("application/json", "activity.json"),
    };
    match begin(&shared, &browser, &headers).await {
        Ok(who) => {
            let head = [
                (header::CONTENT_TYPE, content_type.to_owned()),
                (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
            ];
            let filter = filter_in(&query.unwrap_or_default());
            (
                head,
                Body::from_stream(parts(shared.service.clone(), who, filter, format)),
            )
                .into_response()
        }
        Err(error @ Error::Rejected(Rejection::NotSignedIn)) => {
            failure(error, &format!("{}?next={}", page::SIGN_IN.path, page::ACTIVITY.path))
        }
        // What a repair session may do is there.
        Err(error) => failure(error, page::TWO_FACTOR.path),
    }
}

async fn begin(shared: &Shared, browser: &Browser, headers: &HeaderMap) -> Result<SignedIn> {
    let who = signed_in(shared, UseCase::ExportActivity, browser, headers).await?;
    shared.service.begin_export(&who).await?;
    Ok(who)
}

/// Where an export is.
enum Place {
    Start,
    After(Box<Event>),
    End,
}

/// The parts of a file. An error breaks the response off, so that a part is not taken for the whole.
pub(super) fn parts(
    service: Service,
    who: SignedIn,
    filter: ActivityFilter,
    format: Format,
) -> impl stream::Stream<Item = Result<Bytes, Error>> {
    stream::try_unfold((service, who, Place::Start), move |(service, who, place)| {
        let filter = filter.clone();
        async move {
            let after = match &place {
                Place::Start => None,
                Place::After(event) => Some(event.as_ref()),
                Place::End => return Ok(None),
            };
            let events = service.exported_events(&who, &filter, after).await?;
            let part = format.part(&events, after.is_none())?;
            let next = match events.into_iter().next_back() {
                Some(last) => Place::After(Box::new(last)),
                None => Place::End,
            };
            Ok(Some((part, (service, who, next))))
        }
    })
}

impl Format {
    /// Writes these events; none are the end of the file.
    fn part(self, events: &[Event], first: bool) -> Result<Bytes> {
        let rows = events.iter().map(Row::of);
        let written = match self {
            Self::Csv => csv_part(rows, first),
            Self::Json => json_part(rows, first, events.is_empty()),
        };
        Ok(written
            .map(Bytes::from)
            .map_err(|error| InternalError::new("writing an export", error))?)
    }
}

fn csv_part<'a>(rows: impl Iterator<Item = Row<'a>>, first: bool) -> Result<Vec<u8>, String> {
    let mut writer = csv::WriterBuilder::new()
        .has_headers(false)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    let failed = |error: csv::Error| error.to_string();
    if first {
        writer.write_record(Row::NAMES).map_err(failed)?;
    }
    for row in rows {
        writer.serialize(row.for_spreadsheets()).map_err(failed)?;
    }
    writer.into_inner().map_err(|error| error.to_string())
}

fn json_part<'a>(rows: impl Iterator<Item = Row<'a>>, first: bool, end: bool) -> Result<Vec<u8>, String> {
    let mut text = if first { b"[".to_vec() } else { Vec::new() };
    for (n, row) in rows.enumerate() {
        let between: &[u8] = if first && n == 0 { b"\n" } else { b",\n" };
        text.extend_from_slice(between);
        serde_json::to_writer(&mut text, &row).map_err(|error| error.to_string())?;
    }
    if end {
        text.extend_from_slice(b"\n]\n");
    }
    Ok(text)
}

/// An event. What did not take part in it is an empty text.
// Names and values do not depend on the language, because programs read them.
#[derive(Serialize, ToSchema)]
#[schema(as = Event)]
pub(super) struct Row<'a> {
    #[schema(value_type = Time)]
    time: String,
    /// When it was repeated last.
    #[schema(value_type = Time)]
    last_time: String,
    /// How often it happened in a row.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    count: i64,
    /// The e-mail address of the member at that time.
    #[schema(value_type = Email)]
    member: String,
    #[schema(value_type = Kind)]
    kind: &'a str,
    #[schema(value_type = Outcome)]
    outcome: &'a str,
    #[schema(schema_with = reason)]
    reason: &'a str,
    /// The name of the device; empty once it is deleted.
    #[schema(value_type = Name)]
    device: String,
    #[schema(schema_with = id)]
    device_id: &'a str,
    /// The name of the colleague who carried it; empty if it was the member's own.
    #[schema(value_type = Name)]
    device_holder: String,
    /// The name of the API key.
    #[schema(value_type = Name)]
    key: String,
    #[schema(schema_with = id)]
    key_id: &'a str,
    /// The e-mail address of the other person that it is about, at that time.
    #[schema(schema_with = other)]
    other: String,
    #[schema(schema_with = id)]
    session_id: &'a str,
    #[schema(value_type = Address)]
    address: &'a str,
    #[schema(value_type = Agent)]
    browser: String,
    #[schema(value_type = Id)]
    id: &'a str,
}

/// Why an event was refused, or nothing.
fn reason() -> Schema {
    let reasons = terms::Refused::ALL.iter().map(|reason| reason.as_str());
    one_of(reasons.chain([""])).into()
}

/// An id, or nothing.
fn id() -> Schema {
    string().pattern(Some("^([0-9a-f]{32})?$")).max_length(Some(32)).into()
}

/// An address, or nothing.
fn other() -> Schema {
    text(254).into()
}

impl<'a> Row<'a> {
    /// The names of the fields, in their order.
    const NAMES: [&'static str; 17] = [
        "time",
        "last_time",
        "count",
        "member",
        "kind",
        "outcome",
        "reason",
        "device",
        "device_id",
        "device_holder",
        "key",
        "key_id",
        "other",
        "session_id",
        "address",
        "browser",
        "id",
    ];

    pub(super) fn of(event: &'a Event) -> Self {
        let time = |at: i64| Text::of(Language::English).machine(at);
        let device = event.device.as_ref();
        Self {
            time: time(event.at.0),
            last_time: time(event.last_at.0),
            count: event.count,
            member: event.who.clone(),
            kind: event.kind.as_str(),
            outcome: if event.refused.is_some() { "refused" } else { "done" },
            reason: event.refused.map(terms::Refused::as_str).unwrap_or_default(),
            device: device.and_then(|device| device.name.clone()).unwrap_or_default(),
            device_id: device.map(|device| device.id.as_str()).unwrap_or_default(),
            device_holder: device.and_then(|device| device.holder.clone()).unwrap_or_default(),
            key: event.key.as_ref().map(|key| key.name.clone()).unwrap_or_default(),
            key_id: event.key.as_ref().map(|key| key.id.as_str()).unwrap_or_default(),
            other: event.other.as_ref().map(|other| other.who.clone()).unwrap_or_default(),
            session_id: event.session.as_ref().map(|id| id.as_str()).unwrap_or_default(),
            address: &event.address,
            browser: event.agent.clone(),
            id: event.id.as_str(),
        }
    }

    /// The row with everything that a client chose made harmless: an e-mail address may begin with `=`, too.
    fn for_spreadsheets(self) -> Self {
        Self {
            member: no_formula(self.member),
            device: no_formula(self.device),
            device_holder: no_formula(self.device_holder),
            key: no_formula(self.key),
            other: no_formula(self.other),
            browser: no_formula(self.browser),
            ..self
        }
    }
}

/// Puts an apostrophe before what a spreadsheet would take for a formula (OWASP, "CSV Injection").
pub(super) fn no_formula(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        format!("'{text}")
    } else {
        text
    }
}
