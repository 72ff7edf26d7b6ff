use std::time::Duration;

use leptos::prelude::*;

use super::client;
use crate::text::text;

/// The server's clock when the document was rendered, in Unix seconds. Hydration starts from it, so that relative times
/// do not change and shift the layout.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MadeAt(pub i64);

/// A point in time such as "2 minutes ago", with the exact second on hover; updated after hydration.
#[component]
pub(crate) fn Time(
    /// Seconds since the epoch.
    at: i64,
) -> AnyView {
    let text = text();
    let now = RwSignal::new(use_context::<MadeAt>().map(|made| made.0));
    client::every(Duration::from_secs(20), move |_| now.set(Some(client::now() as i64)));
    let shown = move || match now.get() {
        Some(now) => text.relative(at, now),
        None => text.exact(at),
    };
    view! {
        <time datetime=text.machine(at) title=text.to_the_second(at)>
            {shown}
        </time>
    }
    .into_any()
}

/// A [`Time`] within a sentence, of which `words` has the text before and after it.
#[component]
pub(crate) fn TimeIn(words: (&'static str, &'static str), at: i64) -> AnyView {
    let (before, after) = words;
    view! { {before} <Time at=at /> {(!after.is_empty()).then_some(after)} }.into_any()
}
