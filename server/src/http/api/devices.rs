//! `GET /api/v1/devices`: the member's devices, without anything secret.

use super::{
    Problem, credential,
    document::READ,
    fields::{Address, Email, Id, Name, Time, one_of},
    limit::Quota,
};
use crate::http::Shared;
use axum::{Extension, Json, extract::State};
use domain::{
    devices::device::{self, Device, DeviceState},
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
    /// The colleague who carries it; null for the member's own.
    #[schema(required)]
    holder: Option<Holder>,
    /// Whether its passcodes sign in and do nothing else.
    sign_in_only: bool,
    /// Its passcodes are good for nothing from then on.
    #[schema(required)]
    usable_until: Option<Time>,
}

/// The colleague who carries a device.
#[derive(Serialize, ToSchema)]
pub(super) struct Holder {
    #[schema(value_type = Name)]
    name: String,
    #[schema(value_type = Email)]
    email: String,
}

impl From<device::Holder> for Holder {
    fn from(holder: device::Holder) -> Self {
        Self {
            name: holder.name,
            email: holder.email.as_str().to_owned(),
        }
    }
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
            holder: device.holder.map(Holder::from),
            sign_in_only: device.validity.sign_in_only,
            usable_until: device.validity.until.map(Time::from),
        }
    }
}

/// Lists the member's devices, without anything secret.
///
/// Pending ones are listed, too, except one that is to replace another device. A member has at most ten.
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
