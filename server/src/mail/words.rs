//! What each mail says: calm, exact, and never a code or a secret besides the link it is for.

use super::Message;
use crate::config::Origin;
use domain::{
    kernel::id::MailId,
    mail::{About, Mail, cap::Summary},
};
use terms::Role;
use text::{Text, mail::Words};

/// Puts mails into words for one product.
#[derive(Clone, Debug)]
pub struct Writer {
    product: String,
    origin: String,
    host: String,
}

impl Writer {
    /// Writes for the product at `origin`, whose host is also the sender's.
    pub fn new(product: &str, origin: &Origin) -> Self {
        Self {
            product: product.to_owned(),
            origin: origin.as_str().to_owned(),
            host: origin.host().to_owned(),
        }
    }

    /// The words of `mail`, or of the summary that it became.
    pub fn write(&self, id: &MailId, mail: &Mail, summary: Option<Summary>) -> Message {
        let text = Text::of(mail.language);
        let words = text.mail();
        let subject = self.subject(words, &mail.about);
        let (subject, body, at) = match summary {
            None => (subject, self.body(text, &mail.about, &text.exact(mail.at.0)), mail.at),
            Some(summary) => (
                words.more_subject(&summary.more.to_string(), &subject),
                self.summary(text, summary, &subject),
                summary.until(),
            ),
        };
        Message {
            id: id.clone(),
            to: mail.to.mailbox(),
            from_name: self.product.clone(),
            host: self.host.clone(),
            subject,
            body: words.letter(&body, &self.product, &self.origin),
            at,
        }
    }

    fn subject(&self, words: Words, about: &About) -> String {
        let product = &self.product;
        match about {
            About::ConfirmEmail { .. } => words.confirm_subject(product),
            About::AlreadyMember => words.member_subject(product),
            About::DeviceAdded { .. } => words.device_added_subject(product),
            About::ColleaguesDeviceAdded { .. } => words.colleague_added_subject(product),
            About::EnrolmentLink { member, .. } => words.enrolment_link_subject(member, product),
            About::EnrolmentCode { .. } => words.enrolment_code_subject(product),
            About::DeviceWaits { holder, .. } => words.device_waits_subject(holder, product),
            About::DeviceRemoved { .. } => words.device_removed_subject(product),
            About::TwoFactorOn => words.two_factor_on_subject(product),
            About::TwoFactorOff => words.two_factor_off_subject(product),
            About::RecoveryCodeUsed { .. } => words.code_used_subject(product),
            About::RecoveryCodesReplaced => words.codes_replaced_subject(product),
            About::UnknownBrowser { .. } => words.unknown_browser_subject(product),
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
            About::PolicyChanged { .. } => words.policy_changed_subject(product),
            About::TwoFactorDue { .. } => words.two_factor_due_subject(product),
            About::MailboxCode { .. } => words.mailbox_code_subject(product),
            About::ApprovalAsked { action, .. } => words.approval_subject(action, product),
        }
    }

    /// What happened, and what to do.
    fn body(&self, text: Text, about: &About, at: &str) -> String {
        let Self { product, origin, .. } = self;
        let words = text.mail();
        let happened = match about {
            About::ConfirmEmail { link } => return words.confirm(product, link.expose_secret()),
            About::AlreadyMember => return words.member(product, at, origin),
            About::EnrolmentLink { link, member, email } => {
                return words.enrolment_link(member, email, product, link.expose_secret());
            }
            About::EnrolmentCode { code, member } => {
                return words.enrolment_code(code.expose_secret(), member, product);
            }
            About::DeviceWaits {
                device,
                holder,
                enrolment,
            } => {
                let path = app::page::ENROLMENT.path_of(enrolment.as_str());
                return words.device_waits(device, holder, at, &format!("{origin}{path}"));
            }
            About::Locked { address } => return words.locked(at, address, origin),
            About::ApiKeysCovered { keys } => {
                return words.keys_covered(&indented(keys), at, origin);
            }
            About::EveryCallCovered { keys, by } => {
                return words.every_call_covered(&indented(keys), by, at, origin);
            }
            About::ApiKeySuspended { key, address } => return words.key_suspended(key, address, at, origin),
            About::ApiKeyEnded { key, address } => return words.key_ended(key, address, at, origin),
            about @ About::ApprovalAsked { .. } => return self.approval(words, about, at),
            about @ (About::Invited { .. }
            | About::InvitedElsewhere { .. }
            | About::MemberJoined { .. }
            | About::MemberRemoved { .. }
            | About::MemberLeft
            | About::TwoFactorReminder { .. }
            | About::PolicyChanged { .. }
            | About::TwoFactorDue { .. }) => return self.team(text, about, at),
            About::MailboxCode { code } => return words.mailbox_code(code.expose_secret(), product),
            About::RoleChanged { role, by } => words.role_changed(role_name(words, *role), by, at),
            About::DeviceAdded { device } => words.device_added(device, at),
            About::ColleaguesDeviceAdded {
                device,
                holder,
                email,
                changes_security,
            } => words.colleague_added(device, holder, email, colleague_may(words, *changes_security), at),
            About::DeviceRemoved { device } => words.device_removed(device, at),
            About::TwoFactorOn => words.two_factor_on(at),
            About::TwoFactorOff => words.two_factor_off(at),
            About::RecoveryCodeUsed { left } => words.code_used(at, &words.codes_left(*left)),
            About::RecoveryCodesReplaced => words.codes_replaced(at),
            About::UnknownBrowser { agent, address } => words.unknown_browser(&text.browser(agent), address, at),
            About::PasswordChanged => words.password_changed(at),
            About::ApiKeyMade { key } => words.key_made(key, at),
            About::MachineDeviceAdded { key } => words.machine_added(key, at),
            About::MachineDeviceRemoved { key } => words.machine_removed(key, at),
            About::ApiKeyRevoked { key, by } => words.key_revoked(key, by, at),
        };
        words.event(&happened, origin)
    }

    /// What concerns a team, and its policy.
    fn team(&self, text: Text, about: &About, at: &str) -> String {
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
            About::PolicyChanged { due, keys, by } => {
                let due = due.map(|due| words.policy_due(&text.exact(due.0)));
                let keys = (!keys.is_empty()).then(|| words.policy_keys(&indented(keys)));
                let what: String = due.into_iter().chain(keys).collect();
                words.policy_changed(by, at, &what, origin)
            }
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
    fn summary(&self, text: Text, summary: Summary, subject: &str) -> String {
        let words = text.mail();
        let (since, until) = (text.exact(summary.since.0), text.exact(summary.until().0));
        let more = words.more(&since, &until, subject, &words.not_sent(summary.more));
        words.event(&more, &self.origin)
    }
}

fn role_name(words: Words, role: Role) -> &'static str {
    match role {
        Role::Owner => words.role_owner(),
        Role::Admin => words.role_admin(),
        Role::Member => words.role_member(),
    }
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
mod tests {
    use super::*;
    use domain::{
        Timestamp,
        kernel::{email::Email, id::ApprovalId},
        mail::{SecretCode, SecretLink},
    };
    use terms::Language;

    fn text(about: About) -> String {
        text_in(Language::English, about)
    }

    fn text_in(language: Language, about: About) -> String {
        written(language, about, None)
    }

    fn written(language: Language, about: About, summary: Option<Summary>) -> String {
        let writer = Writer::new("Acme", &Origin::parse("https://a.example").expect("an origin"));
        let mail = Mail {
            to: Email::from_store("ana@example.com".into()),
            about,
            at: Timestamp(1_700_000_000),
            language,
        };
        let message = writer.write(&MailId::from_store("0".repeat(32)), &mail, summary);
        format!("{}\n{}", message.subject, message.body)
    }

    #[test]
    fn the_confirmation_has_its_link_on_a_line_of_its_own() {
        assert!(
            text(About::ConfirmEmail {
                link: SecretLink::new("https://a.example/confirm-email/x".into())
            })
            .contains("\nhttps://a.example/confirm-email/x\n")
        );
    }

    #[test]
    fn events_say_what_when_and_what_to_do() {
        let mail = text(About::UnknownBrowser {
            agent: "Firefox on Linux".into(),
            address: "192.0.2.7".into(),
        });
        for part in [
            "Firefox on Linux",
            "192.0.2.7",
            "14 November 2023, 22:13 UTC",
            "https://a.example/security",
        ] {
            assert!(mail.contains(part), "{part}: {mail}");
        }
        assert!(text(About::RecoveryCodeUsed { left: 1 }).contains("One recovery code is left."));
        assert!(
            text(About::DeviceAdded {
                device: "<My> phone".into()
            })
            .contains("“<My> phone”")
        );
    }

    #[test]
    fn each_mail_is_in_the_language_of_its_member() {
        let mail = text_in(
            Language::German,
            About::UnknownBrowser {
                agent: "Firefox on Linux".into(),
                address: "192.0.2.7".into(),
            },
        );
        for part in [
            "Neue Anmeldung bei Ihrem Konto bei Acme\nGuten Tag,\n",
            "Firefox auf Linux",
            "14. November 2023, 22:13 UTC",
            "\nhttps://a.example/security\n",
        ] {
            assert!(mail.contains(part), "{part}: {mail}");
        }
        let mail = text_in(Language::German, About::RecoveryCodeUsed { left: 2 });
        assert!(mail.contains("Es sind noch 2 Wiederherstellungscodes übrig."), "{mail}");
    }

    #[test]
    fn a_request_for_approval_says_who_asks_for_what_and_where_to_decide() {
        let about = |key: Option<&str>| About::ApprovalAsked {
            approval: ApprovalId::from_store("0".repeat(32)),
            action: "servers:delete".into(),
            summary: "Delete <db-3>".into(),
            words: "acorn zebra".into(),
            key: key.map(str::to_owned),
            address: "192.0.2.7".into(),
        };
        let link = format!("\nhttps://a.example/approve/{}\n", "0".repeat(32));
        let english = text(about(Some("Deploy")));
        for part in [
            "    Delete <db-3>\n",
            "acorn zebra",
            "API key “Deploy”, 192.0.2.7",
            link.as_str(),
        ] {
            assert!(english.contains(part), "{part}: {english}");
        }
        let german = text_in(Language::German, about(None));
        for part in [
            "Freigabe von servers:delete\n",
            "mit dem Passwort, 192.0.2.7",
            link.as_str(),
        ] {
            assert!(german.contains(part), "{part}: {german}");
        }
    }

    #[test]
    fn another_policy_says_what_it_asks_of_the_recipient() {
        let about = |due: Option<i64>, keys: &[&str]| About::PolicyChanged {
            due: due.map(Timestamp),
            keys: keys.iter().map(|key| (*key).to_owned()).collect(),
            by: "Ben".into(),
        };
        let both = text(about(Some(1_700_000_000), &["Deploy"]));
        for part in ["Ben changed", "14 November 2023, 22:13 UTC", "    Deploy\n", "passcode"] {
            assert!(both.contains(part), "{part}: {both}");
        }
        let keys = text(about(None, &["Deploy"]));
        assert!(!keys.contains("passcode") && keys.contains("Deploy"), "{keys}");
    }

    #[test]
    fn a_summary_says_how_many_more_in_which_hour_and_where_to_look() {
        let since = Timestamp(1_700_000_000);
        let summary = |more| Some(Summary { more, since });
        let one = written(Language::English, About::PasswordChanged, summary(1));
        assert!(one.contains("After ten mails one more was not sent."), "{one}");
        let mail = written(Language::German, About::PasswordChanged, summary(5));
        for part in [
            "5 weitere: Das Passwort Ihres Kontos bei Acme wurde geändert\n",
            "In der Stunde vom 14. November 2023, 22:13 UTC\nbis zum 14. November 2023, 23:13 UTC ist",
            "\n    Das Passwort Ihres Kontos bei Acme wurde geändert\n",
            "Nach zehn Mails wurden 5 weitere nicht gesendet.",
            "\nhttps://a.example/security\n",
        ] {
            assert!(mail.contains(part), "{part}: {mail}");
        }
    }

    #[test]
    fn no_line_is_too_long_for_a_mail_reader_in_any_language() {
        for language in Language::ALL {
            for about in [
                About::AlreadyMember,
                About::TwoFactorOn,
                About::TwoFactorOff,
                About::RecoveryCodeUsed { left: 10 },
                About::RecoveryCodesReplaced,
                About::PasswordChanged,
                About::Locked {
                    address: "192.0.2.7".into(),
                },
                About::PolicyChanged {
                    due: Some(Timestamp(1_700_000_000)),
                    keys: vec!["Deploy".into()],
                    by: "Ben".into(),
                },
                About::TwoFactorDue {
                    due: Timestamp(1_700_000_000),
                },
                About::MailboxCode {
                    code: SecretCode::new("12345678".into()),
                },
            ] {
                let more = Summary {
                    more: 1_000,
                    since: Timestamp(1_700_000_000),
                };
                for summary in [None, Some(more)] {
                    let mail = written(*language, about.clone(), summary);
                    let longest = mail.lines().skip(1).map(|line| line.chars().count()).max();
                    assert!(longest <= Some(90), "{longest:?}: {mail}");
                }
            }
        }
    }
}
