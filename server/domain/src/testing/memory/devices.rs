//! Devices.

use super::state::{DeviceRow, State};
use crate::{
    Timestamp,
    devices::device::{Candidate, Confirmed, Device, DeviceState, Enrolment, NewDevice, Pending},
    kernel::{
        id::{DeviceId, MemberId},
        label::Label,
        token::TokenDigest,
    },
    store::Added,
};
use terms::limits::DEVICES_MAX;

/// All devices but expired pending ones, oldest first.
pub(super) fn list(state: &State, member: &MemberId, now: Timestamp) -> Vec<Device> {
    let mut devices: Vec<_> = state
        .devices
        .values()
        .filter(|row| row.new.member == *member && row.counts(now))
        .map(device)
        .collect();
    devices.sort_by(|a, b| (a.created_at, &a.id).cmp(&(b.created_at, &b.id)));
    devices
}

fn device(row: &DeviceRow) -> Device {
    let new = row.new.clone();
    let state = match row.confirmed_at {
        Some(at) => DeviceState::Confirmed(Confirmed {
            at,
            last_use: row.last_use.clone(),
        }),
        None => DeviceState::Pending(Pending {
            session: new.session,
            expires_at: new.expires_at,
        }),
    };
    Device {
        id: new.id,
        member: new.member,
        label: new.label,
        created_at: new.created_at,
        state,
    }
}

/// Adds a pending device.
pub(super) fn add(
    state: &mut State,
    new: &NewDevice,
    session: &TokenDigest,
    since: Option<Timestamp>,
) -> Result<Added, Added> {
    let now = new.created_at;
    let session = super::change::proved(state, &new.member, session, since, now).ok_or(Added::NotProved)?;
    if session.id != new.session {
        return Err(Added::NotProved);
    }
    state
        .devices
        .retain(|_, row| row.new.member != new.member || row.counts(now));
    if taken(state, &new.member, &new.label, None) {
        return Err(Added::NameTaken);
    }
    if state
        .devices
        .values()
        .filter(|row| row.new.member == new.member)
        .count()
        >= DEVICES_MAX
    {
        return Err(Added::TenDevices);
    }
    let row = DeviceRow {
        new: new.clone(),
        confirmed_at: None,
        last_step: -1,
        last_use: None,
    };
    state.devices.insert(new.id.clone(), row);
    Ok(Added::Done)
}

fn taken(state: &State, member: &MemberId, label: &Label, but: Option<&DeviceId>) -> bool {
    let mut others = state
        .devices
        .values()
        .filter(|row| row.new.member == *member && Some(&row.new.id) != but);
    others.any(|row| row.new.label.key() == label.key())
}

/// A pending device.
pub(super) fn enrolment(state: &State, device: &DeviceId, member: &MemberId, now: Timestamp) -> Option<Enrolment> {
    let row = state
        .devices
        .get(device)
        .filter(|row| row.new.member == *member && row.pending(now))?;
    let NewDevice {
        id,
        label,
        secret,
        session,
        expires_at,
        ..
    } = row.new.clone();
    Some(Enrolment {
        id,
        label,
        secret,
        session,
        expires_at,
    })
}

/// Renames a device.
pub(super) fn rename(
    state: &mut State,
    device: &DeviceId,
    member: &MemberId,
    label: &Label,
    now: Timestamp,
) -> Option<Added> {
    state
        .devices
        .retain(|_, row| row.new.member != *member || row.counts(now));
    state.devices.get(device).filter(|row| row.new.member == *member)?;
    if taken(state, member, label, Some(device)) {
        return Some(Added::NameTaken);
    }
    state.devices.get_mut(device)?.new.label = label.clone();
    Some(Added::Done)
}

/// Erases a pending device.
pub(super) fn discard(state: &mut State, device: &DeviceId, member: &MemberId) -> bool {
    let before = state.devices.len();
    state
        .devices
        .retain(|id, row| id != device || row.new.member != *member || row.confirmed_at.is_some());
    state.devices.len() < before
}

/// What the passcode check needs.
pub(super) fn candidates(state: &State, member: &MemberId) -> Vec<Candidate> {
    let candidate = |row: &DeviceRow| Candidate {
        device: row.new.id.clone(),
        secret: row.new.secret.clone(),
        last_step: row.last_step,
    };
    state.confirmed(member).map(candidate).collect()
}
