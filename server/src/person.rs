//! A member as JSON, for the operator and for the person. Times are in UTC (RFC 3339); there is no secret in it, and no
//! digest of one.

use domain::{
    Timestamp,
    api_keys::key::KeyOfMember,
    devices::device::{Device, DeviceState},
    email_change::store::EmailChange,
    kernel::throttle::SignInWindow,
    operator::{
        Overview, Person,
        holds::{Held, Hold},
    },
    policy::rules::Policy,
    sessions::{session::Session, trusted::rules::TrustedBrowser},
    team::reset::{Reset, ResetState},
};
use serde_json::{Value, json};
use terms::Language;
use text::Text;

/// A moment in UTC (RFC 3339).
pub(crate) fn time(at: Timestamp) -> String {
    Text::of(Language::English).machine(at.0)
}

/// What is known of each member.
pub(crate) fn member(of: &Overview, now: Timestamp) -> Value {
    let member = &of.member;
    json!({
        "email": member.email.as_str(),
        "name": member.name,
        "id": member.id.as_str(),
        "account": member.account.as_str(),
        "role": member.role.as_str(),
        "language": member.language.map(Language::as_str),
        "joined_at": time(member.created_at),
        "password_changed_at": time(member.password_changed_at),
        "two_factor": {
            "on": member.two_factor_since.is_some(),
            "since": member.two_factor_since.map(time),
            "required": member.must_keep_two_factor(),
            "due": member.two_factor_due().map(time),
            "overdue": member.is_overdue(now),
        },
        "devices": of.devices,
        "colleagues_devices": of.colleagues,
        "recovery_codes_left": of.codes_left,
        "recovery_codes_saved_at": member.codes_saved_at.map(time),
        "api_keys": of.keys,
        "sessions": of.sessions,
        "last_sign_in_at": of.last_sign_in.map(time),
    })
}

/// A member with everything that is known of them but their activity.
pub(crate) fn person(of: &Person) -> Value {
    let now = of.now;
    let session = |session| self::session(session, &of.devices);
    json!({
        "member": member(&of.overview, now),
        "email_change": of.email_change.as_ref().map(email_change),
        "devices": of.devices.iter().map(|of| device(of, now)).collect::<Vec<_>>(),
        "sessions": of.sessions.iter().map(session).collect::<Vec<_>>(),
        "trusted_browsers": of.trusted.iter().map(trusted).collect::<Vec<_>>(),
        "api_keys": of.keys.iter().map(|of| key(of, now)).collect::<Vec<_>>(),
        "held_back": of.holds.iter().map(hold).collect::<Vec<_>>(),
        "reset": of.reset.as_ref().map(reset),
        "policy": policy(&of.overview.member.policy),
    })
}

fn email_change(of: &EmailChange) -> Value {
    json!({
        "email": of.email.as_str(),
        "mailed_at": time(of.mailed_at),
        "ends_at": time(of.expires_at),
    })
}

fn device(of: &Device, now: Timestamp) -> Value {
    let (confirmed, last_use) = match &of.state {
        DeviceState::Confirmed(confirmed) => (Some(confirmed.at), confirmed.last_use.as_ref()),
        DeviceState::Pending(_) => (None, None),
    };
    json!({
        "name": of.label.as_str(),
        "kind": if of.holder.is_some() { "colleague" } else { "own" },
        "holder": of.holder.as_ref().map(|holder| json!({ "name": holder.name, "email": holder.email.as_str() })),
        "sign_in_only": of.validity.sign_in_only,
        "added_at": time(of.created_at),
        "confirmed_at": confirmed.map(time),
        "last_used_at": last_use.map(|used| time(used.at)),
        "last_used_for": last_use.map(|used| used.purpose.as_str()),
        "last_used_from": last_use.map(|used| used.address.as_str()),
        "ends_at": of.validity.until.map(time),
        "ended": of.validity.is_over(now),
    })
}

fn session(of: &Session, devices: &[Device]) -> Value {
    let proved = of.opened_by.as_ref().or(of.device.as_ref());
    let device = proved.and_then(|id| devices.iter().find(|device| device.id == *id));
    json!({
        "kind": of.kind.as_str(),
        "browser": of.agent,
        "address": of.address,
        "device": device.map(|device| device.label.as_str()),
        "by_trusted_browser": of.trusted.is_some(),
        "opened_at": time(of.created_at),
        "last_seen_at": time(of.last_seen_at),
        "ends_at": time(of.expires_at),
    })
}

fn trusted(of: &TrustedBrowser) -> Value {
    json!({
        "browser": of.agent,
        "address": of.address,
        "since": time(of.created_at),
        "last_used_at": time(of.rotated_at),
        "ends_at": time(of.expires_at),
    })
}

fn key(of: &KeyOfMember, now: Timestamp) -> Value {
    let key = &of.key;
    json!({
        "name": key.label.as_str(),
        "prefix": prefix(of),
        "scopes": key.scopes.to_string(),
        "machine_device": of.has_machine,
        "created_at": time(key.created_at),
        "last_used_at": key.last_use.as_ref().map(|used| time(used.at)),
        "ends_at": key.expires_at.map(time),
        "usable": key.usable(now),
        "suspended_at": key.suspended_at.map(time),
    })
}

/// The beginning of the key's text, which is its id and no secret.
pub(crate) fn prefix(of: &KeyOfMember) -> String {
    let id: String = of.key.id.as_str().chars().take(8).collect();
    format!("tfk_{id}")
}

fn hold(of: &Hold) -> Value {
    let erased_at = match &of.of {
        Held::Closed(until) => Some(time(*until)),
        _ => None,
    };
    let (what, whose) = match &of.of {
        Held::Closed(_) => ("closed", None),
        Held::Account(address) => ("frozen", Some(address.as_str())),
        Held::Passcodes => ("passcodes", None),
        Held::RecoveryCodes => ("recovery-codes", None),
        Held::Key(name) => ("api-key-passcodes", Some(name.as_str())),
        Held::Keys => ("api-keys-passcodes", None),
        Held::Password(SignInWindow::Network(network)) => ("password-from-network", Some(network.as_str())),
        Held::Password(SignInWindow::Everywhere) => ("password-everywhere", None),
        Held::Password(SignInWindow::KnownBrowser) => ("password-in-known-browser", None),
    };
    let mut shown = json!({ "what": what, "of": whose, "again_at": of.until.map(time) });
    if let (Some(erased_at), Some(fields)) = (erased_at, shown.as_object_mut()) {
        fields.insert("erased_at".to_owned(), json!(erased_at));
    }
    shown
}

fn reset((reset, state): &(Reset, ResetState)) -> Value {
    let (state, until) = match state {
        ResetState::Waits(until) => ("waits", Some(*until)),
        ResetState::NeedsApproval => ("needs-approval", None),
        ResetState::Ready(until) => ("ready", Some(*until)),
        ResetState::Read(until) => ("read", Some(*until)),
        ResetState::Over => ("over", None),
    };
    json!({
        "by": if reset.by.is_some() { "account" } else { "operator" },
        "reason": reset.reason,
        "started_at": time(reset.created_at),
        "state": state,
        "until": until.map(time),
    })
}

fn policy(of: &Policy) -> Value {
    json!({
        "two_factor": of.two_factor.map(|required| json!({
            "least_role": required.least.as_str(),
            "from": time(required.from),
            "grace_days": required.grace_days,
        })),
        "trusted_browsers": of.trusts_browsers,
        "session_hours": of.session_hours,
        "key_days": of.key_days,
        "reset_hours": of.reset_hours,
    })
}
