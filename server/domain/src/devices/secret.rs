//! Sealing of device secrets. The associated data binds each secret to its row and to its owner.

use crate::{
    InternalError, Result, Service,
    devices::device::Candidate,
    kernel::{
        id::{ApiKeyId, DeviceId, MemberId},
        seal::{AssociatedData, Sealed},
    },
    sign_in::passcode::{OpenDevice, SharedSecret},
};

impl Service {
    /// Opens the sealed secret of a device.
    pub(crate) fn open_secret(&self, sealed: &Sealed, device: &DeviceId, owner: &MemberId) -> Result<SharedSecret> {
        self.open_sealed(sealed, associated_data(device, owner))
    }

    /// Opens the secret of a machine device of this key.
    pub(crate) fn open_machine(&self, found: Candidate, key: &ApiKeyId) -> Result<OpenDevice> {
        Ok(OpenDevice {
            secret: self.open_sealed(&found.secret, of_machine(&found.device, key))?,
            device: found.device,
            parameters: found.parameters,
            last_step: found.last_step,
            validity: found.validity,
        })
    }

    /// Seals the secret of a machine device of this key.
    pub(crate) fn seal_machine(&self, secret: &SharedSecret, device: &DeviceId, key: &ApiKeyId) -> Result<Sealed> {
        let associated = of_machine(device, key);
        Ok(self.vault().seal(secret.expose_secret(), associated, self.entropy())?)
    }

    fn open_sealed(&self, sealed: &Sealed, associated: AssociatedData<'_>) -> Result<SharedSecret> {
        let bytes = self.vault().open(sealed, associated)?;
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

fn of_machine<'a>(device: &'a DeviceId, key: &'a ApiKeyId) -> AssociatedData<'a> {
    AssociatedData {
        table: "machine_device",
        column: "secret",
        row: device.as_str(),
        owner: key.as_str(),
    }
}
