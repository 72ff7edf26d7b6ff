use crate::text::text;
use std::time::Duration;

use leptos::prelude::*;

use super::client;

/// The time left of a wait; counts down after hydration, with a few announcements for screen readers.
///
/// `now` is the server's clock at the response. The browser only measures the time elapsed since, so its clock may be
/// wrong.
#[component]
pub(crate) fn Countdown(
    until: i64,
    now: i64,
    /// Called once, when the wait has ended.
    #[prop(optional, into)]
    on_end: Option<Callback<()>>,
) -> AnyView {
    let whole = until.saturating_sub(now).max(0);
    let left = RwSignal::new(whole);
    client::every(Duration::from_secs(1), move |elapsed| {
        // Tests with a clock of their own fire the interval once more after the component is gone.
        let Some(before) = left.try_get_untracked() else {
            return;
        };
        let rest = whole.saturating_sub(elapsed).max(0);
        if rest == 0 && before > 0 {
            on_end.inspect(|on_end| on_end.run(()));
        }
        left.set(rest);
    });
    let said = Memo::new(move |_| coarse(left.get()));
    view! {
        <span class="countdown">
            <span aria-hidden="true">{move || text().again_in(left.get())}</span>
            <span class="hidden-text" role="status">{move || text().again_in(said.get())}</span>
        </span>
    }
    .into_any()
}

/// Rounds the time left up to the steps that are announced: each minute, then 30, 10 and 0 seconds.
fn coarse(left: i64) -> i64 {
    match left {
        ..=0 => 0,
        1..=10 => 10,
        11..=30 => 30,
        _ => left.saturating_add(59) / 60 * 60,
    }
}
