//! Devices: the list, adding, confirming, renaming, removing, switching off.

use crate::wire::{Asks, Page, error::ApiError, fields::Form, secret::Secret};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use terms::Purpose;
#[cfg(feature = "ssr")]
use {
    super::{enrolment, server},
    crate::page,
    crate::wire::{
        server as wire,
        ssr::{self, Cookie},
    },
    domain::{devices::Removal, sessions::rights::UseCase},
};

/// The device list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DeviceList {
    /// Oldest first.
    pub devices: Vec<DeviceRow>,
    /// Unused recovery codes.
    pub codes_left: u32,
    /// Whether the limit of devices is reached.
    pub full: bool,
    /// Whether the member can step up with any of them.
    pub usable: bool,
    /// What colleagues are setting up by link, as HTML; empty if nothing.
    pub enrolments: String,
}

/// A device as the list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DeviceRow {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// When it was added, Unix seconds.
    pub added_at: i64,
    /// What else there is to say about it, as HTML: who carries it, what it replaces, that it should be tried.
    pub about: String,
    /// Whether the member carries it.
    pub own: bool,
    /// Whether its end has come.
    pub ended: bool,
    /// Its state.
    pub status: DeviceStatus,
}

impl DeviceRow {
    /// Whether its passcodes are accepted.
    pub(crate) fn is_confirmed(&self) -> bool {
        matches!(self.status, DeviceStatus::Confirmed { .. })
    }
}

/// A device's state as the list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum DeviceStatus {
    /// Not confirmed by a passcode yet.
    Pending {
        /// Unix seconds.
        expires_at: i64,
        /// Whether this session created the device and may confirm it.
        here: bool,
    },
    /// Its passcodes are accepted.
    Confirmed {
        /// Unix seconds.
        at: i64,
        /// The last use.
        last_use: Option<LastUse>,
    },
}

/// A device's last use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LastUse {
    /// Unix seconds.
    pub at: i64,
    /// The purpose of the passcode.
    pub purpose: Purpose,
    /// The network address, with its place if that is known.
    pub address: String,
}

/// The form *Add new device*.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct NewDeviceForm {
    /// What it asks for.
    pub asks: Asks,
    /// A name that is free, when the page was opened from the profile.
    pub suggested: String,
    /// Whether the limit of devices is reached.
    pub full: bool,
}

/// The page *Scan the QR code*.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ScanView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// When it expires, Unix seconds.
    pub expires_at: i64,
    /// What else the device changes, as HTML; empty if nothing.
    pub changes: String,
    /// QR code, key and link; `None` if another session created the device.
    pub secret: Option<ScanSecret>,
}

/// The secret, visible only to the session that created the device.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ScanSecret {
    /// Modules per side, without the quiet zone.
    pub qr_size: u32,
    /// SVG path of the dark modules.
    pub qr_path: String,
    /// The key in groups of four.
    pub key: Vec<String>,
    /// The key URI, for *Open in authenticator app*.
    pub uri: String,
}

terms::redacted!(ScanSecret);

/// The device list.
#[server(prefix = "/ui", endpoint = "devices", input = Form)]
pub(crate) async fn read_devices() -> Result<Page, ApiError> {
    let (service, who) = wire::signed_in(UseCase::ReadDevices).await?;
    who.require_mailbox()?;
    let list = service.devices(&who).await?;
    let devices = list.devices.iter().map(|device| server::row(device, &who)).collect();
    let view = DeviceList {
        devices,
        codes_left: list.codes_left,
        full: list.is_full(),
        usable: list.that_step_up(who.now) > 0,
        enrolments: enrolment::list(&service, &who, &list.devices).await?,
    };
    Ok(wire::page(&who, view))
}

/// The form *Add new device*; `wish` is a name to suggest.
#[server(prefix = "/ui", endpoint = "devices/new", input = Form)]
pub(crate) async fn read_new_device(wish: String) -> Result<Page, ApiError> {
    let (service, who) = wire::signed_in(UseCase::ReadDevices).await?;
    who.require_mailbox()?;
    let suggested = if wish.is_empty() {
        wish
    } else {
        service.free_device_name(&who, &wish).await?
    };
    let full = service.has_all_devices(&who).await?;
    let asks = wire::asks(&service, &who, UseCase::AddDevice);
    Ok(wire::page(&who, NewDeviceForm { asks, suggested, full }))
}

/// Adds a device and redirects to its QR code.
#[server(prefix = "/ui", endpoint = "devices/add", input = Form)]
pub(crate) async fn add_device(
    device_name: String,
    password: Secret,
    #[server(default)] passcode: Secret,
) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::AddDevice).await?;
    let label = service.new_device_name(&who, &device_name).await?;
    let who = wire::stepped_up(&service, who, &password, &passcode).await?;
    let id = service.add_device(&who, label).await?;
    ssr::redirect(&page::SCAN.path_of(&id.to_string()));
    Ok(())
}

/// Adds a device that replaces this one, and redirects to its QR code.
#[server(prefix = "/ui", endpoint = "devices/replace", input = Form)]
pub(crate) async fn replace_device(
    id: String,
    #[server(default)] password: Secret,
    #[server(default)] passcode: Secret,
) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::ReplaceDevice).await?;
    let old = service.own_device(&who, &id).await?;
    let who = wire::stepped_up(&service, who, &password, &passcode).await?;
    let new = service.replace_device(&who, &old).await?;
    ssr::redirect(&page::SCAN.path_of(new.as_str()));
    Ok(())
}

/// Checks a passcode of this very device and redirects to the list.
#[server(prefix = "/ui", endpoint = "devices/try", input = Form)]
pub(crate) async fn try_device(id: String, passcode: Secret) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::TryDevice).await?;
    let device = service.own_device(&who, &id).await?;
    service.try_device(&who, &device, passcode.expose_secret()).await?;
    ssr::redirect("/security/two-factor?done=tried");
    Ok(())
}

/// A pending device, with its secret for the session that created it.
#[server(prefix = "/ui", endpoint = "devices/scan", input = Form)]
pub(crate) async fn read_scan(id: String) -> Result<Page, ApiError> {
    let (service, who) = wire::signed_in(UseCase::ReadEnrolment).await?;
    let view = server::scan(&service, &who, &id).await?;
    Ok(wire::page(&who, view))
}

/// Confirms a device with its first passcode; redirects to the new recovery codes or, without any, to the list. If the
/// page asked an owner about the account's switch (`asks_every_call`), `every_call` is the answer; else it is yes.
#[server(prefix = "/ui", endpoint = "devices/confirm", input = Form)]
pub(crate) async fn confirm_device(
    id: String,
    passcode: Secret,
    #[server(default)] asks_every_call: bool,
    #[server(default)] every_call: bool,
) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::ConfirmDevice).await?;
    let every_call = every_call || !asks_every_call;
    let passcode = passcode.expose_secret();
    let confirmed = service.confirm_device(&who, &id, passcode, every_call).await?;
    ssr::set_cookie(Cookie::Session, confirmed.token.expose_secret());
    let next = match (confirmed.codes, confirmed.replaced) {
        (true, _) => format!("/security/recovery-codes?new={id}"),
        (false, true) => "/security/two-factor?done=replaced".to_owned(),
        (false, false) => format!("/security/two-factor?new={id}"),
    };
    ssr::redirect(&next);
    Ok(())
}

/// Discards a pending device and redirects to the list.
#[server(prefix = "/ui", endpoint = "devices/discard", input = Form)]
pub(crate) async fn discard_device(id: String) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::DiscardDevice).await?;
    service.discard_device(&who, &id).await?;
    ssr::redirect("/security/two-factor?done=discarded");
    Ok(())
}

/// Renames a device and redirects to the list.
#[server(prefix = "/ui", endpoint = "devices/rename", input = Form)]
pub(crate) async fn rename_device(id: String, device_name: String) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::RenameDevice).await?;
    service.rename_device(&who, &id, &device_name).await?;
    ssr::redirect("/security/two-factor?done=renamed");
    Ok(())
}

/// Removes a device. `lost` keeps two-factor on in any case; `switch_off` confirms that the page announced *Switch
/// off*; `renew` is what a member wants to renew, because the device was a colleague's.
#[server(prefix = "/ui", endpoint = "devices/remove", input = Form)]
pub(crate) async fn remove_device(
    id: String,
    #[server(default)] lost: bool,
    #[server(default)] switch_off: bool,
    #[server(default)] renew: Vec<String>,
    #[server(default)] password: Secret,
    #[server(default)] passcode: Secret,
) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::RemoveDevice).await?;
    let device = service.confirmed_device(&who, &id).await?;
    let who = wire::stepped_up(&service, who, &password, &passcode).await?;
    let renew = server::renewals(&renew)?;
    let next = server::after_removal(&renew);
    let removal = Removal {
        lost,
        switch_off,
        renew,
    };
    let removed = service.remove_device(&who, &device, removal).await?;
    match removed.token {
        Some(token) => {
            ssr::set_cookie(Cookie::Session, token.expose_secret());
            ssr::redirect(next);
        }
        None => {
            ssr::clear_cookie(Cookie::Session);
            ssr::redirect("/sign-in?ready=removed");
        }
    }
    Ok(())
}

/// *Switch off*: ends two-factor with all devices and recovery codes.
#[server(prefix = "/ui", endpoint = "two-factor/switch-off", input = Form)]
pub(crate) async fn switch_off(
    #[server(default)] password: Secret,
    #[server(default)] passcode: Secret,
) -> Result<(), ApiError> {
    let (service, who) = wire::signed_in(UseCase::SwitchOff).await?;
    who.require_two_factor()?;
    let who = wire::stepped_up(&service, who, &password, &passcode).await?;
    let token = service.switch_off(&who).await?;
    ssr::set_cookie(Cookie::Session, token.expose_secret());
    ssr::redirect("/security/two-factor?done=switched-off");
    Ok(())
}
