//! `GET /api/v1/sessions`: where the member is signed in.

use super::{Problem, credential, limit::Quota, time};
use crate::http::Shared;
use axum::{Extension, Json, extract::State};
use domain::{kernel::browser::Browser, sessions::session::Session};
use http::HeaderMap;
use serde::Serialize;
use terms::Scope;

/// The live sessions, newest first. A member has at most fifty.
#[derive(Serialize)]
pub(in crate::http) struct Sessions {
    sessions: Vec<Item>,
}

#[derive(Serialize)]
struct Item {
    id: String,
    kind: &'static str,
    /// Browser and operating system.
    browser: String,
    address: String,
    signed_in_at: String,
    last_seen_at: String,
    expires_at: String,
    /// The device that was used at sign-in.
    device_id: Option<String>,
}

impl From<Session> for Item {
    fn from(session: Session) -> Self {
        Self {
            id: session.id.to_string(),
            kind: session.kind.as_str(),
            browser: session.agent,
            address: session.address,
            signed_in_at: time(session.created_at),
            last_seen_at: time(session.last_seen_at),
            expires_at: time(session.expires_at),
            device_id: session.opened_by.map(|device| device.to_string()),
        }
    }
}

/// Returns the sessions.
pub(in crate::http) async fn list(
    State(shared): State<Shared>,
    Extension(browser): Extension<Browser>,
    headers: HeaderMap,
) -> Result<(Quota, Json<Sessions>), Problem> {
    let (program, quota) = credential::program(&shared, Scope::Sessions, &browser, &headers).await?;
    let sessions = shared.service.sessions_of(&program).await?;
    let sessions = sessions.into_iter().map(Item::from).collect();
    Ok((quota, Json(Sessions { sessions })))
}
