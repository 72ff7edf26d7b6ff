//! *Download my data*: everything that is known of a member, as JSON. A plain link, so that it works without scripts. The
//! activity is sent in parts, as in its export.

use super::{
    Shared,
    download::{failure, signed_in},
    export::{Format, parts},
};
use crate::person::person;
use app::page;
use axum::{
    Extension,
    body::{Body, Bytes},
    extract::State,
    response::{IntoResponse, Response},
};
use domain::{
    Error, InternalError, Result,
    activity::ActivityFilter,
    kernel::browser::Browser,
    operator::Person,
    sessions::{SignedIn, rights::UseCase},
};
use futures_util::{StreamExt, stream};
use http::{HeaderMap, header};
use terms::Rejection;

/// Sends the data.
pub(super) async fn json(
    State(shared): State<Shared>,
    Extension(browser): Extension<Browser>,
    headers: HeaderMap,
) -> Response {
    match begin(&shared, &browser, &headers).await {
        Ok((who, start)) => {
            let head = [
                (header::CONTENT_TYPE, "application/json"),
                (header::CONTENT_DISPOSITION, "attachment; filename=\"my-data.json\""),
            ];
            let own = ActivityFilter {
                own: true,
                ..ActivityFilter::default()
            };
            let activity = parts(shared.service.clone(), who, own, Format::Json);
            let once = |part: Bytes| stream::iter([Ok(part)]);
            let parts = once(start).chain(activity).chain(once(Bytes::from_static(b"}\n")));
            (head, Body::from_stream(parts)).into_response()
        }
        Err(error @ Error::Rejected(Rejection::NotSignedIn)) => {
            failure(error, &format!("{}?next={}", page::SIGN_IN.path, page::PROFILE.path))
        }
        // What a repair session may do is there.
        Err(error) => failure(error, page::TWO_FACTOR.path),
    }
}

/// Returns who asks, and the file up to the activity.
async fn begin(shared: &Shared, browser: &Browser, headers: &HeaderMap) -> Result<(SignedIn, Bytes)> {
    let who = signed_in(shared, UseCase::DownloadData, browser, headers).await?;
    let start = start(&shared.service.begin_data(&who).await?)?;
    Ok((who, start))
}

/// Writes the object without its end, so that the array of events can follow as its last field.
fn start(of: &Person) -> Result<Bytes> {
    let failed = |error: String| InternalError::new("writing a member's data", error);
    let written = serde_json::to_string_pretty(&person(of)).map_err(|error| failed(error.to_string()))?;
    let fields = written
        .strip_suffix("\n}")
        .ok_or_else(|| failed("no object".to_owned()))?;
    Ok(format!("{fields},\n  \"activity\": ").into())
}
