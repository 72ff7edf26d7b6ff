//! What a page is shown from, as one type.
//!
//! Every read answers the same [`Page`], because whatever is generic over an answer (waiting, hydration) is in the client
//! once for each type of answer. A page decodes its own kind of data out of it.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;

/// What a page shows, and who looks at it. It has no `Debug`: the data may hold secrets.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Page {
    /// Who looks at it; nobody on signed-out pages.
    pub viewer: Option<Viewer>,
    /// What is on it, as JSON.
    pub data: Box<RawValue>,
}

impl Page {
    /// The data as the type that this page is made for; `None` if it is of another kind.
    pub(crate) fn decode<T: DeserializeOwned>(&self) -> Option<T> {
        // From bytes, as everything else: each way of reading is in the client once for each type.
        serde_json::from_slice(self.data.get().as_bytes()).ok()
    }
}

/// The signed-in member as every page knows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Viewer {
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
