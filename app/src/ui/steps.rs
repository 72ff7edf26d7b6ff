use leptos::prelude::*;

use crate::text;

/// Where one stands in a task of several pages; `current` counts from 0.
#[component]
pub(crate) fn Steps(current: usize, #[prop(into)] labels: Vec<&'static str>) -> AnyView {
    let count = labels.len();
    let items = labels
        .into_iter()
        .enumerate()
        .map(|(index, label)| {
            let done = index < current;
            view! {
                <li class=done.then_some("done") aria-current=(index == current).then_some("step")>
                    {label}
                    {done.then(|| view! { <span class="hidden-text">{text::frame::STEP_DONE}</span> })}
                </li>
            }
        })
        .collect_view();
    view! {
        <ol class="steps" aria-label=text::frame::step_of(current.saturating_add(1), count)>
            {items}
        </ol>
    }
    .into_any()
}
