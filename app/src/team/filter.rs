//! The filter of the team: its fields in the address, and its form.

use super::role_name;
use crate::{
    page,
    shell::address,
    text::text,
    ui::{Choice, Disclosure, Field, FieldKind, SubmitButton},
};
use domain::team::member::TeamFilter;
use leptos::prelude::*;
use terms::Role;

/// What the address asks for, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    text: String,
    role: String,
    two_factor: String,
}

/// The names of the fields in the address.
const TEXT: &str = "q";
const ROLE: &str = "role";
const TWO_FACTOR: &str = "two_factor";
/// The member after whom a page begins.
pub(super) const AFTER: &str = "after";

/// The values of [`TWO_FACTOR`].
const ON: &str = "on";
const OFF: &str = "off";

impl Asked {
    fn read(value: impl Fn(&str) -> Option<String>) -> Self {
        let of = |name| value(name).unwrap_or_default();
        Self {
            text: of(TEXT),
            role: of(ROLE),
            two_factor: of(TWO_FACTOR),
        }
    }

    /// Reads the fields from the address of the page.
    pub(super) fn of_page() -> Self {
        Self::read(address::query)
    }

    /// Converts the fields. What has not the form of its field, which no form of ours sends, is left out.
    pub(super) fn filter(&self) -> TeamFilter {
        TeamFilter {
            text: self.text.trim().to_owned(),
            role: Role::parse(&self.role),
            two_factor: match self.two_factor.as_str() {
                ON => Some(true),
                OFF => Some(false),
                _ => None,
            },
        }
    }

    /// The address of a page with these fields and another one.
    pub(super) fn path(&self, path: &str, more: Option<(&str, &str)>) -> String {
        let own = [
            (TEXT, self.text.as_str()),
            (ROLE, &self.role),
            (TWO_FACTOR, &self.two_factor),
        ];
        address::with_parameters(path, own.into_iter().chain(more))
    }
}

/// The filter in a query, for an export.
pub fn filter_in(query: &str) -> TeamFilter {
    Asked::read(|name| address::value_in(query, name)).filter()
}

/// The member after whom the page begins.
pub(super) fn after() -> Option<String> {
    address::query(AFTER)
}

/// The form, which is open while it filters.
#[component]
pub(super) fn Filter(
    asked: Asked,
    /// Whether the viewer may filter by two-factor.
    manages: bool,
) -> AnyView {
    let words = text().team();
    let any = asked != Asked::default();
    let roles = Role::ALL
        .iter()
        .map(|role| (role.as_str().to_owned(), role_name(*role).to_owned()));
    let two_factor = manages.then(|| {
        let states = [(ON, words.on()), (OFF, words.off())].map(|(value, label)| (value.to_owned(), label.to_owned()));
        view! {
            <Choice name=TWO_FACTOR label=words.two_factor() any=words.any_state() chosen=asked.two_factor.clone() choices=states.to_vec() />
        }
    });
    let all = any.then(|| view! { <a class="button quiet" href=page::TEAM.path>{words.all()}</a> });
    view! {
        <div class="card padded filter">
            <Disclosure label=text().activity().filter() open=any>
                <form action=page::TEAM.path>
                    <div class="filter-fields">
                        <Field
                            id="q"
                            name=TEXT
                            label=words.search()
                            kind=FieldKind::Text
                            hint=words.search_hint()
                            value=asked.text.clone()
                            required=false
                        />
                        <Choice name=ROLE label=words.role() any=words.any_role() chosen=asked.role.clone() choices=roles.collect() />
                        {two_factor}
                    </div>
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_it_was_written() {
        let asked = Asked {
            text: "é & co".into(),
            role: "admin".into(),
            two_factor: "off".into(),
        };
        let path = asked.path("/team", Some((AFTER, "1")));
        assert_eq!(path, "/team?q=%C3%A9+%26+co&role=admin&two_factor=off&after=1");
        let (_, query) = path.split_once('?').expect("a query");
        let filter = filter_in(query);
        assert_eq!(filter, asked.filter());
        assert_eq!((filter.role, filter.two_factor), (Some(Role::Admin), Some(false)));
        assert_eq!(Asked::default().path("/a", None), "/a");
        assert_eq!(filter_in("role=Owner&two_factor=1&q=%20"), TeamFilter::default());
    }
}
