//! Sealing of device secrets. The associated data binds each secret to its row and to its owner.

use crate::{
    InternalError, Result, Service,
    kernel::{
        id::{DeviceId, MemberId},
        seal::{AssociatedData, Sealed},
    },
    sign_in::passcode::SharedSecret,
};

impl Service {
    /// Opens the sealed secret of a device.
    pub(crate) fn open_secret(&self, sealed: &Sealed, device: &DeviceId, owner: &MemberId) -> Result<SharedSecret> {
        let bytes = self.vault().open(sealed, associated_data(device, owner))?;
        let secret = SharedSecret::from_bytes(&bytes);
        Ok(secret.ok_or_else(|| InternalError::new("opening a device", "the secret has a wrong length"))?)
    }

    /// Seals the secret of a device.
    pub(super) fn seal_secret(&self, secret: &SharedSecret, device: &DeviceId, owner: &MemberId) -> Result<Sealed> {
        let associated = associated_data(device, owner);
        Ok(self.vault().seal(secret.expose_secret(), associated, self.entropy())?)
    }
}

fn associated_data<'a>(device: &'a DeviceId, owner: &'a MemberId) -> AssociatedData<'a> {
    AssociatedData {
        table: "device",
        column: "secret",
        row: device.as_str(),
        owner: owner.as_str(),
    }
}
