//! How protected the team is: a bar, and what it consists of.

use crate::text::text;
use domain::team::member::TeamCounts;
use leptos::prelude::*;

/// The bar with its sentences.
#[component]
pub(super) fn Protection(counts: TeamCounts) -> AnyView {
    let words = text().team();
    let TeamCounts {
        members,
        protected,
        unsaved,
        not_now,
    } = counts;
    let said = words.protected(&protected.to_string(), &members.to_string());
    let open = members.saturating_sub(protected);
    let put_off = (open > 0 && not_now > 0).then(|| view! { <li>{words.put_off(not_now)}</li> });
    view! {
        <section class="card padded protection">
            <h2>{words.protection()}</h2>
            <p id="protection">{said}</p>
            <svg viewBox=format!("0 0 {members} 1") preserveAspectRatio="none" role="img" aria-labelledby="protection">
                <rect class="open" width=members.to_string() height="1" />
                <rect class="protected" width=protected.to_string() height="1" />
            </svg>
            <ul class="bare detail">
                <li>{words.unprotected(open)}</li>
                {put_off}
                {(protected > 0).then(|| view! { <li>{words.unsaved(unsaved)}</li> })}
            </ul>
        </section>
    }
    .into_any()
}
