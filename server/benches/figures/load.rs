//! Asking for the same thing again and again, in several lanes at once.

use std::{
    fmt::{self, Display},
    time::{Duration, Instant},
};

/// What came of it.
pub struct Rate {
    per_second: f64,
    median: Duration,
    p99: Duration,
}

impl Rate {
    /// This rate in per cent of another.
    pub fn share_of(&self, other: &Self) -> f64 {
        100.0 * self.per_second / other.per_second
    }
}

impl Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ms = |time: Duration| time.as_secs_f64() * 1000.0;
        write!(
            f,
            "{:.0}/s, median {:.2} ms, p99 {:.2} ms",
            self.per_second,
            ms(self.median),
            ms(self.p99)
        )
    }
}

/// Runs `ask(lane, round)` in `lanes` lanes for about `span`.
pub async fn run<F>(lanes: usize, span: Duration, ask: impl Fn(usize, i64) -> F + Clone + Send + 'static) -> Rate
where
    F: Future<Output = ()> + Send,
{
    let begin = now();
    let tasks: Vec<_> = (0..lanes)
        .map(|lane| {
            let ask = ask.clone();
            tokio::spawn(async move {
                let mut times = Vec::new();
                while begin.elapsed() < span {
                    let asked = now();
                    ask(lane, i64::try_from(times.len()).unwrap_or(i64::MAX)).await;
                    times.push(asked.elapsed());
                }
                times
            })
        })
        .collect();
    let mut times = Vec::new();
    for task in tasks {
        times.extend(task.await.unwrap_or_default());
    }
    let seconds = begin.elapsed().as_secs_f64();
    times.sort_unstable();
    let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default();
    Rate {
        per_second: times.len() as f64 / seconds,
        median: at(50),
        p99: at(99),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a benchmark measures the machine's time, not the product's"
)]
fn now() -> Instant {
    Instant::now()
}
