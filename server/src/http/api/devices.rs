//! `GET /api/v1/devices`: the member's devices, without anything secret.

use super::{
    Problem, credential,
    document::READ,
    fields::{Address, Id, Name, Time, one_of},
    limit::Quota,
};
use crate::http::Shared;
use axum::{Extension, Json, extract::State};
use domain::{
    devices::device::{Device, DeviceState},
    kernel::browser::Browser,
};
use http::HeaderMap;
use serde::Serialize;
use terms::Scope;
use utoipa::{ToSchema, openapi::Schema};

/// The devices, oldest first. A member has at most ten.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Devices {
    #[schema(max_items = 10)]
    devices: Vec<Item>,
}

/// A device.
#[derive(Serialize, ToSchema)]
#[schema(as = Device)]
struct Item {
    id: Id,
    #[schema(value_type = Name)]
    name: String,
    #[schema(schema_with = status)]
    status: &'static str,
    added_at: Time,
    #[schema(required)]
    confirmed_at: Option<Time>,
    #[schema(required)]
    last_used_at: Option<Time>,
    /// The address from which it was used last.
    #[schema(required, value_type = Option<Address>)]
    last_used_from: Option<String>,
}

/// A pending device was added and not confirmed yet; its passcodes count for nothing.
fn status() -> Schema {
    one_of(["pending", "confirmed"]).into()
}

impl From<Device> for Item {
    fn from(device: Device) -> Self {
        let (status, confirmed) = match device.state {
            DeviceState::Pending(_) => ("pending", None),
            DeviceState::Confirmed(confirmed) => ("confirmed", Some(confirmed)),
        };
        let confirmed_at = confirmed.as_ref().map(|confirmed| confirmed.at.into());
        let last_use = confirmed.and_then(|confirmed| confirmed.last_use);
        Self {
            id: Id::of(&device.id),
            name: device.label.as_str().to_owned(),
            status,
            added_at: device.created_at.into(),
            confirmed_at,
            last_used_at: last_use.as_ref().map(|used| used.at.into()),
            last_used_from: last_use.map(|used| used.address),
        }
    }
}

/// Lists the member's devices, without anything secret.
///
/// Pending ones are listed, too. A member has at most ten.
#[utoipa::path(
    get,
    path = "/api/v1/devices",
    operation_id = "list_devices",
    tag = READ,
    security(("key" = ["devices"]), ("token" = ["devices"])),
    responses((status = 200, description = "The devices", body = Devices)),
)]
pub(in crate::http) async fn list(
    State(shared): State<Shared>,
    Extension(browser): Extension<Browser>,
    headers: HeaderMap,
) -> Result<(Quota, Json<Devices>), Problem> {
    let (program, quota) = credential::program(&shared, Scope::Devices, &browser, &headers).await?;
    let devices = shared.service.devices_of(&program).await?;
    let devices = devices.into_iter().map(Item::from).collect();
    Ok((quota, Json(Devices { devices })))
}
