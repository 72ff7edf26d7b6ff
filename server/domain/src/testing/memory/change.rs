//! Changes of a member's rights: who may make one, and what it leaves behind.

use super::state::State;
use crate::{Timestamp, kernel::id::MemberId};
use crate::{
    kernel::{
        id::{DeviceId, SessionId},
        token::TokenDigest,
    },
    sessions::session::Session,
    store::{Change, Changed, IfLast},
};

/// The asking session, if it is live and, where it must, proved password and second factor since then.
pub(super) fn proved<'a>(
    state: &'a State,
    member: &MemberId,
    session: &TokenDigest,
    since: Option<Timestamp>,
    now: Timestamp,
) -> Option<&'a Session> {
    let owner = state.members.get(member)?;
    let session = state
        .by_digest(session)
        .filter(|session| session.member == *member && session.live(now))?;
    let fresh = |since: Timestamp| session.proved(owner, since);
    since.is_none_or(fresh).then_some(session)
}

/// Runs `act` for a proved session; afterwards the session has its new token or is over, and the mails are out.
fn change(
    state: &mut State,
    change: &Change,
    act: impl FnOnce(&mut State, &SessionId) -> Result<(), Changed>,
) -> Result<Changed, Changed> {
    let session = proved(
        state,
        &change.member,
        &change.session,
        Some(change.proved_since),
        change.now,
    );
    let id = session.ok_or(Changed::NotProved)?.id.clone();
    act(state, &id)?;
    match &change.new_digest {
        Some(digest) => state.sessions.get_mut(&id).ok_or(Changed::NotProved)?.digest = digest.clone(),
        None => state.end_session(&id),
    }
    state.post(&change.mails);
    Ok(Changed::Done)
}

/// A new password.
pub(super) fn password(state: &mut State, c: &Change, phc: &str) -> Result<Changed, Changed> {
    change(state, c, |state, session| {
        let member = state.members.get_mut(&c.member).ok_or(Changed::NotFound)?;
        member.password = phc.to_owned();
        member.password_changed_at = c.now;
        state.end_challenges(&c.member);
        state.end_sessions(&c.member, session, |_| true);
        Ok(())
    })
}

/// Removes a confirmed device.
pub(super) fn remove_device(
    state: &mut State,
    device: &DeviceId,
    if_last: IfLast,
    c: &Change,
) -> Result<Changed, Changed> {
    change(state, c, |state, session| {
        state
            .confirmed(&c.member)
            .find(|row| row.new.id == *device)
            .ok_or(Changed::NotFound)?;
        let last = state.confirmed(&c.member).count() == 1;
        if last && if_last == IfLast::Refuse {
            return Err(Changed::LastDevice);
        }
        if if_last == IfLast::SwitchOff {
            return match last {
                true => end_two_factor(state, c, session),
                false => Err(Changed::NotLast),
            };
        }
        state.devices.remove(device);
        state.end_sessions(&c.member, session, |other| {
            [&other.device, &other.opened_by].contains(&&Some(device.clone()))
        });
        forget_device(state, device);
        Ok(())
    })
}

/// Switches two-factor off.
pub(super) fn switch_off(state: &mut State, c: &Change) -> Result<Changed, Changed> {
    change(state, c, |state, session| {
        let member = state.members.get(&c.member).ok_or(Changed::NotFound)?;
        member.two_factor_since.ok_or(Changed::NotFound)?;
        end_two_factor(state, c, session)
    })
}

/// New recovery codes.
pub(super) fn codes(
    state: &mut State,
    codes: &crate::recovery::code::NewCodes,
    c: &Change,
) -> Result<Changed, Changed> {
    change(state, c, |state, session| {
        state.end_sessions(&c.member, session, |_| true);
        super::recovery::store_codes(state, codes, session).ok_or(Changed::NotFound)
    })
}

fn end_two_factor(state: &mut State, c: &Change, session: &SessionId) -> Result<(), Changed> {
    let member = state.members.get_mut(&c.member).ok_or(Changed::NotFound)?;
    member.two_factor_since = None;
    member.codes_saved_at = None;
    let devices: Vec<_> = state
        .devices
        .values()
        .filter(|row| row.new.member == c.member)
        .collect();
    for id in devices.into_iter().map(|row| row.new.id.clone()).collect::<Vec<_>>() {
        state.devices.remove(&id);
        forget_device(state, &id);
    }
    state.codes.retain(|_, row| row.member != c.member);
    state.reveals.remove(session);
    state.end_challenges(&c.member);
    state.end_sessions(&c.member, session, |_| true);
    Ok(())
}

/// No session names an erased device.
fn forget_device(state: &mut State, device: &DeviceId) {
    for session in state
        .sessions
        .values_mut()
        .filter(|session| session.device.as_ref() == Some(device))
    {
        session.device = None;
    }
}
