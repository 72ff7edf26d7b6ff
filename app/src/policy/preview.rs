//! What another policy would change: for whom, which keys and sessions, and how the last month would have looked.

use crate::{text::text, ui::TimeIn};
use domain::{
    Timestamp,
    api_keys::key::KeyOfMember,
    policy::{NAMED, PolicyPreview, store::Past},
    profile::member::Member,
};
use leptos::prelude::*;

#[component]
pub(super) fn Changes(
    preview: PolicyPreview,
    /// Whether two-factor would be required of any member.
    required: bool,
) -> AnyView {
    let words = text().policy();
    let PolicyPreview {
        effect,
        members,
        covered,
        ending,
    } = preview;
    let people = required.then(|| {
        view! {
            <People members=members total=effect.without_factor />
            <LastMonth sign_ins=effect.sign_ins tokens=effect.tokens />
        }
    });
    let covered = (!covered.is_empty()).then(|| {
        let keys = covered.into_iter().map(|key| (key, None)).collect();
        view! { <Keys keys=keys words=|count| text().policy().covered(count) /> }
    });
    let ending = (!ending.is_empty()).then(|| {
        let keys = ending.into_iter().map(|(key, end)| (key, Some(end))).collect();
        view! { <Keys keys=keys words=|count| text().policy().ending(count) /> }
    });
    view! {
        <div class="stack tight">
            {people}
            {covered}
            {ending}
            <p>{words.sessions(effect.sessions)}</p>
            {(effect.trusted_browsers > 0).then(|| view! { <p>{words.trust_ends(effect.trusted_browsers)}</p> })}
        </div>
    }
    .into_any()
}

#[component]
fn People(members: Vec<(Member, Timestamp)>, total: u32) -> AnyView {
    let words = text().policy();
    let named = members.len();
    let rows = members.into_iter().map(|(member, due)| {
        view! {
            <li>
                <b dir="auto">{member.name}</b> ", " {words.by(&text().exact(due.0))}
            </li>
        }
    });
    view! {
        <p>{words.people(total)}</p>
        {(named > 0).then(|| view! {
            <ul class="bullets">
                {rows.collect_view()}
                <More total=usize::try_from(total).unwrap_or(usize::MAX) named=named />
            </ul>
        })}
    }
    .into_any()
}

#[component]
fn Keys(keys: Vec<(KeyOfMember, Option<Timestamp>)>, words: fn(u32) -> String) -> AnyView {
    let total = keys.len();
    let rows = keys.into_iter().take(NAMED).map(|(found, end)| {
        let KeyOfMember { key, member, .. } = found;
        let end = end.map(|end| view! { ", " <TimeIn words=text().policy().ends() at=end.0 /> });
        view! {
            <li>
                <b dir="auto">{key.label.as_str().to_owned()}</b> " (" <span dir="auto">{member.name}</span> ")" {end}
            </li>
        }
    });
    view! {
        <p>{words(u32::try_from(total).unwrap_or(u32::MAX))}</p>
        <ul class="bullets">
            {rows.collect_view()}
            <More total=total named=total.min(NAMED) />
        </ul>
    }
    .into_any()
}

/// How many more there are than are named.
#[component]
fn More(total: usize, named: usize) -> AnyView {
    let more = u32::try_from(total.saturating_sub(named)).unwrap_or(u32::MAX);
    view! { {(more > 0).then(|| view! { <li>{text().policy().more(more)}</li> })} }.into_any()
}

#[component]
fn LastMonth(sign_ins: Past, tokens: Past) -> AnyView {
    let words = text().policy();
    if sign_ins.all == 0 && tokens.all == 0 {
        return view! { <p>{words.no_past()}</p> }.into_any();
    }
    let of = |past: Past| (past.without_factor.to_string(), past.all.to_string());
    let ((without, all), (tokens_without, tokens_all)) = (of(sign_ins), of(tokens));
    view! {
        <p>{words.past_sign_ins(&without, &all)}</p>
        {(tokens.all > 0).then(|| view! { <p>{words.past_tokens(&tokens_without, &tokens_all)}</p> })}
    }
    .into_any()
}
