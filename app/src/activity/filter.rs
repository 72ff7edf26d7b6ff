//! The filter of the activity: its fields in the address, and its form.

use crate::{
    page,
    shell::address,
    text::text,
    ui::{Choice, Day, Disclosure, SubmitButton},
};
use domain::{
    Timestamp,
    activity::{ActivityFilter, store::Cursor},
    api_keys::key::KeyOfMember,
    devices::device::Device,
    kernel::id::{ApiKeyId, DeviceId, SessionId},
};
use leptos::prelude::*;
use terms::{DAY, EventKind};
use text::midnight;

/// What the address asks for, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(super) kind: String,
    pub(super) outcome: String,
    pub(super) device: String,
    pub(super) key: String,
    pub(super) session: String,
    pub(super) since: String,
    pub(super) until: String,
}

/// The names of the fields in the address.
const KIND: &str = "kind";
const OUTCOME: &str = "outcome";
const DEVICE: &str = "device";
const KEY: &str = "key";
const SESSION: &str = "session";
const SINCE: &str = "since";
const UNTIL: &str = "until";
/// The place where a page after the first begins.
pub(super) const BEFORE: &str = "before";

/// The values of [`OUTCOME`].
const DONE: &str = "done";
const REFUSED: &str = "refused";

impl Asked {
    /// Reads the fields by their names.
    pub(super) fn read(value: impl Fn(&str) -> Option<String>) -> Self {
        let of = |name| value(name).unwrap_or_default();
        Self {
            kind: of(KIND),
            outcome: of(OUTCOME),
            device: of(DEVICE),
            key: of(KEY),
            session: of(SESSION),
            since: of(SINCE),
            until: of(UNTIL),
        }
    }

    /// Reads the fields from the address of the page.
    pub(super) fn of_page() -> Self {
        Self::read(address::query)
    }

    /// Converts the fields. What has not the form of its field, which no form of ours sends, is left out.
    pub(super) fn filter(&self) -> ActivityFilter {
        ActivityFilter {
            own: false,
            kind: EventKind::parse(&self.kind),
            refused: match self.outcome.as_str() {
                DONE => Some(false),
                REFUSED => Some(true),
                _ => None,
            },
            device: DeviceId::parse(&self.device),
            key: ApiKeyId::parse(&self.key),
            session: SessionId::parse(&self.session),
            since: midnight(&self.since).map(Timestamp),
            until: midnight(&self.until).map(|day| Timestamp(day + DAY)),
        }
    }

    /// Whether anything is asked for.
    pub(super) fn is_any(&self) -> bool {
        *self != Self::default()
    }

    /// The address of a page with these fields and more.
    pub(crate) fn path(&self, path: &str, more: Option<(&str, &str)>) -> String {
        let own = [
            (KIND, self.kind.as_str()),
            (OUTCOME, &self.outcome),
            (DEVICE, &self.device),
            (KEY, &self.key),
            (SESSION, &self.session),
            (SINCE, &self.since),
            (UNTIL, &self.until),
        ];
        address::with_parameters(path, own.into_iter().chain(more))
    }

    /// Asks for the events of an API key only.
    pub(crate) fn of_key(key: &ApiKeyId) -> Self {
        Self {
            key: key.to_string(),
            ..Self::default()
        }
    }

    /// Asks for the events of a session only.
    pub(crate) fn of_session(session: &SessionId) -> Self {
        Self {
            session: session.to_string(),
            ..Self::default()
        }
    }
}

/// The filter in a query, for an export.
pub fn filter_in(query: &str) -> ActivityFilter {
    Asked::read(|name| address::value_in(query, name)).filter()
}

/// The place in the address where the page begins.
pub(super) fn before() -> Option<Cursor> {
    address::query(BEFORE).as_deref().and_then(Cursor::parse)
}

/// The form, which is open while it filters.
#[component]
pub(super) fn Filter(asked: Asked, devices: Vec<Device>, keys: Vec<KeyOfMember>) -> AnyView {
    let words = text().activity();
    let kinds = EventKind::ALL
        .iter()
        .map(|kind| (kind.as_str().to_owned(), super::words::kind(*kind).0.to_owned()));
    let outcomes = [(DONE, words.done()), (REFUSED, words.refused())];
    let outcomes = outcomes.map(|(value, label)| (value.to_owned(), label.to_owned()));
    let devices = devices
        .into_iter()
        .map(|device| (device.id.to_string(), device.label.as_str().to_owned()));
    let devices = with_chosen(devices, &asked.device, words.removed_device());
    let keys = keys
        .into_iter()
        .map(|found| (found.key.id.to_string(), found.key.label.as_str().to_owned()));
    let keys = with_chosen(keys, &asked.key, words.revoked_key());
    let keys = (!keys.is_empty()).then(|| {
        view! { <Choice name=KEY label=words.key() any=words.any_key() chosen=asked.key.clone() choices=keys /> }
    });
    let session = (!asked.session.is_empty()).then(|| {
        view! {
            <label class="check">
                <input type="checkbox" name=SESSION value=asked.session.clone() checked />
                {words.one_session()}
            </label>
        }
    });
    let all = asked
        .is_any()
        .then(|| view! { <a class="button quiet" href=page::ACTIVITY.path>{words.all()}</a> });
    view! {
        <div class="card padded filter">
            <Disclosure label=words.filter() open=asked.is_any()>
            <form action=page::ACTIVITY.path>
                <div class="filter-fields">
                    <Choice name=KIND label=words.kind() any=words.any_kind() chosen=asked.kind.clone() choices=kinds.collect() />
                    <Choice name=OUTCOME label=words.outcome() any=words.any_outcome() chosen=asked.outcome.clone() choices=outcomes.to_vec() />
                    <Choice
                        name=DEVICE
                        label=words.device()
                        any=words.any_device()
                        chosen=asked.device.clone()
                        choices=devices
                    />
                    {keys}
                    <Date name=SINCE label=words.since() typed=asked.since.clone() />
                    <Date name=UNTIL label=words.until() typed=asked.until.clone() />
                </div>
                {session}
                <div class="row">
                    <SubmitButton label=words.apply() class="quiet" />
                    {all}
                </div>
            </form>
            </Disclosure>
        </div>
    }
    .into_any()
}

/// The choices, and the chosen one if it is gone.
fn with_chosen(choices: impl Iterator<Item = (String, String)>, chosen: &str, gone: &str) -> Vec<(String, String)> {
    let mut choices: Vec<_> = choices.collect();
    if !chosen.is_empty() && choices.iter().all(|(value, _)| value != chosen) {
        choices.push((chosen.to_owned(), gone.to_owned()));
    }
    choices
}

/// A date; its error says how to write it, for browsers without a calendar.
#[component]
fn Date(name: &'static str, label: &'static str, typed: String) -> AnyView {
    let wrong = !typed.is_empty() && midnight(&typed).is_none();
    let error = wrong.then(|| text().activity().not_a_date().to_owned());
    let value = if wrong { String::new() } else { typed };
    view! { <Day name=name label=label value=value error=Signal::stored(error) /> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SESSION_ID: &str = "0123456789abcdef0123456789abcdef";

    #[test]
    fn an_address_is_read_as_it_was_written() {
        let asked = Asked {
            kind: "sign-in".into(),
            outcome: "refused".into(),
            session: SESSION_ID.into(),
            since: "2026-05-31".into(),
            ..Asked::default()
        };
        let path = asked.path("/security/activity", Some(("before", "1-x&y")));
        assert_eq!(
            path,
            format!(
                "/security/activity?kind=sign-in&outcome=refused&session={SESSION_ID}&since=2026-05-31&before=1-x%26y"
            )
        );
        let (_, query) = path.split_once('?').expect("a query");
        let filter = filter_in(query);
        assert_eq!(filter, asked.filter());
        assert_eq!(filter.kind, Some(EventKind::SignIn));
        assert_eq!(filter.refused, Some(true));
        assert_eq!(filter.since, Some(Timestamp(1_780_185_600)));
        assert_eq!(Asked::default().path("/a", None), "/a");
    }

    #[test]
    fn what_no_form_of_ours_sends_filters_nothing() {
        for query in [
            "kind=Sign-In",
            "device=x",
            "session=%00",
            "since=31.5.2026",
            "until=2026-02-30",
            "outcome=1",
            "a",
        ] {
            assert_eq!(filter_in(query), ActivityFilter::default(), "{query}");
        }
        let until = filter_in("until=2026-05-31").until;
        assert_eq!(until, Some(Timestamp(1_780_185_600 + DAY)), "the day is part of it");
    }
}
