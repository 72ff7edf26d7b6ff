use std::time::Duration;

use leptos::prelude::*;

use super::client;

/// Seconds for which a passcode is valid.
const LIFE: f64 = 30.0;

/// Seconds below which the ring warns, because typing a passcode takes longer.
const LATE: f64 = 6.0;

/// A ring that shows how long the current passcode is valid; invisible until hydration.
#[component]
pub(crate) fn LifeRing() -> AnyView {
    let left = RwSignal::new(None::<f64>);
    client::every(Duration::from_secs(1), move |_| {
        left.set(Some(LIFE - client::now().rem_euclid(LIFE)))
    });
    // The circle's radius makes its length 100, so that a dash is a percentage.
    // Whole numbers: printing a fraction would cost the client more than the ring.
    let dash = move || format!("{} 100", (left.get().unwrap_or(LIFE) / LIFE * 100.0) as u32);
    view! {
        <svg
            class="ring"
            class:live=move || left.get().is_some()
            class:late=move || left.get().is_some_and(|left| left < LATE)
            class:fresh=move || left.get().is_some_and(|left| left > LIFE - 1.0)
            viewBox="0 0 36 36"
            width="36"
            height="36"
            aria-hidden="true"
        >
            <circle cx="18" cy="18" r="15.9155" />
            <circle cx="18" cy="18" r="15.9155" stroke-dasharray=dash />
        </svg>
    }
    .into_any()
}
