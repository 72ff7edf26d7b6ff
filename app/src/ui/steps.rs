use crate::text::text;
use leptos::prelude::*;

/// The progress through a task of several pages; `current` counts from 0.
#[component]
pub(crate) fn Steps(current: usize, labels: [&'static str; 3]) -> AnyView {
    let frame = text().frame();
    let count = labels.len();
    let items = labels
        .into_iter()
        .enumerate()
        .map(|(index, label)| {
            let done = index < current;
            view! {
                <li class=done.then_some("done") aria-current=(index == current).then_some("step")>
                    {label}
                    {done.then(|| view! { <span class="hidden-text">{frame.step_done()}</span> })}
                </li>
            }
        })
        .collect_view();
    view! {
        <ol class="steps" aria-label=frame.step_of(&current.saturating_add(1).to_string(), &count.to_string())>
            {items}
        </ol>
    }
    .into_any()
}
