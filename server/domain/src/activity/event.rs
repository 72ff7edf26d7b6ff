//! An event.

use crate::{
    Timestamp,
    devices::device::Holder,
    kernel::{
        email::Email,
        id::{AccountId, ApiKeyId, ClientId, DeviceId, EventId, MemberId, SessionId},
        label::Label,
    },
    profile::member::Member,
};
use terms::{EventKind, Refused};

/// How long a refusal raises the count of the one before, if kind, reason, target and network are the same, in seconds.
pub const REPEAT_LIFE: i64 = 60;

/// What happened, to whom, when and from where. It contains no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The event's id.
    pub id: EventId,
    /// The account whose activity it belongs to.
    pub account: AccountId,
    /// The member that it is about.
    pub member: MemberId,
    /// The member's e-mail address at that time.
    pub who: String,
    /// What was done or, if it was refused, tried.
    pub kind: EventKind,
    /// Why it was refused; `None` if it was done.
    pub refused: Option<Refused>,
    /// When it happened, for the first time if it was repeated.
    pub at: Timestamp,
    /// When it was last repeated; `at` if it was not.
    pub last_at: Timestamp,
    /// How often it happened; more than once for refusals only.
    pub count: i64,
    /// The session in which it happened, or which it opened.
    pub session: Option<SessionId>,
    /// The device that it is about, or whose passcode was used.
    pub device: Option<EventDevice>,
    /// The API key that it is about, or that a program presented; or the app that it is about.
    pub key: Option<EventKey>,
    /// The other person that it is about, if there is one.
    pub other: Option<EventOther>,
    /// The network address of the client.
    pub address: String,
    /// The network of the client, see [`crate::kernel::browser::network`].
    pub network: String,
    /// Browser and operating system.
    pub agent: String,
}

/// The device of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventDevice {
    /// The device's id.
    pub id: DeviceId,
    /// The device's name at that time. The store fills in the present one where it is `None`.
    pub name: Option<String>,
    /// The name of the colleague who carried it. The store fills in the present one where it is `None`.
    pub holder: Option<String>,
}

/// The API key of an event, or the app: an event about an app has none of an API key, and its kind tells which it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventKey {
    /// The key's id, or the app's.
    pub id: ApiKeyId,
    /// The key's name, or the app's.
    pub name: String,
}

/// The other person of an event: a member, or the address of an invitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventOther {
    /// The member's id; `None` for an address without a member.
    pub id: Option<MemberId>,
    /// The e-mail address at that time.
    pub who: String,
}

impl Event {
    /// Sets the session.
    pub(crate) fn in_session(mut self, session: &SessionId) -> Self {
        self.session = Some(session.clone());
        self
    }

    /// Sets the device.
    pub(crate) fn about_device(mut self, device: &DeviceId, name: Option<&str>) -> Self {
        self.device = Some(EventDevice {
            id: device.clone(),
            name: name.map(str::to_owned),
            holder: None,
        });
        self
    }

    /// Sets the holder of the device.
    pub(crate) fn held_by(mut self, holder: Option<&Holder>) -> Self {
        if let Some(device) = &mut self.device {
            device.holder = holder.map(|holder| holder.name.clone());
        }
        self
    }

    /// Sets the API key.
    pub(crate) fn about_key(mut self, key: &ApiKeyId, name: &str) -> Self {
        self.key = Some(EventKey {
            id: key.clone(),
            name: name.to_owned(),
        });
        self
    }

    /// Sets the app that signs people in with this server.
    pub(crate) fn about_app(self, app: &ClientId, name: &Label) -> Self {
        self.about_key(&ApiKeyId::from_store(app.to_string()), name.as_str())
    }

    /// Sets the other person to a member.
    pub(crate) fn about_member(mut self, member: &Member) -> Self {
        self.other = Some(EventOther {
            id: Some(member.id.clone()),
            who: member.email.as_str().to_owned(),
        });
        self
    }

    /// Sets the other person to an address without a member.
    pub(crate) fn about_address(mut self, email: &Email) -> Self {
        self.other = Some(EventOther {
            id: None,
            who: email.as_str().to_owned(),
        });
        self
    }

    /// Marks the event as refused.
    pub(crate) fn refused(mut self, reason: Refused) -> Self {
        self.refused = Some(reason);
        self
    }

    /// The text that two refusals share if the second one repeats the first; `None` for a success.
    pub fn repeats(&self) -> Option<String> {
        let reason = self.refused?;
        let kind = self.kind.as_str();
        let device = self.device.as_ref().map_or("", |device| device.id.as_str());
        let key = self.key.as_ref().map_or("", |key| key.id.as_str());
        let other = self.other.as_ref().map_or("", |other| other.who.as_str());
        Some(format!(
            "{} {kind} {} {device}{key}{other} {}",
            self.member,
            reason.as_str(),
            self.network
        ))
    }
}
