use super::*;
use domain::{
    Timestamp,
    kernel::{email::Email, id::ApprovalId},
    mail::{SecretCode, SecretLink},
    places::PlaceNames,
};
use std::net::IpAddr;
use terms::{ChangeKind, Language};

fn text(about: About) -> String {
    text_in(Language::English, about)
}

fn text_in(language: Language, about: About) -> String {
    written(language, about, None)
}

fn written(language: Language, about: About, summary: Option<Summary>) -> String {
    with_link(language, about, summary, None)
}

fn with_link(language: Language, about: About, summary: Option<Summary>, link: Option<&str>) -> String {
    let writer = Writer::new("Acme", &Origin::parse("https://a.example").expect("an origin"));
    let mail = Mail {
        to: Email::from_store("ana@example.com".into()),
        about,
        at: Timestamp(1_700_000_000),
        language,
        not_me: link.map(|link| SecretLink::new(link.to_owned())),
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

/// Knows where every address is.
#[derive(Debug)]
struct Vienna;

impl Places for Vienna {
    fn look_up(&self, _address: IpAddr, language: Language) -> Option<PlaceNames> {
        let (city, country) = match language {
            Language::English => ("Vienna", "Austria"),
            Language::German => ("Wien", "Österreich"),
        };
        Some(PlaceNames {
            city: city.into(),
            country: country.into(),
        })
    }
}

#[test]
fn every_mail_about_a_network_address_says_where_that_is() {
    let (agent, address, key) = (
        "Firefox on Linux".to_owned(),
        "203.0.113.7".to_owned(),
        "Deploy".to_owned(),
    );
    let writer = Writer::new("Acme", &Origin::parse("https://a.example").expect("an origin"));
    for about in [
        About::UnknownBrowser {
            agent: agent.clone(),
            address: address.clone(),
        },
        About::TrustedBrowserStolen {
            agent,
            address: address.clone(),
        },
        About::Locked {
            address: address.clone(),
        },
        About::ApiKeySuspended {
            key: key.clone(),
            address: address.clone(),
        },
        About::ApiKeyEnded {
            key,
            address: address.clone(),
        },
        About::ApprovalAsked {
            approval: ApprovalId::from_store("0".repeat(32)),
            action: "servers:delete".into(),
            summary: "Delete db-3".into(),
            words: "acorn zebra".into(),
            key: None,
            address,
        },
    ] {
        for (language, place) in [
            (Language::English, "203.0.113.7 (Vienna, Austria)"),
            (Language::German, "203.0.113.7 (Wien, Österreich)"),
        ] {
            let mail = Mail {
                to: Email::from_store("ana@example.com".into()),
                about: about.clone(),
                at: Timestamp(1_700_000_000),
                language,
                not_me: None,
            };
            let body = |writer: &Writer| writer.write(&MailId::from_store("0".repeat(32)), &mail, None).body;
            let (without, with) = (body(&writer), body(&writer.clone().with_places(Arc::new(Vienna))));
            assert_eq!(with, without.replace("203.0.113.7", place), "{about:?}");
            assert_ne!(with, without, "{about:?}");
        }
    }
}

const FROZEN: About = About::Frozen {
    since: Timestamp(1_700_000_000),
};
const LINK: &str = "https://a.example/not-me/x";

#[test]
fn a_mail_with_a_link_says_how_to_freeze_the_account() {
    for language in [Language::English, Language::German] {
        let freeze = |about: About| with_link(language, about, None, Some(LINK));
        let event = freeze(About::TwoFactorOn);
        assert!(event.contains(&format!("\n{LINK}\n")), "{event}");
        assert!(!event.contains("/security"), "one thing to do: {event}");
        // What says itself what to do keeps that.
        let locked = freeze(About::Locked {
            address: "192.0.2.7".into(),
        });
        assert!(locked.contains("/profile") && locked.contains(LINK), "{locked}");
        let summary = Summary {
            more: 3,
            since: Timestamp(1_700_000_000),
        };
        let more = with_link(language, About::TwoFactorOn, Some(summary), Some(LINK));
        assert!(more.contains(LINK), "{more}");
    }
}

#[test]
fn a_frozen_account_goes_on_where_it_was_frozen_from() {
    let there = with_link(Language::English, FROZEN, None, Some(LINK));
    assert!(
        there.contains("14 November 2023, 22:13 UTC") && there.contains("Go on here") && there.contains(LINK),
        "{there}"
    );
    let elsewhere = text(FROZEN);
    assert!(
        elsewhere.contains("an address that the account had earlier"),
        "{elsewhere}"
    );
    assert!(!elsewhere.contains("not-me"), "{elsewhere}");
}

#[test]
fn mails_about_a_closed_account_say_until_when_it_can_be_kept_and_owners_how() {
    let (since, until) = (Timestamp(1_700_000_000), Timestamp(1_701_209_600));
    let keep = || Some(SecretLink::new("https://a.example/keep-account/x".into()));
    let by = || "Olga".to_owned();
    for language in [Language::English, Language::German] {
        let day = if language == Language::English {
            "28 November 2023"
        } else {
            "28. November 2023"
        };
        for (keep, has_link) in [(keep(), true), (None, false)] {
            let closed = About::AccountClosed {
                by: by(),
                until,
                keep: keep.clone(),
            };
            let forgotten = About::AccountIsClosed { since, until, keep };
            let closed = with_link(language, closed, None, Some(LINK));
            assert!(closed.contains("Olga") && closed.contains(LINK), "{closed}");
            for mail in [closed, with_link(language, forgotten, None, None)] {
                assert!(mail.contains(day), "{mail}");
                assert_eq!(mail.contains("/keep-account/x"), has_link, "{mail}");
            }
        }
        let kept = with_link(language, About::AccountKept { by: by() }, None, Some(LINK));
        assert!(kept.contains("Olga") && kept.contains(LINK), "{kept}");
    }
    let erased = text(About::AccountErased { closed: since });
    assert!(erased.contains("14 November 2023, 22:13 UTC"), "{erased}");
    assert!(!erased.contains("not-me"), "{erased}");
}

#[test]
fn a_mail_says_what_was_undone() {
    let name = || Some("Phone".to_owned());
    for (what, name, part) in [
        (
            ChangeKind::Email,
            Some("ana@example.com".to_owned()),
            "is ana@example.com again",
        ),
        (ChangeKind::DeviceAdded, name(), "“Phone” was added; it is removed"),
        (ChangeKind::DeviceRemoved, name(), "“Phone” was removed; it is back"),
        (ChangeKind::TwoFactorOn, None, "it is off again"),
        (ChangeKind::TwoFactorOff, None, "it is on again"),
        (ChangeKind::RecoveryCodes, None, "work again"),
    ] {
        let mail = text(About::ChangeUndone { what, name });
        assert!(mail.contains(part), "{part}: {mail}");
    }
}
