//! The data of all pages, as one type.
//!
//! Every read returns [`Page`], because code that is generic over the response is compiled into
//! the client once for each type. A page decodes its own data from it.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;

/// A page's data and its viewer. It does not implement `Debug`, because the data may contain secrets.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Page {
    /// The signed-in member; `None` on signed-out pages.
    pub viewer: Option<Viewer>,
    /// The data as JSON.
    pub data: Box<RawValue>,
    /// The home's client that the server has, by the name of its file.
    pub client: String,
}

impl Page {
    /// The data as `T`; `None` if it does not match.
    pub(crate) fn decode<T: DeserializeOwned>(&self) -> Option<T> {
        // From bytes, as everywhere: each kind of reader is compiled into the client once for each type.
        serde_json::from_slice(self.data.get().as_bytes()).ok()
    }
}

/// The signed-in member, with the properties that every page needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Viewer {
    /// Name.
    pub name: String,
    /// E-mail.
    pub email: String,
    /// When two-factor was switched on, Unix seconds.
    pub two_factor_since: Option<i64>,
    /// A repair session, opened by a recovery code.
    pub repair: bool,
    /// A sign-in-only session, opened by a colleague's device, or one that may only set up the first device.
    pub limited: bool,
    /// When this session ends at the latest, Unix seconds.
    pub session_ends_at: i64,
    /// The server's clock, Unix seconds.
    pub now: i64,
}
