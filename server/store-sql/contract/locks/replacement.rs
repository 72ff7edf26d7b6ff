//! Attempts that concern the replacement and the trial of devices.

use super::proved_session;
use domain::{
    devices::device::NewDevice,
    kernel::id::DeviceId,
    profile::member::Member,
    sign_in::attempt::{Evidence, FactorAttempt, Target, Try},
};
use testing::{Fixtures, T0};

/// Returns the first code of a device that replaces another, and of one that replaces the last.
pub(super) async fn attempts(w: &Fixtures, member: &Member, device: &DeviceId, step: i64) -> Vec<FactorAttempt> {
    let mut session = proved_session(w, member, device, 171).await;
    let watch = w.enrol(&mut session, "old watch", 100, T0).await;
    let mut attempts = Vec::new();
    for (n, old) in [(172, watch), (173, device.clone())] {
        let session = proved_session(w, member, device, n).await;
        let new = NewDevice {
            replaces: Some(old.clone()),
            ..w.new_device(&session, &format!("new {n}"), T0)
        };
        w.add(&new, &session).await;
        attempts.push(w.confirm(&new, &session, step, T0).0);
        let evidence = Evidence::Step {
            device: old.clone(),
            step,
        };
        let tried = Target::Try(Try {
            device: old,
            session: session.digest,
        });
        attempts.push(w.attempt(&member.id, evidence, tried, T0));
    }
    attempts
}
