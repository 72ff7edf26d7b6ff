//! The form in which a policy is chosen; it leads to what the choice would change.

use super::asked::{Asked, FORBIDDEN, FROM, GRACE, KEYS, RESET, SESSION, TRUST, TWO_FACTOR};
use crate::{
    form::{alert::FormAlert, error_at},
    page,
    text::text,
    ui::{Card, Choice, Day, SubmitButton},
    wire::error::ApiError,
};
use domain::policy::rules::{GRACE_DAYS, KEY_DAYS, RESET_HOURS, SESSION_HOURS};
use leptos::prelude::*;
use terms::{Field as At, Role};

#[component]
pub(super) fn Choices(
    asked: Asked,
    error: Signal<Option<ApiError>>,
    /// Whether the viewer meets what could be required of others.
    may_require: bool,
) -> AnyView {
    let words = text().policy();
    let requirement = may_require.then(|| view! { <Requirement asked=asked.clone() error=error /> });
    // A requirement that the viewer may not choose stays as it is.
    let kept = (!may_require && !asked.two_factor.is_empty()).then(|| {
        let fields = [(TWO_FACTOR, asked.two_factor), (FROM, asked.from), (GRACE, asked.grace)];
        fields.map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
    });
    view! {
        <Card>
            <FormAlert error=error />
            <form action=page::POLICY.path>
                <div class="stack">
                    {requirement}
                    {kept}
                    <Choice
                        name=TRUST
                        label=words.trust()
                        hint=Some(words.trust_hint())
                        any=words.trust_allowed()
                        chosen=asked.trust
                        choices=vec![(FORBIDDEN.to_owned(), words.trust_forbidden().to_owned())]
                    />
                    <Choice name=SESSION label=words.session() any=words.session_usual() chosen=asked.session choices=hours(&SESSION_HOURS) />
                    <Choice name=KEYS label=words.keys() hint=Some(words.keys_hint()) any=words.keys_any() chosen=asked.keys choices=days(&KEY_DAYS) />
                    <Choice name=RESET label=words.reset() hint=Some(words.reset_hint()) chosen=asked.reset choices=hours(&RESET_HOURS) />
                    <div class="row">
                        <SubmitButton label=words.preview() class="quiet" />
                    </div>
                </div>
            </form>
        </Card>
    }
    .into_any()
}

/// Of whom two-factor is required, from when on and with which grace.
#[component]
fn Requirement(asked: Asked, error: Signal<Option<ApiError>>) -> AnyView {
    let words = text().policy();
    let roles = [
        (Role::Owner, words.owners()),
        (Role::Admin, words.managers()),
        (Role::Member, words.everybody()),
    ];
    let roles = roles.map(|(role, label)| (role.as_str().to_owned(), label.to_owned()));
    view! {
            <Choice
                name=TWO_FACTOR
                label=words.two_factor()
                hint=Some(words.two_factor_hint())
                any=words.nobody()
                chosen=asked.two_factor.clone()
                choices=roles.to_vec()
                error=error_at(error, At::Role)
            />
            <Day
                name=FROM
                label=words.from()
                hint=Some(words.from_hint())
                value=asked.from.clone()
                error=error_at(error, At::Deadline)
            />
            <Choice
                name=GRACE
                label=words.grace()
                hint=Some(words.grace_hint())
                chosen=asked.grace.clone()
                choices=days(&GRACE_DAYS)
                error=error_at(error, At::Life)
            />
    }
    .into_any()
}

fn days(numbers: &[i64]) -> Vec<(String, String)> {
    let words = text().policy();
    let label = |days: &i64| match days {
        0 => words.no_grace().to_owned(),
        days => words.days(count(*days)),
    };
    numbers.iter().map(|days| (days.to_string(), label(days))).collect()
}

fn hours(numbers: &[i64]) -> Vec<(String, String)> {
    let words = text().policy();
    let label = |hours: &i64| words.hours(count(*hours));
    numbers.iter().map(|hours| (hours.to_string(), label(hours))).collect()
}

fn count(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
