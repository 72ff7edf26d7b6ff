//! The chart of the last days: one bar a day for sign-ins, one for refusals.

use crate::{text::text, ui::Disclosure};
use domain::activity::Day;
use leptos::prelude::*;
use terms::DAY;

/// The size of the drawing, in its own units; it is as wide as the page.
const HEIGHT: i64 = 80;
const DAY_WIDTH: i64 = 20;
const BAR_WIDTH: i64 = 7;
/// The height of the smallest bar, so that one refusal among a thousand sign-ins is seen.
const LEAST: i64 = 3;

/// The chart with its summary, and its numbers as a table.
#[component]
pub(super) fn Chart(days: Vec<Day>) -> AnyView {
    let text = text();
    let words = text.activity();
    let sum = |of: fn(&Day) -> i64| u32::try_from(days.iter().map(of).sum::<i64>()).unwrap_or(u32::MAX);
    let (sign_ins, refusals) = (sum(|day| day.sign_ins), sum(|day| day.refusals));
    let summary = words.chart_summary(&words.sign_ins(sign_ins), &words.refusals(refusals));
    let most = days
        .iter()
        .map(|day| day.sign_ins.max(day.refusals))
        .max()
        .unwrap_or_default();
    let bars = (0..).zip(&days).map(|(n, day)| {
        let left = n * DAY_WIDTH;
        view! {
            <Bar class="sign-ins" left=left + 2 height=height(day.sign_ins, most) />
            <Bar class="refusals" left=left + 3 + BAR_WIDTH height=height(day.refusals, most) />
        }
    });
    let width = i64::try_from(days.len()).unwrap_or_default() * DAY_WIDTH;
    let view_box = format!("0 0 {width} {HEIGHT}");
    let label = summary.clone();
    let date = |day: Option<&Day>| day.map(|day| text.date(day.day * DAY));
    let ends = [date(days.first()), date(days.last())];
    view! {
        <figure class="card padded chart">
            <figcaption>
                <h2>{words.chart_title()}</h2>
                <p class="detail">{summary}</p>
            </figcaption>
            <svg viewBox=view_box role="img" aria-label=label preserveAspectRatio="none">
                {bars.collect_view()}
                <path class="base" d=format!("M0 {HEIGHT}h{width}") />
            </svg>
            <p class="axis detail" aria-hidden="true">
                {ends.map(|at| view! { <span>{at}</span> })}
            </p>
            <p class="legend detail" aria-hidden="true">
                <span class="sign-ins">{words.signed_in()}</span>
                <span class="refusals">{words.refused_times()}</span>
            </p>
            <Table days=days />
        </figure>
    }
    .into_any()
}

/// The height of a bar. Nothing has none.
fn height(count: i64, most: i64) -> i64 {
    match (count, most) {
        (1.., 1..) => (count * HEIGHT / most).max(LEAST),
        _ => 0,
    }
}

#[component]
fn Bar(class: &'static str, left: i64, height: i64) -> AnyView {
    let top = HEIGHT - height;
    (height > 0)
        .then(|| view! { <path class=class d=format!("M{left} {top}h{BAR_WIDTH}v{height}h-{BAR_WIDTH}z") /> })
        .into_any()
}

/// The same numbers for those who read them. Days without any are left out.
#[component]
fn Table(days: Vec<Day>) -> AnyView {
    let text = text();
    let words = text.activity();
    let rows = days
        .into_iter()
        .rev()
        .filter(|day| day.sign_ins + day.refusals > 0)
        .map(move |day| {
            view! {
                <tr>
                    <th scope="row">{text.date(day.day * DAY)}</th>
                    <td>{day.sign_ins}</td>
                    <td>{day.refusals}</td>
                </tr>
            }
        });
    view! {
        <Disclosure label=words.as_table()>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{words.day()}</th>
                        <th scope="col">{words.signed_in()}</th>
                        <th scope="col">{words.refused_times()}</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </Disclosure>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_bar_fills_the_chart_and_the_smallest_is_seen() {
        assert_eq!(height(0, 0), 0);
        assert_eq!(height(0, 9), 0);
        assert_eq!(height(9, 9), HEIGHT);
        assert_eq!(height(1, 1_000_000), LEAST);
        assert_eq!(height(i64::from(i32::MAX), i64::from(i32::MAX)), HEIGHT);
    }
}
