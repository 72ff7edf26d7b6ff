//! Recovery codes.

use super::state::{CodeRow, State};
use crate::{
    kernel::{
        counter::CounterKey,
        id::{MemberId, SessionId},
    },
    recovery::code::{NewCodes, RecoveryCode},
};

/// Replaces all codes of a member; the set counts as unsaved, the session may show it.
pub(super) fn store_codes(state: &mut State, codes: &NewCodes, session: &SessionId) -> Option<()> {
    state.members.get_mut(&codes.member)?.codes_saved_at = None;
    state.codes.retain(|_, row| row.member != codes.member);
    // Wrong ones against a set that is gone count for nothing.
    state
        .counters
        .remove(&CounterKey::Recovery(codes.member.clone()).as_text());
    for code in &codes.rows {
        let row = CodeRow {
            member: codes.member.clone(),
            code: code.clone(),
            used_at: None,
        };
        state.codes.insert(code.id.clone(), row);
    }
    state.reveals.insert(session.clone(), codes.reveal.clone());
    Some(())
}

/// The unused code with this selector.
pub(super) fn find(state: &State, member: &MemberId, selector: &str) -> Option<RecoveryCode> {
    let mut unused = state
        .codes
        .values()
        .filter(|row| row.member == *member && row.used_at.is_none());
    let row = unused.find(|row| row.code.selector == selector)?;
    Some(RecoveryCode {
        id: row.code.id.clone(),
        hash: row.code.hash.clone(),
    })
}
