//! The members of an account as a file: a plain link, so that it works without scripts.

use super::{
    Shared,
    download::{failure, signed_in},
    export::no_formula,
};
use app::{page, team::filter_in};
use axum::{
    Extension,
    body::{Body, Bytes},
    extract::{RawQuery, State},
    response::{IntoResponse, Response},
};
use domain::{
    Error, InternalError, Result, Service, Timestamp,
    kernel::browser::Browser,
    sessions::{SignedIn, rights::UseCase},
    team::member::{TeamFilter, TeamMember},
};
use futures_util::stream;
use http::{HeaderMap, header};
use serde::Serialize;
use terms::{Language, Rejection};
use text::Text;

/// Sends the members as CSV (RFC 4180). Each part is read when the one before was sent.
pub(super) async fn csv(
    State(shared): State<Shared>,
    Extension(browser): Extension<Browser>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    match begin(&shared, &browser, &headers).await {
        Ok(who) => {
            let head = [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present"),
                (header::CONTENT_DISPOSITION, "attachment; filename=\"team.csv\""),
            ];
            let filter = filter_in(&query.unwrap_or_default());
            (head, Body::from_stream(parts(shared.service.clone(), who, filter))).into_response()
        }
        Err(error @ Error::Rejected(Rejection::NotSignedIn)) => {
            failure(error, &format!("{}?next={}", page::SIGN_IN.path, page::TEAM.path))
        }
        // A plain member sees there what they may see.
        Err(error @ Error::Rejected(Rejection::Forbidden)) => failure(error, page::TEAM.path),
        // What a repair session may do is there.
        Err(error) => failure(error, page::TWO_FACTOR.path),
    }
}

async fn begin(shared: &Shared, browser: &Browser, headers: &HeaderMap) -> Result<SignedIn> {
    let who = signed_in(shared, UseCase::ExportTeam, browser, headers).await?;
    shared.service.begin_team_export(&who).await?;
    Ok(who)
}

/// Where the export is: at its start, or after a member.
type Place = Option<Option<Box<TeamMember>>>;

/// The parts of the file. An error breaks the response off, so that a part is not taken for the whole.
fn parts(service: Service, who: SignedIn, filter: TeamFilter) -> impl stream::Stream<Item = Result<Bytes, Error>> {
    let start: Place = Some(None);
    stream::try_unfold((service, who, start), move |(service, who, place)| {
        let filter = filter.clone();
        async move {
            let Some(after) = place else { return Ok(None) };
            let members = service.exported_members(&who, &filter, after.as_deref()).await?;
            let part = part(&members, after.is_none())?;
            let next = members.into_iter().next_back().map(|last| Some(Box::new(last)));
            Ok(Some((part, (service, who, next))))
        }
    })
}

fn part(members: &[TeamMember], first: bool) -> Result<Bytes> {
    let mut writer = csv::WriterBuilder::new()
        .has_headers(false)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    let failed = |error: String| InternalError::new("writing an export", error);
    if first {
        writer
            .write_record(Row::NAMES)
            .map_err(|error| failed(error.to_string()))?;
    }
    for member in members {
        writer
            .serialize(Row::of(member))
            .map_err(|error| failed(error.to_string()))?;
    }
    let bytes = writer.into_inner().map_err(|error| failed(error.to_string()))?;
    Ok(bytes.into())
}

/// A member. Names and values do not depend on the language, because programs read them.
#[derive(Serialize)]
struct Row {
    name: String,
    email: String,
    role: &'static str,
    two_factor: &'static str,
    two_factor_since: String,
    devices: u32,
    colleagues_devices: u32,
    passcode_used: String,
    recovery_codes_left: u32,
    recovery_codes_saved: String,
    api_keys: u32,
    last_seen: String,
    member_since: String,
}

impl Row {
    /// The names of the fields, in their order.
    const NAMES: [&'static str; 13] = [
        "name",
        "email",
        "role",
        "two_factor",
        "two_factor_since",
        "devices",
        "colleagues_devices",
        "passcode_used",
        "recovery_codes_left",
        "recovery_codes_saved",
        "api_keys",
        "last_seen",
        "member_since",
    ];

    fn of(found: &TeamMember) -> Self {
        let time = |at: Option<Timestamp>| {
            let machine = |at: Timestamp| Text::of(Language::English).machine(at.0);
            at.map(machine).unwrap_or_default()
        };
        let member = &found.member;
        Self {
            name: no_formula(member.name.clone()),
            email: no_formula(member.email.as_str().to_owned()),
            role: member.role.as_str(),
            two_factor: if member.two_factor_since.is_some() { "on" } else { "off" },
            two_factor_since: time(member.two_factor_since),
            devices: found.devices,
            colleagues_devices: found.colleagues,
            passcode_used: time(found.used_at),
            recovery_codes_left: found.codes_left,
            recovery_codes_saved: time(member.codes_saved_at),
            api_keys: found.keys,
            last_seen: time(found.seen_at),
            member_since: time(Some(member.created_at)),
        }
    }
}
