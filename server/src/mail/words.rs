//! What each mail says: calm, exact, and never a code or a secret besides the link it is for.

mod closing;
mod freeze;
mod team;

use super::{Message, html};
use crate::config::{MailFrom, Origin};
use domain::{
    Timestamp,
    kernel::{email::Email, id::MailId},
    mail::{About, Mail, SecretLink, cap::Summary},
    places::{NoPlaces, Places, place},
};
use std::sync::Arc;
use team::role_name;
use terms::Language;
use text::{Text, mail::Words};

/// Puts mails into words for one product.
#[derive(Clone, Debug)]
pub struct Writer {
    product: String,
    origin: String,
    host: String,
    from: String,
    places: Arc<dyn Places>,
}

/// What a mail says between greeting and signature.
struct Letter {
    subject: String,
    body: String,
    at: Timestamp,
}

impl Writer {
    /// Writes for the product at `origin`, whose host is also the sender's unless another sender is set.
    pub fn new(product: &str, origin: &Origin) -> Self {
        Self {
            product: product.to_owned(),
            origin: origin.as_str().to_owned(),
            host: origin.host().to_owned(),
            from: format!("no-reply@{}", origin.host()),
            places: Arc::new(NoPlaces),
        }
    }

    /// Writes with this sender, if there is one.
    pub fn with_sender(self, sender: Option<&MailFrom>) -> Self {
        let from = sender.map_or(self.from, |sender| sender.as_str().to_owned());
        Self { from, ..self }
    }

    /// Writes the place beside each network address that is in this database.
    pub fn with_places(self, places: Arc<dyn Places>) -> Self {
        Self { places, ..self }
    }

    /// The words of `mail`, or of the summary that it became.
    pub fn write(&self, id: &MailId, mail: &Mail, summary: Option<Summary>) -> Message {
        let text = Text::of(mail.language);
        let words = text.mail();
        let subject = self.subject(text, &mail.about);
        let (subject, body, at) = match summary {
            None => {
                let located = Mail {
                    about: self.located(&mail.about, mail.language),
                    ..mail.clone()
                };
                (subject, self.body(text, &located), mail.at)
            }
            Some(summary) => (
                words.more_subject(&summary.more.to_string(), &subject),
                self.summary(text, summary, &subject, not_me(mail)),
                summary.until(),
            ),
        };
        self.message(id, &mail.to, mail.language, Letter { subject, body, at })
    }

    /// The event, with the place of its network address: "203.0.113.7 (Vienna, Austria)".
    fn located(&self, about: &About, language: Language) -> About {
        let mut about = about.clone();
        if let Some(address) = about.address_mut()
            && let Some(place) = place(self.places.as_ref(), address, language)
        {
            *address = format!("{address} ({place})");
        }
        about
    }

    /// The mail by which the operator tries the way to an address.
    pub fn test(&self, id: &MailId, to: &Email, language: Language, at: Timestamp) -> Message {
        let text = Text::of(language);
        let words = text.mail();
        let subject = words.test_subject(&self.product);
        let body = words.test(&self.product, &text.exact(at.0));
        self.message(id, to, language, Letter { subject, body, at })
    }

    fn message(&self, id: &MailId, to: &Email, language: Language, letter: Letter) -> Message {
        let words = Text::of(language).mail();
        let body = words.letter(&letter.body, &self.product, &self.origin);
        Message {
            id: id.clone(),
            to: to.mailbox(),
            from_name: self.product.clone(),
            from: self.from.clone(),
            host: self.host.clone(),
            html: html::document(language.as_str(), &letter.subject, &body, &self.origin),
            subject: letter.subject,
            body,
            at: letter.at,
        }
    }

    fn subject(&self, text: Text, about: &About) -> String {
        let (words, product) = (text.mail(), &self.product);
        match about {
            About::ConfirmEmail { .. } => words.confirm_subject(product),
            About::AlreadyMember => words.member_subject(product),
            // What is for no member is never written.
            About::ForgotPassword { .. } | About::NoMember { .. } => words.forgot_subject(product),
            About::PasswordReset => words.password_reset_subject(product),
            About::ConfirmNewEmail { .. } => words.new_email_subject(product),
            About::EmailTaken => words.email_taken_subject(product),
            About::EmailChanged { .. } => words.email_changed_subject(product),
            About::DeviceAdded { .. } => words.device_added_subject(product),
            About::ColleaguesDeviceAdded { .. } => words.colleague_added_subject(product),
            About::EnrolmentLink { member, .. } => words.enrolment_link_subject(member, product),
            About::EnrolmentCode { .. } => words.enrolment_code_subject(product),
            About::DeviceWaits { holder, .. } => words.device_waits_subject(holder, product),
            About::DeviceRemoved { .. } => words.device_removed_subject(product),
            About::DeviceReplaced { .. } => words.device_replaced_subject(product),
            About::TwoFactorOn => words.two_factor_on_subject(product),
            About::TwoFactorOff => words.two_factor_off_subject(product),
            About::RecoveryCodeUsed { .. } => words.code_used_subject(product),
            About::RecoveryCodesReplaced => words.codes_replaced_subject(product),
            About::UnknownBrowser { .. } => words.unknown_browser_subject(product),
            About::TrustedBrowserStolen { .. } => words.trust_stolen_subject(product),
            About::Locked { .. } => words.locked_subject(product),
            About::PasswordChanged => words.password_changed_subject(product),
            About::ApiKeyMade { .. } => words.key_made_subject(product),
            About::ApiKeyRevoked { .. } => words.key_revoked_subject(product),
            About::ApiKeysCovered { .. } => words.keys_covered_subject(product),
            About::EveryCallCovered { .. } => words.every_call_covered_subject(product),
            About::MachineDeviceAdded { .. } => words.machine_added_subject(product),
            About::MachineDeviceRemoved { .. } => words.machine_removed_subject(product),
            About::ApiKeySuspended { .. } => words.key_suspended_subject(product),
            About::ApiKeyEnded { .. } => words.key_ended_subject(product),
            About::Invited { .. } => words.invited_subject(product),
            About::InvitedElsewhere { .. } => words.invited_elsewhere_subject(product),
            About::MemberJoined { name, .. } => words.member_joined_subject(name, product),
            About::RoleChanged { .. } => words.role_changed_subject(product),
            About::MemberRemoved { .. } => words.member_removed_subject(product),
            About::MemberLeft => words.member_left_subject(product),
            About::TwoFactorReminder { .. } => words.reminder_subject(product),
            About::ResetStarted { .. } => words.reset_started_subject(product),
            About::ResetCodeRead { .. } => words.reset_read_subject(product),
            About::ResetStopped { .. } => words.reset_stopped_subject(product),
            About::SessionsEnded => words.sessions_ended_subject(product),
            About::Frozen { .. } => text.freeze_mail().frozen_subject(product),
            About::Unfreeze { .. } => text.freeze_mail().unfreeze_subject(product),
            About::Unfrozen => text.freeze_mail().unfrozen_subject(product),
            About::ChangeUndone { .. } => text.freeze_mail().undone_subject(product),
            About::AccountClosed { .. } => text.closing_mail().closed_subject(product),
            About::AccountIsClosed { .. } => text.closing_mail().is_closed_subject(product),
            About::AccountKept { .. } => text.closing_mail().kept_subject(product),
            About::AccountErased { .. } => text.closing_mail().erased_subject(product),
            About::PolicyChanged { .. } => words.policy_changed_subject(product),
            About::TwoFactorDue { .. } => words.two_factor_due_subject(product),
            About::MailboxCode { .. } => words.mailbox_code_subject(product),
            About::ApprovalAsked { action, .. } => words.approval_subject(action, product),
        }
    }

    /// What happened, and what to do.
    fn body(&self, text: Text, mail: &Mail) -> String {
        let (words, at) = (text.mail(), text.exact(mail.at.0));
        match (self.told(text, &mail.about, &at), not_me(mail)) {
            (Told::Event(happened), link) => self.event(words, &happened, link),
            (Told::Whole(told), Some(link)) => match &mail.about {
                About::Frozen { since } => text.freeze_mail().frozen(&text.exact(since.0), link),
                _ => words.not_me(&told, link),
            },
            (Told::Whole(text), None) => text,
        }
    }

    /// An event, and what to do if the member did not cause it.
    fn event(&self, words: Words, happened: &str, not_me: Option<&str>) -> String {
        match not_me {
            Some(link) => words.event_or_freeze(happened, link),
            None => words.event(happened, &self.origin),
        }
    }

    /// What a mail tells, without its link of *this wasn't me*.
    fn told(&self, text: Text, about: &About, at: &str) -> Told {
        let origin = &self.origin;
        let words = text.mail();
        Told::Event(match about {
            about @ (About::ConfirmEmail { .. }
            | About::AlreadyMember
            | About::ForgotPassword { .. }
            | About::NoMember { .. }
            | About::ConfirmNewEmail { .. }
            | About::EmailTaken
            | About::EnrolmentLink { .. }
            | About::EnrolmentCode { .. }
            | About::DeviceWaits { .. }
            | About::MailboxCode { .. }) => return Told::Whole(self.asked_for(words, about, at)),
            About::Locked { address } => return Told::Whole(words.locked(at, address, origin)),
            // Another member did it, whom the mail names.
            About::RoleChanged { role, by } => return Told::Whole(words.role_changed(role_name(words, *role), by, at)),
            About::ApiKeyRevoked { key, by } => return Told::Whole(words.key_revoked(key, by, at)),
            about @ (About::Frozen { .. } | About::Unfreeze { .. } | About::Unfrozen | About::ChangeUndone { .. }) => {
                return self.freeze(text, about, at);
            }
            about @ (About::AccountClosed { .. }
            | About::AccountIsClosed { .. }
            | About::AccountKept { .. }
            | About::AccountErased { .. }) => return Told::Whole(closing::told(text, about, at)),
            about @ (About::ApiKeysCovered { .. }
            | About::EveryCallCovered { .. }
            | About::ApiKeySuspended { .. }
            | About::ApiKeyEnded { .. }) => return Told::Whole(self.covered_or_ended(words, about, at)),
            about @ About::ApprovalAsked { .. } => return Told::Whole(self.approval(words, about, at)),
            about @ (About::Invited { .. }
            | About::InvitedElsewhere { .. }
            | About::MemberJoined { .. }
            | About::MemberRemoved { .. }
            | About::MemberLeft
            | About::TwoFactorReminder { .. }
            | About::ResetStarted { .. }
            | About::ResetCodeRead { .. }
            | About::ResetStopped { .. }
            | About::SessionsEnded
            | About::PolicyChanged { .. }
            | About::TwoFactorDue { .. }) => return Told::Whole(self.team(text, about, at)),
            About::DeviceAdded { device } => words.device_added(device, at),
            about @ About::ColleaguesDeviceAdded { .. } => colleague_added(words, about, at),
            About::DeviceRemoved { device } => words.device_removed(device, at),
            About::DeviceReplaced { device } => words.device_replaced(device, at),
            About::TwoFactorOn => words.two_factor_on(at),
            About::TwoFactorOff => words.two_factor_off(at),
            About::RecoveryCodeUsed { left } => words.code_used(at, &words.codes_left(*left)),
            About::RecoveryCodesReplaced => words.codes_replaced(at),
            About::UnknownBrowser { agent, address } => words.unknown_browser(&text.browser(agent), address, at),
            About::TrustedBrowserStolen { agent, address } => words.trust_stolen(&text.browser(agent), address, at),
            About::PasswordChanged => words.password_changed(at),
            About::PasswordReset => words.password_reset(at),
            About::EmailChanged { old, new } => words.email_changed(old, new, at),
            About::ApiKeyMade { key } => words.key_made(key, at),
            About::MachineDeviceAdded { key } => words.machine_added(key, at),
            About::MachineDeviceRemoved { key } => words.machine_removed(key, at),
        })
    }

    /// What leads on: a link or a code, or why there is none.
    fn asked_for(&self, words: Words, about: &About, at: &str) -> String {
        let Self { product, origin, .. } = self;
        match about {
            About::ConfirmEmail { link } => words.confirm(product, link.expose_secret()),
            About::AlreadyMember => words.member(product, at, origin),
            About::ForgotPassword { link } => words.forgot(product, link.expose_secret()),
            About::ConfirmNewEmail { link } => words.new_email(product, link.expose_secret()),
            About::EmailTaken => words.email_taken(product, at),
            About::EnrolmentLink { link, member, email } => {
                words.enrolment_link(member, email, product, link.expose_secret())
            }
            About::EnrolmentCode { code, member } => words.enrolment_code(code.expose_secret(), member, product),
            About::DeviceWaits {
                device,
                holder,
                enrolment,
            } => {
                let path = app::page::ENROLMENT.path_of(enrolment.as_str());
                words.device_waits(device, holder, at, &format!("{origin}{path}"))
            }
            About::MailboxCode { code } => words.mailbox_code(code.expose_secret(), product),
            _ => String::new(),
        }
    }

    /// API keys that are not enough alone any more, or end.
    fn covered_or_ended(&self, words: Words, about: &About, at: &str) -> String {
        let origin = &self.origin;
        match about {
            About::ApiKeysCovered { keys } => words.keys_covered(&indented(keys), at, origin),
            About::EveryCallCovered { keys, by } => words.every_call_covered(&indented(keys), by, at, origin),
            About::ApiKeySuspended { key, address } => words.key_suspended(key, address, at, origin),
            About::ApiKeyEnded { key, address } => words.key_ended(key, address, at, origin),
            _ => String::new(),
        }
    }

    /// Who asks for what, the two words, and where to decide.
    fn approval(&self, words: Words, about: &About, at: &str) -> String {
        let About::ApprovalAsked {
            approval,
            action,
            summary,
            words: two,
            key,
            address,
        } = about
        else {
            return String::new();
        };
        let path = app::page::APPROVE.path_of(approval.as_str());
        let link = format!("{}{path}", self.origin);
        let from = match key {
            Some(key) => words.approval_by_key(key, address),
            None => words.approval_by_password(address),
        };
        let facts = words.approval_facts(summary, action, two, &from, at);
        words.approval(&facts, &link, &self.origin)
    }

    /// How many more mails with this subject there were, in which hour, and where to look.
    fn summary(&self, text: Text, summary: Summary, subject: &str, not_me: Option<&str>) -> String {
        let words = text.mail();
        let (since, until) = (text.exact(summary.since.0), text.exact(summary.until().0));
        let more = words.more(&since, &until, subject, &words.not_sent(summary.more));
        self.event(words, &more, not_me)
    }
}

/// The text of a mail.
enum Told {
    /// What happened, without what to do.
    Event(String),
    /// All of it.
    Whole(String),
}

/// The link of *this wasn't me*, if the mail has one.
fn not_me(mail: &Mail) -> Option<&str> {
    mail.not_me.as_ref().map(SecretLink::expose_secret)
}

/// Whose device was added, and what it is good for.
fn colleague_added(words: Words, about: &About, at: &str) -> String {
    let About::ColleaguesDeviceAdded {
        device,
        holder,
        email,
        changes_security,
    } = about
    else {
        return String::new();
    };
    words.colleague_added(device, holder, email, colleague_may(words, *changes_security), at)
}

/// What a colleague's device is good for.
fn colleague_may(words: Words, changes_security: bool) -> &'static str {
    match changes_security {
        true => words.colleague_changes_security(),
        false => words.colleague_signs_in_only(),
    }
}

/// A list in a mail, one name a line.
fn indented(names: &[String]) -> String {
    names.iter().map(|name| format!("    {name}\n")).collect()
}

#[cfg(test)]
mod tests;
