//! Mails that concern a team: invitations, roles, the policy and resets.

use super::{Words, Writer, indented};
use domain::mail::About;
use terms::Role;
use text::Text;

impl Writer {
    /// What concerns a team, and its policy.
    pub(super) fn team(&self, text: Text, about: &About, at: &str) -> String {
        let Self { product, origin, .. } = self;
        let words = text.mail();
        match about {
            About::Invited { by, email, role, link } => {
                let role = role_name(words, *role);
                words.invited(by, email, role, product, link.expose_secret())
            }
            About::InvitedElsewhere { by } => words.invited_elsewhere(by, at, product),
            About::MemberJoined { name, email } => words.member_joined(name, email, at),
            About::MemberRemoved { by } => words.member_removed(by, at),
            About::MemberLeft => words.member_left(at),
            About::TwoFactorReminder { by } => words.reminder(by, origin),
            About::TwoFactorDue { due } => words.two_factor_due(&text.exact(due.0), origin),
            About::ResetStarted {
                by,
                reason,
                available_at,
                link,
            } => {
                let (who, date) = (starter(words, by.as_deref()), text.exact(available_at.0));
                words.reset_started(&who, reason, &date, link.expose_secret())
            }
            About::ResetCodeRead { by } => words.reset_read(&starter(words, by.as_deref()), at, origin),
            About::SessionsEnded => words.sessions_ended(&starter(words, None), at, origin),
            About::ResetStopped { member } => words.reset_stopped(member, at),
            About::PolicyChanged { due, keys, by } => {
                let due = due.map(|due| words.policy_due(&text.exact(due.0)));
                let keys = (!keys.is_empty()).then(|| words.policy_keys(&indented(keys)));
                let what: String = due.into_iter().chain(keys).collect();
                words.policy_changed(by, at, &what, origin)
            }
            _ => String::new(),
        }
    }
}

/// Who did it; `None` is the operator.
fn starter(words: Words, by: Option<&str>) -> String {
    by.map_or_else(|| words.reset_by_operator().to_owned(), |by| words.reset_by(by))
}

pub(super) fn role_name(words: Words, role: Role) -> &'static str {
    match role {
        Role::Owner => words.role_owner(),
        Role::Admin => words.role_admin(),
        Role::Member => words.role_member(),
    }
}
