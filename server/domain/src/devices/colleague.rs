//! Adding a device that a colleague carries.
//!
//! It belongs to the member's sign-in. Unless the member says otherwise, it opens sign-in-only sessions and does nothing
//! else; see [`Validity`].

use super::{
    device::{Holder, PENDING_LIFE, Validity},
    enrolment::Wanted,
};
use crate::{
    Result, Service, Timestamp,
    kernel::{clock::DAY, email::Email, id::DeviceId, label::Label},
    profile::member::person_name,
    sessions::SignedIn,
};
use terms::{Conflict, EventKind, Field, Problem, Rejection};

/// The days after which a colleague's device may end, for a form to offer.
pub const LIVES: [i64; 4] = [1, 7, 30, 90];

/// A colleague's device, as the form has it.
#[derive(Clone, Copy, Debug)]
pub struct ColleagueForm<'a> {
    /// The colleague's name.
    pub name: &'a str,
    /// The colleague's e-mail address.
    pub email: &'a str,
    /// The device's name.
    pub device: &'a str,
    /// Days until it ends, one of [`LIVES`]; empty if it does not.
    pub days: &'a str,
    /// Whether it may change security as the member's own devices do.
    pub changes_security: bool,
}

/// A colleague's device that may be added.
#[derive(Clone, Debug)]
pub struct NewColleague {
    label: Label,
    holder: Holder,
    validity: Validity,
}

impl NewColleague {
    pub(super) fn into_parts(self) -> (Label, Holder, Validity) {
        (self.label, self.holder, self.validity)
    }
}

impl Service {
    /// Checks the form of a colleague's device for [`Service::add_colleague`].
    ///
    /// # Errors
    /// `Conflict(TwoFactorOff)`, because the first device is the member's own; `Invalid` with `Name`, `Email`,
    /// `DeviceName`, `Life`; `Conflict(DeviceName)`, `Conflict(TenDevices)`, `Conflict(OwnDevice)` for the member's own
    /// address.
    pub async fn new_colleague(&self, who: &SignedIn, form: &ColleagueForm<'_>) -> Result<NewColleague> {
        who.require_two_factor()?;
        let holder = Holder {
            name: person_name(form.name)?,
            email: Email::parse(form.email)?,
        };
        if holder.email.key() == who.member.email.key() {
            return Err(Rejection::Conflict(Conflict::OwnDevice).into());
        }
        Ok(NewColleague {
            label: self.new_device_name(who, form.device).await?,
            holder,
            validity: Validity {
                sign_in_only: !form.changes_security,
                until: end(form.days, who.now)?,
            },
        })
    }

    /// Adds a colleague's device as a pending one, which only this session may see and confirm: both sit side by side.
    ///
    /// # Errors
    /// As [`Service::add_device`].
    pub async fn add_colleague(&self, who: &SignedIn, new: NewColleague) -> Result<DeviceId> {
        let (label, holder, validity) = new.into_parts();
        let event = self.event_by(EventKind::DeviceAdded, who);
        let wanted = Wanted {
            holder: Some(holder),
            validity,
            ..Wanted::own(label)
        };
        self.add_pending(who, wanted, event).await
    }
}

/// Returns when a device ends; `None` if it does not.
fn end(days: &str, now: Timestamp) -> Result<Option<Timestamp>, Rejection> {
    if days.is_empty() {
        return Ok(None);
    }
    let chosen = LIVES.into_iter().find(|life| life.to_string() == days);
    let days = chosen.ok_or(Rejection::Invalid(Field::Life, Problem::Malformed))?;
    Ok(Some(now.plus(days * DAY)))
}

const _: () = assert!(LIVES[0] * DAY > PENDING_LIFE, "it does not end before it is confirmed");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_ends_after_one_of_the_offered_lives_or_never() {
        let now = Timestamp(1_000);
        assert_eq!(end("", now), Ok(None));
        for days in LIVES {
            assert_eq!(end(&days.to_string(), now), Ok(Some(now.plus(days * DAY))));
        }
        for days in ["0", "-1", "2", "07", " 7", "7.0", "9999999999999999999999"] {
            let refused = Err(Rejection::Invalid(Field::Life, Problem::Malformed));
            assert_eq!(end(days, now), refused, "{days:?}");
        }
    }
}
