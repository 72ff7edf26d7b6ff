//! `GET /api/v1/sessions`: where the member is signed in.

use super::{
    Problem, credential,
    devices::Holder,
    document::READ,
    fields::{Address, Agent, Id, Time, one_of},
    limit::Quota,
};
use crate::http::Shared;
use axum::{Extension, Json, extract::State};
use domain::{devices::device, kernel::browser::Browser, sessions::session::Session};
use http::HeaderMap;
use serde::Serialize;
use terms::{Scope, SessionKind};
use utoipa::{ToSchema, openapi::Schema};

/// The live sessions, newest first. A member has at most fifty.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Sessions {
    #[schema(max_items = 50)]
    sessions: Vec<Item>,
}

/// A browser that is signed in.
#[derive(Serialize, ToSchema)]
#[schema(as = Session)]
struct Item {
    id: Id,
    #[schema(schema_with = kind)]
    kind: &'static str,
    /// Browser and operating system.
    #[schema(value_type = Agent)]
    browser: String,
    #[schema(value_type = Address)]
    address: String,
    signed_in_at: Time,
    last_seen_at: Time,
    expires_at: Time,
    /// The device that was used at sign-in.
    #[schema(required)]
    device_id: Option<Id>,
    /// The colleague who carries that device; null if it is the member's own.
    #[schema(required)]
    holder: Option<Holder>,
}

/// A repair session was opened with a recovery code and may do little; a sign-in-only one with a colleague's device.
fn kind() -> Schema {
    one_of(SessionKind::ALL.iter().map(|kind| kind.as_str())).into()
}

impl Item {
    fn of(session: Session, holder: Option<device::Holder>) -> Self {
        Self {
            id: Id::of(&session.id),
            kind: session.kind.as_str(),
            browser: session.agent,
            address: session.address,
            signed_in_at: session.created_at.into(),
            last_seen_at: session.last_seen_at.into(),
            expires_at: session.expires_at.into(),
            device_id: session.opened_by.as_ref().map(Id::of),
            holder: holder.map(Holder::from),
        }
    }
}

/// Lists where the member is signed in.
///
/// The newest comes first. A member has at most fifty sessions.
#[utoipa::path(
    get,
    path = "/api/v1/sessions",
    operation_id = "list_sessions",
    tag = READ,
    security(("key" = ["sessions"]), ("token" = ["sessions"])),
    responses((status = 200, description = "The sessions", body = Sessions)),
)]
pub(in crate::http) async fn list(
    State(shared): State<Shared>,
    Extension(browser): Extension<Browser>,
    headers: HeaderMap,
) -> Result<(Quota, Json<Sessions>), Problem> {
    let (program, quota) = credential::program(&shared, Scope::Sessions, &browser, &headers).await?;
    let sessions = shared.service.sessions_of(&program).await?;
    let sessions = sessions
        .into_iter()
        .map(|(session, holder)| Item::of(session, holder))
        .collect();
    Ok((quota, Json(Sessions { sessions })))
}
