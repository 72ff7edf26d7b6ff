//! Trying a device, so that its member knows that it still works.

use super::device::Device;
use crate::{
    Result, Service,
    sessions::SignedIn,
    sign_in::{
        attempt::{Target, Try},
        passcode::Passcode,
    },
};
use terms::{EventKind, Rejection};

impl Service {
    /// Checks a passcode of this very device and records that it was used. It is consumed and counted as everywhere, but
    /// opens nothing and proves nothing in the session.
    ///
    /// # Errors
    /// `Invalid(Passcode)`, `WrongCode`, `BeforeUsed`, `Wait`, `Stopped`; `NotFound` if the device is not there any more.
    pub async fn try_device(&self, who: &SignedIn, device: &Device, typed: &str) -> Result<()> {
        let code = Passcode::parse(typed)?;
        let event = self.event_by(EventKind::DeviceTried, who);
        let event = event.about_device(&device.id, Some(device.label.as_str()));
        let target = Target::Try(Try {
            device: device.id.clone(),
            session: who.session.digest.clone(),
        });
        self.decide_with_passcode(who, &code, (target, event), Rejection::NotFound)
            .await
    }
}
