use std::time::Duration;

use leptos::prelude::*;

use super::{client, moment};
use crate::text;

/// When the document was made, by the server's clock: what stands there at the first paint still stands there when
/// scripts begin to run, and nothing moves.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MadeAt(pub i64);

/// A point in time: "2 minutes ago", the exact second on hover; it goes on counting once scripts run.
#[component]
pub(crate) fn Time(
    /// Seconds since the epoch.
    at: i64,
) -> AnyView {
    let exact = moment(at);
    let now = RwSignal::new(use_context::<MadeAt>().map(|made| made.0));
    client::every(Duration::from_secs(20), move || now.set(Some(client::now() as i64)));
    let shown = move || match now.get() {
        Some(now) => text::time::relative(at, now),
        None => text::time::exact(&exact),
    };
    view! {
        <time datetime=exact.machine() title=text::time::to_the_second(&exact)>
            {shown}
        </time>
    }
    .into_any()
}
