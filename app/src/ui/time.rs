use std::time::Duration;

use leptos::prelude::*;

use super::{client, moment};
use crate::text;

/// A point in time: exact in UTC from the server, "2 minutes ago" once scripts run, the exact second on hover.
#[component]
pub fn Time(
    /// Seconds since the epoch.
    at: i64,
) -> AnyView {
    let exact = moment(at);
    let now = RwSignal::new(None::<i64>);
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
