//! What `show` prints for a person to read.

use super::super::terminal::printable;
use crate::person::{prefix, time};
use domain::{
    Timestamp,
    api_keys::key::KeyOfMember,
    devices::device::{Device, DeviceState},
    kernel::throttle::SignInWindow,
    operator::{
        Overview, Person,
        holds::{Held, Hold},
    },
    policy::rules::Policy,
    sessions::{session::Session, trusted::rules::TrustedBrowser},
    team::reset::{Reset, ResetState},
};
use terms::Role;

/// A number with what it counts.
pub(super) fn number(count: usize, one: &str, many: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        _ => format!("{count} {many}"),
    }
}

/// A member with everything that the operator may see.
pub(super) fn person(of: &Person) -> String {
    let now = of.now;
    let mut text = member(&of.overview, now);
    if let Some(asked) = &of.email_change {
        text += &format!(
            "  new address     {} until {}\n",
            printable(asked.email.as_str()),
            time(asked.expires_at)
        );
    }
    if let Some(reset) = &of.reset {
        text += &format!("  reset           {}\n", self::reset(reset));
    }
    text += &list("Held back now", of.holds.iter().map(hold));
    text += &list("Devices", of.devices.iter().map(|of| device(of, now)));
    text += &list("Sessions", of.sessions.iter().map(session));
    text += &list("Trusted browsers", of.trusted.iter().map(trusted));
    text += &list("API keys", of.keys.iter().map(|of| key(of, now)));
    text
}

/// The lines of a heading. What has several lines is indented below its first.
fn list(heading: &str, items: impl Iterator<Item = Vec<String>>) -> String {
    let mut text = format!("\n{heading}");
    let mut none = true;
    for item in items {
        none = false;
        for (n, line) in item.iter().enumerate() {
            let indent = if n == 0 { "  " } else { "    " };
            text += &format!("\n{indent}{}", printable(line));
        }
    }
    text + if none { ": none\n" } else { "\n" }
}

fn member(of: &Overview, now: Timestamp) -> String {
    let member = &of.member;
    let (email, name) = (printable(member.email.as_str()), printable(&member.name));
    let last = of.last_sign_in.map_or_else(|| "never".to_owned(), time);
    format!(
        "{email}  {name}\n  account         {}\n  role            {}\n  joined          {}\n  two-factor      {}\n  \
         recovery codes  {} left\n  last sign-in    {last}\n  policy          {}\n",
        member.account,
        member.role.as_str(),
        time(member.created_at),
        two_factor(of, now),
        of.codes_left,
        policy(&member.policy).join("\n                  "),
    )
}

fn two_factor(of: &Overview, now: Timestamp) -> String {
    let required = match of.member.must_keep_two_factor() {
        true => "required",
        false => "not required",
    };
    match (of.member.two_factor_since, of.member.two_factor_due()) {
        (Some(since), _) => format!("on since {}, {required}", time(since)),
        (None, Some(due)) if due <= now => format!("off, overdue since {}", time(due)),
        (None, Some(due)) => format!("off, required from {}", time(due)),
        (None, None) => format!("off, {required}"),
    }
}

fn policy(of: &Policy) -> Vec<String> {
    let mut rules = of.two_factor.map_or_else(
        || vec!["two-factor is required of nobody".to_owned()],
        |required| {
            let whom = match required.least {
                Role::Member => "everybody",
                Role::Admin => "owners and admins",
                Role::Owner => "owners",
            };
            let grace = usize::try_from(required.grace_days).unwrap_or_default();
            vec![
                format!("two-factor is required of {whom}"),
                format!(
                    "from {}, with {} of grace",
                    time(required.from),
                    number(grace, "day", "days")
                ),
            ]
        },
    );
    if !of.trusts_browsers {
        rules.push("browsers cannot be trusted".to_owned());
    }
    rules.extend(of.session_hours.map(|hours| format!("sessions last {hours} h at most")));
    rules.extend(of.key_days.map(|days| format!("API keys last {days} days at most")));
    rules.push(format!("a reset waits {} h", of.reset_hours));
    rules
}

fn reset((reset, state): &(Reset, ResetState)) -> String {
    let by = match reset.by {
        Some(_) => "by an owner or admin",
        None => "by the operator",
    };
    let state = match state {
        ResetState::Waits(until) => format!("waits until {}", time(*until)),
        ResetState::NeedsApproval => "waits for a second owner or admin".to_owned(),
        ResetState::Ready(until) => format!("the code can be read until {}", time(*until)),
        ResetState::Read(until) => format!("the code works until {}", time(*until)),
        ResetState::Over => "over".to_owned(),
    };
    format!("{by}: {state}")
}

fn hold(of: &Hold) -> Vec<String> {
    let what = match &of.of {
        Held::Account(address) => format!("all, frozen for {address}"),
        Held::Closed(_) => "all, account closed".to_owned(),
        Held::Passcodes => "passcodes".to_owned(),
        Held::RecoveryCodes => "recovery codes".to_owned(),
        Held::Key(name) => format!("passcodes with the API key {name}"),
        Held::Keys => "passcodes with all API keys".to_owned(),
        Held::Password(SignInWindow::Network(network)) => format!("the password, from {network}"),
        Held::Password(SignInWindow::Everywhere) => "the password, from unknown browsers".to_owned(),
        Held::Password(SignInWindow::KnownBrowser) => "the password, in a known browser".to_owned(),
    };
    let again = match (of.until, &of.of) {
        (Some(until), _) => format!("may try again at {}", time(until)),
        (None, Held::Account(_)) => "until a new password is chosen".to_owned(),
        (None, Held::Closed(until)) => format!("erased {} unless an owner keeps it", time(*until)),
        (None, Held::Key(_)) => "suspended for good".to_owned(),
        (None, _) => "stopped until a recovery code is used".to_owned(),
    };
    vec![format!("{what}: {again}")]
}

fn device(of: &Device, now: Timestamp) -> Vec<String> {
    let mut lines = vec![of.label.as_str().to_owned()];
    lines.extend(of.holder.as_ref().map(|holder| {
        let only = if of.validity.sign_in_only {
            ", signs in only"
        } else {
            ""
        };
        format!("carried by {} ({}){only}", holder.name, holder.email.as_str())
    }));
    lines.push(match &of.state {
        DeviceState::Pending(_) => format!("added {}, not confirmed", time(of.created_at)),
        DeviceState::Confirmed(confirmed) => {
            let used = confirmed.last_use.as_ref().map(|used| {
                let (at, purpose) = (time(used.at), used.purpose.as_str());
                format!("last used {at} ({purpose})")
            });
            let used = used.unwrap_or_else(|| "not used since".to_owned());
            format!("added {}, {used}", time(of.created_at))
        }
    });
    lines.extend(of.validity.until.map(|until| ends(until, now)));
    lines
}

fn session(of: &Session) -> Vec<String> {
    let by = if of.trusted.is_some() {
        ", by a trusted browser"
    } else {
        ""
    };
    vec![
        format!("{} from {}, {}{by}", of.agent, of.address, of.kind.as_str()),
        format!("opened {}, last seen {}", time(of.created_at), time(of.last_seen_at)),
    ]
}

fn trusted(of: &TrustedBrowser) -> Vec<String> {
    vec![
        format!("{} from {}", of.agent, of.address),
        format!("last used {}, until {}", time(of.rotated_at), time(of.expires_at)),
    ]
}

fn key(of: &KeyOfMember, now: Timestamp) -> Vec<String> {
    let key = &of.key;
    let machine = if of.has_machine { ", with a machine device" } else { "" };
    let end = key.expires_at.map_or_else(|| "no end".to_owned(), |end| ends(end, now));
    let suspended = key.suspended_at.map(|at| format!("suspended since {}", time(at)));
    let lines = [
        format!("{}  {}…{machine}", key.label.as_str(), prefix(of)),
        format!("made {}, {end}", time(key.created_at)),
    ];
    lines.into_iter().chain(suspended).collect()
}

fn ends(at: Timestamp, now: Timestamp) -> String {
    let word = if at <= now { "ended" } else { "ends" };
    format!("{word} {}", time(at))
}
