//! Repeats a call in several concurrent lanes and measures it.

use crate::bench_app::Ready;
use std::{
    collections::VecDeque,
    fmt::{self, Display},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use tokio::task::JoinHandle;

/// Upper limit for the rounds of a slice. Each round is 30 seconds later, and a browser is known for 400 days.
pub(crate) const ROUNDS: i64 = 10_000;
/// Slices of a comparison. They alternate, so that disturbances affect both sides.
const SLICES: u32 = 10;

/// The result of a measurement.
#[derive(Default)]
pub(crate) struct Rate {
    times: Vec<Duration>,
    span: Duration,
}

impl Rate {
    /// Returns this rate in per cent of another.
    pub(crate) fn share_of(&self, other: &Self) -> f64 {
        100.0 * self.per_second() / other.per_second()
    }

    fn per_second(&self) -> f64 {
        self.times.len() as f64 / self.span.as_secs_f64()
    }

    /// Returns this median as a multiple of another.
    pub(crate) fn median_of(&self, other: &Self) -> f64 {
        self.at(50).as_secs_f64() / other.at(50).as_secs_f64()
    }

    /// Returns the rate of some of these calls, which took as long as this.
    pub(crate) fn of_these(self, mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self { times, ..self }
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.times.extend(other.times);
        self.span += other.span;
        self.times.sort_unstable();
    }

    /// Returns the time that this percentage of the calls took at most.
    fn at(&self, per_cent: usize) -> Duration {
        self.times
            .get(self.times.len() * per_cent / 100)
            .copied()
            .unwrap_or_default()
    }
}

impl Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ms = |time: Duration| time.as_secs_f64() * 1000.0;
        write!(
            f,
            "{:.0}/s, median {:.2} ms, p99 {:.2} ms",
            self.per_second(),
            ms(self.at(50)),
            ms(self.at(99))
        )
    }
}

/// Measures two calls alternately, each for about `span` in total. Round numbers increase over both.
pub(crate) async fn compare<A, B>(
    span: Duration,
    one: (usize, impl Fn(usize, i64) -> A + Clone + Send + 'static),
    other: (usize, impl Fn(usize, i64) -> B + Clone + Send + 'static),
) -> (Rate, Rate)
where
    A: Future<Output = ()> + Send,
    B: Future<Output = ()> + Send,
{
    let mut rates = (Rate::default(), Rate::default());
    for slice in 0..SLICES {
        let first = 2 * i64::from(slice) * ROUNDS;
        rates.0.add(run(one.0, span / SLICES, first, one.1.clone()).await);
        rates
            .1
            .add(run(other.0, span / SLICES, first + ROUNDS, other.1.clone()).await);
    }
    rates
}

/// Does all of this work in `lanes` lanes.
pub(crate) async fn drain(lanes: usize, work: Vec<Ready>) -> Rate {
    let begin = now();
    let work = Arc::new(Mutex::new(VecDeque::from(work)));
    let tasks: Vec<_> = (0..lanes)
        .map(|_| {
            let work = work.clone();
            tokio::spawn(async move {
                let mut times = Vec::new();
                let next = || work.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
                while let Some(ready) = next() {
                    let asked = now();
                    ready.enter().await;
                    times.push(asked.elapsed());
                }
                times
            })
        })
        .collect();
    gather(tasks, begin).await
}

async fn gather(tasks: Vec<JoinHandle<Vec<Duration>>>, begin: Instant) -> Rate {
    let mut rate = Rate::default();
    for task in tasks {
        rate.times.extend(task.await.unwrap_or_default());
    }
    rate.span = begin.elapsed();
    rate.times.sort_unstable();
    rate
}

/// Runs `ask(lane, round)` in `lanes` lanes for about `span`, with rounds starting at `first`.
pub(crate) async fn run<F>(
    lanes: usize,
    span: Duration,
    first: i64,
    ask: impl Fn(usize, i64) -> F + Clone + Send + 'static,
) -> Rate
where
    F: Future<Output = ()> + Send,
{
    let begin = now();
    let tasks: Vec<_> = (0..lanes)
        .map(|lane| {
            let ask = ask.clone();
            tokio::spawn(async move {
                let mut times = Vec::new();
                let mut round = first;
                while begin.elapsed() < span {
                    let asked = now();
                    ask(lane, round).await;
                    times.push(asked.elapsed());
                    round += 1;
                }
                times
            })
        })
        .collect();
    gather(tasks, begin).await
}

#[expect(
    clippy::disallowed_methods,
    reason = "a benchmark measures the machine's time, not the product's"
)]
pub(crate) fn now() -> Instant {
    Instant::now()
}
