//! Runs a job again and again, also after it panicked.

use crate::remarks::Remarks;
use domain::Error;
use futures_util::FutureExt;
use std::{future::Future, panic::AssertUnwindSafe, time::Duration};
use tokio::{sync::watch, time::sleep};

/// The longest pause after a failure.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// Tells jobs to stop. They finish the step that they are at.
pub type Stop = watch::Receiver<bool>;

/// A job.
#[derive(Clone, Debug)]
pub struct Job {
    /// The job's remark while it fails.
    pub name: &'static str,
    /// The pause between two runs.
    pub every: Duration,
    /// Where the remark is made.
    pub remarks: Remarks,
}

impl Job {
    /// Runs `work` until `stop` says so. After an error or a panic the pause doubles up to a minute.
    pub async fn repeat<F>(self, mut stop: Stop, work: impl Fn() -> F)
    where
        F: Future<Output = Result<(), Error>>,
    {
        let mut pause = self.every;
        while !*stop.borrow() {
            pause = match AssertUnwindSafe(work()).catch_unwind().await {
                Ok(Ok(())) => {
                    self.remarks.clear(self.name);
                    self.every
                }
                Ok(Err(error)) => {
                    tracing::error!(job = self.name, %error, "a job failed; it will be tried again");
                    self.failed(pause)
                }
                // The panic hook has logged where.
                Err(_) => {
                    tracing::error!(job = self.name, "a job panicked; it will be tried again");
                    self.failed(pause)
                }
            };
            tokio::select! {
                () = sleep(pause) => {}
                // An error means that the sender is gone, which also means the end.
                changed = stop.changed() => if changed.is_err() { return },
            }
        }
    }

    /// Notes the failure and returns the next pause.
    fn failed(&self, pause: Duration) -> Duration {
        self.remarks.set(self.name);
        (pause * 2).min(LONGEST_PAUSE.max(self.every))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::InternalError;
    use std::sync::{Arc, Mutex};
    use tokio::time::Instant;

    fn job(remarks: &Remarks) -> Job {
        Job {
            name: "job-mail",
            every: Duration::from_secs(1),
            remarks: remarks.clone(),
        }
    }

    #[tokio::test(start_paused = true)]
    async fn b88_a_job_that_panics_or_fails_is_run_again_and_named_until_it_succeeds() {
        let (end, stop) = watch::channel(false);
        let (remarks, runs) = (Remarks::default(), Arc::new(Mutex::new(Vec::new())));
        let begin = Instant::now();
        let (seen, noted) = (remarks.clone(), runs.clone());
        let work = move || {
            let mut runs = noted.lock().expect("runs");
            let run = runs.len();
            runs.push((!seen.lines().is_empty(), begin.elapsed().as_secs()));
            let end = end.clone();
            async move {
                match run {
                    0 => panic!("the first run"),
                    1 => Err(InternalError::new("the second run", "fails").into()),
                    2 => Ok(()),
                    _ => {
                        end.send(true).expect("a receiver");
                        Ok(())
                    }
                }
            }
        };
        job(&remarks).repeat(stop, work).await;
        // Whether the job was named, and when: after a pause, after a longer one, and when all is well again.
        let expected = [(false, 0), (true, 2), (true, 6), (false, 7)];
        assert_eq!(*runs.lock().expect("runs"), expected);
        assert_eq!(remarks.lines(), "");
    }

    #[tokio::test(start_paused = true)]
    async fn pauses_end_at_a_minute() {
        let pauses = (0..20).scan(Duration::from_secs(1), |pause, _| {
            *pause = job(&Remarks::default()).failed(*pause);
            Some(pause.as_secs())
        });
        assert_eq!(pauses.take(7).collect::<Vec<_>>(), [2, 4, 8, 16, 32, 60, 60]);
    }
}
