//! From rows to the domain's types. What the store wrote itself is trusted, but a text outside a closed set is an error.

use domain::{
    Timestamp,
    devices::device::{Confirmed, Device, DeviceState, LastUse, Pending},
    kernel::{
        id::{DeviceId, MemberId, SessionId},
        label::Label,
    },
};
use terms::{LinkKind, Purpose, Role, SessionKind};

/// A member from any row that has the member's columns.
macro_rules! member {
    ($row:expr) => {
        domain::profile::member::Member {
            id: domain::kernel::id::MemberId::from_store($row.member_id),
            account: domain::kernel::id::AccountId::from_store($row.account_id),
            role: $crate::shared::rows::role(&$row.role)?,
            name: $row.name,
            email: domain::kernel::email::Email::from_store($row.email),
            password: $row.password,
            password_changed_at: domain::Timestamp($row.password_changed_at),
            created_at: domain::Timestamp($row.member_created_at),
            two_factor_since: $row.two_factor_since.map(domain::Timestamp),
            reminder_hidden_until: $row.reminder_hidden_until.map(domain::Timestamp),
            repaired_at: $row.repaired_at.map(domain::Timestamp),
            repairs_since: $row.repairs_since.map(domain::Timestamp),
            codes_saved_at: $row.codes_saved_at.map(domain::Timestamp),
        }
    };
}
pub(crate) use member;

fn unknown(column: &'static str) -> sqlx::Error {
    sqlx::Error::Decode(format!("{column} is none of its known texts").into())
}

pub(crate) fn role(text: &str) -> Result<Role, sqlx::Error> {
    Role::parse(text).ok_or_else(|| unknown("member.role"))
}

pub(crate) fn session_kind(text: &str) -> Result<SessionKind, sqlx::Error> {
    SessionKind::parse(text).ok_or_else(|| unknown("session.kind"))
}

pub(crate) fn link_kind(text: &str) -> Result<LinkKind, sqlx::Error> {
    LinkKind::parse(text).ok_or_else(|| unknown("link.kind"))
}

/// A row of `device` as it is listed.
pub(crate) struct DeviceRow {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) created_at: i64,
    pub(crate) session_id: Option<String>,
    pub(crate) expires_at: Option<i64>,
    pub(crate) confirmed_at: Option<i64>,
    pub(crate) used_at: Option<i64>,
    pub(crate) used_for: Option<String>,
    pub(crate) used_from: Option<String>,
}

impl DeviceRow {
    /// The device, if the row is of one of the two shapes.
    pub(crate) fn device(self, member: &MemberId) -> Result<Device, sqlx::Error> {
        let last_use = match (self.used_at, self.used_for, self.used_from) {
            (Some(at), Some(purpose), Some(address)) => {
                let purpose = Purpose::parse(&purpose).ok_or_else(|| unknown("device.used_for"))?;
                Some(LastUse {
                    at: Timestamp(at),
                    purpose,
                    address,
                })
            }
            _ => None,
        };
        let state = match (self.confirmed_at, self.session_id, self.expires_at) {
            (Some(at), None, None) => DeviceState::Confirmed(Confirmed {
                at: Timestamp(at),
                last_use,
            }),
            (None, Some(session), Some(expires_at)) => {
                let (session, expires_at) = (SessionId::from_store(session), Timestamp(expires_at));
                DeviceState::Pending(Pending { session, expires_at })
            }
            _ => return Err(unknown("device.confirmed_at")),
        };
        let (id, label) = (DeviceId::from_store(self.id), Label::from_store(self.label));
        Ok(Device {
            id,
            member: member.clone(),
            label,
            created_at: Timestamp(self.created_at),
            state,
        })
    }
}
