//! What is printed of a member who has everything.

use super::text;
use crate::person as view;
use domain::{
    Timestamp,
    api_keys::key::{KeyOfMember, KeyUse},
    devices::device::{Confirmed, Device, DeviceState, LastUse, Validity},
    email_change::store::EmailChange,
    kernel::{
        email::Email,
        id::{AccountId, ApiKeyId, DeviceId, MemberId, TrustedBrowserId},
        label::Label,
        throttle::SignInWindow,
        token::TokenDigest,
    },
    operator::{
        Overview, Person,
        holds::{Held, Hold},
    },
    policy::rules::{Policy, Requirement},
    profile::member::Member,
    sessions::{session::Session, trusted::rules::TrustedBrowser},
    team::reset::{Reset, ResetState},
};
use terms::{DAY, HOUR, Purpose, Role, SessionKind};
use testing::{Database, Fixtures, T0};

fn later(hours: i64) -> Timestamp {
    T0.plus(hours * HOUR)
}

fn devices(member: &Member, w: &Fixtures) -> Vec<Device> {
    let device = |id: &str, label: &str, last_use| Device {
        id: DeviceId::from_store(id.into()),
        member: member.id.clone(),
        label: Label::from_store(label.into()),
        created_at: T0,
        holder: None,
        validity: Validity::FULL,
        state: DeviceState::Confirmed(Confirmed { at: T0, last_use }),
    };
    let used = LastUse {
        at: later(2),
        purpose: Purpose::SignIn,
        address: "192.0.2.7".into(),
    };
    vec![
        device("own", "My phone", Some(used)),
        Device {
            holder: Some(w.holder()),
            validity: Validity {
                sign_in_only: true,
                until: Some(later(1)),
            },
            ..device("lent", "Desk", None)
        },
    ]
}

fn holds() -> Vec<Hold> {
    let hold = |of, until| Hold { of, until };
    vec![
        hold(Held::Account("ana@example.org".into()), None),
        hold(Held::Closed(later(24 * 14)), None),
        hold(Held::Passcodes, None),
        hold(Held::RecoveryCodes, Some(later(4))),
        hold(Held::Key("Deploy".into()), None),
        hold(Held::Keys, Some(later(4))),
        hold(
            Held::Password(SignInWindow::Network("192.0.2.9".into())),
            Some(later(4)),
        ),
        hold(Held::Password(SignInWindow::Everywhere), Some(later(4))),
        hold(Held::Password(SignInWindow::KnownBrowser), Some(later(4))),
    ]
}

fn trusted(member: &Member) -> TrustedBrowser {
    TrustedBrowser {
        id: TrustedBrowserId::from_store("t".into()),
        member: member.id.clone(),
        device: DeviceId::from_store("own".into()),
        digest: TokenDigest::from_store("a-digest".into()),
        previous: None,
        rotated_at: later(1),
        created_at: T0,
        expires_at: T0.plus(30 * DAY),
        address: "192.0.2.8".into(),
        agent: "Safari on macOS".into(),
    }
}

fn reset(w: &Fixtures, member: &Member) -> (Reset, ResetState) {
    let (reset, _) = w.new_reset(member, None, T0);
    let state = ResetState::Waits(reset.available_at);
    (reset, state)
}

async fn person() -> Person {
    let w = Fixtures::on(Database::Memory).await;
    let requirement = Requirement {
        least: Role::Admin,
        from: T0,
        grace_days: 1,
    };
    let member = Member {
        id: MemberId::from_store("member".into()),
        account: AccountId::from_store("account".into()),
        two_factor_since: Some(T0),
        policy: Policy {
            two_factor: Some(requirement),
            trusts_browsers: false,
            session_hours: Some(4),
            key_days: Some(30),
            reset_hours: 48,
        },
        ..w.stranger("ana@example.com")
    };
    let session = Session {
        opened_by: Some(DeviceId::from_store("own".into())),
        trusted: Some(TrustedBrowserId::from_store("t".into())),
        ..w.new_session(&member, SessionKind::Full, T0)
    };
    let new = w.new_key(&session, "Deploy", T0);
    let mut key = KeyOfMember::of(new.key, true, member.clone());
    key.key.id = ApiKeyId::from_store("0123456789abcdef".into());
    key.key.suspended_at = Some(later(1));
    key.key.last_use = Some(KeyUse {
        at: later(1),
        address: "192.0.2.7".into(),
    });
    Person {
        email_change: Some(EmailChange {
            email: Email::from_store("ana@example.net".into()),
            mailed_at: T0,
            expires_at: later(24),
        }),
        devices: devices(&member, &w),
        sessions: vec![session],
        trusted: vec![trusted(&member)],
        keys: vec![key],
        holds: holds(),
        reset: Some(reset(&w, &member)),
        now: later(3),
        overview: Overview {
            member,
            devices: 1,
            colleagues: 1,
            codes_left: 9,
            keys: 1,
            sessions: 1,
            last_sign_in: Some(later(2)),
        },
    }
}

#[tokio::test]
async fn text_says_everything_in_short_lines() {
    let printed = text::person(&person().await);
    assert_eq!(printed, include_str!("tests/show.txt"));
    assert!(printed.lines().all(|line| line.chars().count() <= 80));
}

#[tokio::test]
async fn json_says_everything() {
    let printed = serde_json::to_string_pretty(&view::person(&person().await)).expect("JSON");
    assert_eq!(format!("{printed}\n"), include_str!("tests/show.json"));
}
