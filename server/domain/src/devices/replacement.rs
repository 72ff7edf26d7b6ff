//! Replacing a device: the new one is confirmed before the old one goes.

use super::{confirmed, device::Device, enrolment::Wanted};
use crate::{Result, Service, kernel::id::DeviceId, sessions::SignedIn};
use terms::{EventKind, Rejection};

impl Service {
    /// Returns a device that the member may replace, for [`Service::replace_device`].
    ///
    /// # Errors
    /// `NotFound`, also for a pending device, and for one that a colleague carries: such a device is set up on the
    /// colleague's screen, so another one is added and approved, and the old one removed.
    pub async fn own_device(&self, who: &SignedIn, device: &str) -> Result<Device> {
        let device = self.device(who, device).await?;
        match device.is_own() {
            true => Ok(device),
            false => Err(Rejection::NotFound.into()),
        }
    }

    /// Adds a pending device that replaces this one. It takes no place among the ten devices. Until its first passcode is
    /// right the old one works and keeps its name; see [`Service::confirm_device`].
    ///
    /// # Errors
    /// `StepUpNeeded`; `NotFound` if the old one is not there any more; `Conflict(DeviceName)` if another device has just
    /// got the name that this one has while it is pending.
    pub async fn replace_device(&self, who: &SignedIn, old: &Device) -> Result<DeviceId> {
        let devices = self.store().devices(&who.member.id, who.now).await?;
        let taken: Vec<_> = confirmed(&devices).map(|device| device.label.key()).collect();
        let wanted = Wanted {
            replaces: Some(old.id.clone()),
            // Names are unique, and the old one has its name until the end.
            ..Wanted::own(old.label.clone().besides(&taken))
        };
        let event = self.event_by(EventKind::DeviceAdded, who);
        self.add_pending(who, wanted, event).await
    }
}
