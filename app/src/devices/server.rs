//! Conversion of the domain's devices to rows and QR codes.

use super::api::{DeviceRow, DeviceStatus, LastUse, ScanSecret, ScanView};
use super::{colleague, replace, trial};
use crate::{
    api_keys::of_first_device, places::with_place, shell::served::fragment, text::text, wire::error::ApiError,
};
use domain::{
    Error, Service, Timestamp,
    devices::SetUpView,
    devices::device::{self, Device, DeviceState},
    sessions::SignedIn,
};
use leptos::prelude::*;
use qrcode::{Color, EcLevel, QrCode as Code};
use terms::{Conflict, Rejection, RenewalKind};

pub(crate) fn row(device: &Device, who: &SignedIn) -> DeviceRow {
    let status = match &device.state {
        DeviceState::Pending(pending) => DeviceStatus::Pending {
            expires_at: pending.expires_at.0,
            here: pending.is_made_in(&who.session.id),
        },
        DeviceState::Confirmed(confirmed) => DeviceStatus::Confirmed {
            at: confirmed.at.0,
            last_use: confirmed.last_use.as_ref().map(last_use),
        },
    };
    DeviceRow {
        id: device.id.to_string(),
        name: device.shown_label().as_str().to_owned(),
        added_at: device.created_at.0,
        about: about(device, who),
        own: device.is_own(),
        ended: device.validity.is_over(who.now),
        status,
    }
}

/// What the list says about a device besides its state, as HTML.
fn about(device: &Device, who: &SignedIn) -> String {
    let holder = about_holder(device, who.now);
    let replaces = matches!(&device.state, DeviceState::Pending(pending) if pending.replaces.is_some());
    let waits = replaces.then(|| text().replacement().waits());
    let hint = trial::hint(device, who);
    fragment(|| view! { {holder} {waits} {hint} }.into_any())
}

/// Who carries a device and what it may do; empty for the member's own.
fn about_holder(device: &Device, now: Timestamp) -> String {
    let words = text().colleagues();
    let Some(holder) = &device.holder else {
        return String::new();
    };
    let held = words.held_by(&holder.name, holder.email.as_str());
    let may = match device.validity.sign_in_only {
        true => words.signs_in_only(),
        false => words.as_own(),
    };
    match device.validity.until {
        Some(until) if until <= now => format!("{held}. {}", words.over(&text().date(until.0))),
        Some(until) => format!("{held}. {may}, {}.", words.until(&text().date(until.0))),
        None => format!("{held}. {may}."),
    }
}

pub(crate) async fn scan(service: &Service, who: &SignedIn, id: &str) -> Result<ScanView, ApiError> {
    match service.set_up_view(who, id).await {
        Ok(view) => {
            let changes = match (&view.holder, view.replaces) {
                (Some(holder), _) => colleague::side_by_side(holder),
                (None, true) => replace::changes(view.label.as_str()),
                (None, false) => of_first_device(service, who).await?,
            };
            own(&view, changes)
        }
        Err(Error::Rejected(Rejection::Conflict(Conflict::OtherBrowser))) => foreign(service, who, id).await,
        Err(error) => Err(error.into()),
    }
}

/// A QR code to be drawn.
pub(super) struct QrCode {
    /// Modules per side, without the quiet zone.
    pub size: u32,
    /// SVG path of the dark modules.
    pub path: String,
}

/// Makes the QR code of a key URI.
pub(super) fn qr(uri: &str) -> Result<QrCode, ApiError> {
    let code = Code::with_error_correction_level(uri.as_bytes(), EcLevel::M).map_err(|_| ApiError::Internal)?;
    let width = code.width();
    Ok(QrCode {
        size: u32::try_from(width).unwrap_or_default(),
        path: path(&code.into_colors(), width),
    })
}

fn own(view: &SetUpView, changes: String) -> Result<ScanView, ApiError> {
    let code = qr(&view.uri)?;
    let secret = ScanSecret {
        qr_size: code.size,
        qr_path: code.path,
        key: view.key.clone(),
        uri: view.uri.to_string(),
    };
    Ok(ScanView {
        id: view.id.to_string(),
        name: view.label.as_str().to_owned(),
        expires_at: view.expires_at.0,
        changes,
        secret: Some(secret),
    })
}

async fn foreign(service: &Service, who: &SignedIn, id: &str) -> Result<ScanView, ApiError> {
    let device = service.device(who, id).await?;
    let name = device.shown_label().as_str().to_owned();
    match device.state {
        DeviceState::Pending(pending) => Ok(ScanView {
            id: device.id.to_string(),
            name,
            expires_at: pending.expires_at.0,
            changes: String::new(),
            secret: None,
        }),
        DeviceState::Confirmed(_) => Err(ApiError::Rejected(Rejection::NotFound)),
    }
}

/// Parses what a member wants to renew.
pub(crate) fn renewals(chosen: &[String]) -> Result<Vec<RenewalKind>, ApiError> {
    let chosen = chosen
        .iter()
        .map(|kind| RenewalKind::parse(kind).ok_or(ApiError::BadRequest));
    chosen.collect()
}

/// Returns the page that follows the removal of a device: where the first of these is renewed, or the list.
pub(crate) fn after_removal(renew: &[RenewalKind]) -> &'static str {
    let renews = |kind| renew.contains(&kind);
    match (renews(RenewalKind::Password), renews(RenewalKind::RecoveryCodes)) {
        (true, _) => "/profile?change=password",
        (false, true) => "/security/recovery-codes",
        (false, false) => "/security/two-factor?done=removed",
    }
}

/// One horizontal stroke per run of dark modules.
fn path(modules: &[Color], width: usize) -> String {
    use std::fmt::Write;
    let mut path = String::new();
    for (y, row) in modules.chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run.first() == Some(&Color::Dark) {
                // Writing to a String cannot fail.
                let _ = write!(path, "M{x} {y}h{}v1H{x}z", run.len());
            }
            x += run.len();
        }
    }
    path
}

fn last_use(last: &device::LastUse) -> LastUse {
    LastUse {
        at: last.at.0,
        purpose: last.purpose,
        address: with_place(&last.address),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::devices::key_uri::URI_MAX;

    /// 65 modules and the quiet zone of 4 on either side, of 4 px each, are 292 px.
    #[test]
    fn the_longest_key_uri_is_a_code_that_a_small_screen_shows() {
        let code = Code::with_error_correction_level("a".repeat(URI_MAX), EcLevel::M).expect("a code");
        assert!(code.width() <= 65, "{}", code.width());
    }
}
