//! `GET /api/v1/devices`: the member's devices, without anything secret.

use super::{Problem, credential, limit::Quota, time};
use crate::http::Shared;
use axum::{Extension, Json, extract::State};
use domain::{
    devices::device::{Device, DeviceState},
    kernel::browser::Browser,
};
use http::HeaderMap;
use serde::Serialize;
use terms::Scope;

/// The devices, oldest first. A member has at most ten.
#[derive(Serialize)]
pub(in crate::http) struct Devices {
    devices: Vec<Item>,
}

#[derive(Serialize)]
struct Item {
    id: String,
    name: String,
    status: &'static str,
    added_at: String,
    confirmed_at: Option<String>,
    last_used_at: Option<String>,
    last_used_from: Option<String>,
}

impl From<Device> for Item {
    fn from(device: Device) -> Self {
        let (status, confirmed) = match device.state {
            DeviceState::Pending(_) => ("pending", None),
            DeviceState::Confirmed(confirmed) => ("confirmed", Some(confirmed)),
        };
        let confirmed_at = confirmed.as_ref().map(|confirmed| time(confirmed.at));
        let last_use = confirmed.and_then(|confirmed| confirmed.last_use);
        Self {
            id: device.id.to_string(),
            name: device.label.as_str().to_owned(),
            status,
            added_at: time(device.created_at),
            confirmed_at,
            last_used_at: last_use.as_ref().map(|used| time(used.at)),
            last_used_from: last_use.map(|used| used.address),
        }
    }
}

/// Returns the devices.
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
