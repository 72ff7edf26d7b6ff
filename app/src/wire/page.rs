//! What a page is shown from, as one type.
//!
//! Every read answers the same [`Page`], because whatever is generic over an answer (waiting, hydration, decoding) is in
//! the client once for each type of answer. A page takes its own kind out of it with [`OfPage`].

use super::Asks;
use crate::{
    devices::api::{DeviceList, NewDeviceForm, RemovalForm, ScanView},
    profile::api::{HomeView, ProfileView},
    recovery::api::RecoveryView,
    registration::api::WaitingView,
    sign_in::api::ChallengeView,
};
use serde::{Deserialize, Serialize};

/// What a page shows, and who looks at it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// Who looks at it; nobody on signed-out pages.
    pub viewer: Option<Viewer>,
    /// What is on it.
    pub data: Data,
}

/// The signed-in member as every page knows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    /// Name.
    pub name: String,
    /// E-mail.
    pub email: String,
    /// Two-factor is on since then, Unix seconds.
    pub two_factor_since: Option<i64>,
    /// A repair session, opened by a recovery code.
    pub repair: bool,
    /// When this session ends at the latest, Unix seconds.
    pub session_ends_at: i64,
    /// The server's clock, Unix seconds.
    pub now: i64,
}

/// A kind of data that a page is shown from.
pub trait OfPage: Sized {
    /// Takes it out of a page's data; `None` if that is of another kind.
    fn of(data: Data) -> Option<Self>;
}

macro_rules! data {
    ($($(#[$doc:meta])* $name:ident($kind:ty),)+) => {
        /// What is on a page: one variant for each kind.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub enum Data {
            $($(#[$doc])* $name($kind),)+
        }

        $(
            impl From<$kind> for Data {
                fn from(data: $kind) -> Self {
                    Self::$name(data)
                }
            }

            impl OfPage for $kind {
                fn of(data: Data) -> Option<Self> {
                    match data {
                        Data::$name(data) => Some(data),
                        _ => None,
                    }
                }
            }
        )+
    };
}

data! {
    /// Home.
    Home(HomeView),
    /// My profile.
    Profile(ProfileView),
    /// The device list.
    Devices(DeviceList),
    /// *Add new device*.
    NewDevice(NewDeviceForm),
    /// *Scan the QR code*.
    Scan(ScanView),
    /// Removing a device.
    Removal(RemovalForm),
    /// *Switch off*.
    SwitchOff(Asks),
    /// *Recovery codes*.
    RecoveryCodes(RecoveryView),
    /// *Enter your passcode* and *Use a recovery code*.
    Challenge(ChallengeView),
    /// *Check your mail*.
    Waiting(WaitingView),
    /// A one-time link that works.
    Link(()),
    /// The address of an exchanged link.
    Held(String),
}
