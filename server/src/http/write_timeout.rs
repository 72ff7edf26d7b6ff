//! A stream that fails if its peer stops reading.
//!
//! tokio-io-timeout 1.2 does not fit: it has one timer for writes and flushes, and flushing a socket always succeeds
//! and resets it. A connection whose peer reads nothing then stays open as long as it is flushed, see the last test
//! below.

use std::{
    io::{self, IoSlice},
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Sleep, sleep},
};

/// A stream whose writes fail with `TimedOut` if the peer has read nothing for a while.
///
/// A slow reader is served: the timeout starts again whenever it reads something.
pub(super) struct WriteTimeout<S> {
    stream: S,
    writing: StallTimer,
    /// Separate from writes: a socket's flush always succeeds, which says nothing about a pending write.
    flushing: StallTimer,
}

/// Measures how long an operation has been pending.
struct StallTimer {
    timeout: Duration,
    sleep: Option<Pin<Box<Sleep>>>,
}

impl<S> WriteTimeout<S> {
    pub(super) fn new(stream: S, timeout: Duration) -> Self {
        Self {
            stream,
            writing: StallTimer::new(timeout),
            flushing: StallTimer::new(timeout),
        }
    }

    fn written(&mut self, cx: &mut Context<'_>, outcome: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if outcome.is_ready() {
            self.flushing.reset();
        }
        self.writing.check(cx, outcome)
    }
}

impl StallTimer {
    fn new(timeout: Duration) -> Self {
        Self { timeout, sleep: None }
    }

    fn reset(&mut self) {
        self.sleep = None;
    }

    /// Returns `outcome`, or an error if it has been pending for too long.
    fn check<T>(&mut self, cx: &mut Context<'_>, outcome: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if outcome.is_ready() {
            self.reset();
            return outcome;
        }
        let timeout = self.timeout;
        let sleep = self.sleep.get_or_insert_with(|| Box::pin(sleep(timeout)));
        sleep.as_mut().poll(cx).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for WriteTimeout<S> {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_read(cx, buf)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for WriteTimeout<S> {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let outcome = Pin::new(&mut this.stream).poll_write(cx, buf);
        this.written(cx, outcome)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let outcome = Pin::new(&mut this.stream).poll_write_vectored(cx, bufs);
        this.written(cx, outcome)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let outcome = Pin::new(&mut this.stream).poll_flush(cx);
        this.flushing.check(cx, outcome)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let outcome = Pin::new(&mut this.stream).poll_shutdown(cx);
        this.flushing.check(cx, outcome)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt, duplex},
        time::{Instant, timeout},
    };

    const TIMEOUT: Duration = Duration::from_secs(30);
    const SECOND: Duration = Duration::from_secs(1);
    /// Capacity of the test's pipe, in bytes.
    const PIPE: usize = 4;

    /// A stream that never accepts anything.
    struct Stalled;

    impl AsyncWrite for Stalled {
        fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, _: &[u8]) -> Poll<io::Result<usize>> {
            Poll::Pending
        }

        fn poll_write_vectored(
            self: Pin<&mut Self>,
            _: &mut Context<'_>,
            _: &[IoSlice<'_>],
        ) -> Poll<io::Result<usize>> {
            Poll::Pending
        }

        fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Pending
        }

        fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Pending
        }
    }

    fn stalled() -> WriteTimeout<Stalled> {
        WriteTimeout::new(Stalled, TIMEOUT)
    }

    #[track_caller]
    fn assert_timed_out<T: std::fmt::Debug>(outcome: io::Result<T>, waited: Duration) {
        assert_eq!(outcome.unwrap_err().kind(), io::ErrorKind::TimedOut);
        assert!((TIMEOUT..TIMEOUT + SECOND).contains(&waited), "{waited:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_peer_that_reads_nothing_times_out() {
        let (near, _far) = duplex(PIPE);
        let begin = Instant::now();
        let outcome = WriteTimeout::new(near, TIMEOUT).write_all(&[1; PIPE + 1]).await;
        assert_timed_out(outcome, begin.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn a_peer_that_stops_reading_times_out() {
        let (near, mut far) = duplex(PIPE);
        let reader = tokio::spawn(async move {
            for _ in 0..9 {
                sleep(TIMEOUT - SECOND).await;
                far.read_u8().await.unwrap();
            }
            (Instant::now(), far)
        });
        let outcome = WriteTimeout::new(near, TIMEOUT).write_all(&[1; 99]).await;
        let end = Instant::now();
        let (last, _far) = reader.await.unwrap();
        assert_timed_out(outcome, end - last);
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_peer_is_served() {
        let (near, mut far) = duplex(PIPE);
        let reader = tokio::spawn(async move {
            let mut read = Vec::new();
            let mut byte = [0];
            while far.read(&mut byte).await.unwrap() > 0 {
                read.extend(byte);
                sleep(TIMEOUT - SECOND).await;
            }
            read
        });
        let mut near = WriteTimeout::new(near, TIMEOUT);
        near.write_all(&[1; 64]).await.unwrap();
        near.shutdown().await.unwrap();
        assert_eq!(reader.await.unwrap(), [1; 64]);
    }

    #[tokio::test(start_paused = true)]
    async fn idle_time_does_not_count() {
        let (near, mut far) = duplex(PIPE);
        let mut near = WriteTimeout::new(near, TIMEOUT);
        for _ in 0..3 {
            let reader = tokio::spawn(async move {
                sleep(TIMEOUT - SECOND).await;
                let mut read = [0; PIPE + 1];
                far.read_exact(&mut read).await.unwrap();
                far
            });
            near.write_all(&[1; PIPE + 1]).await.unwrap();
            far = reader.await.unwrap();
            sleep(TIMEOUT * 2).await;
        }
    }

    #[tokio::test(start_paused = true)]
    async fn every_kind_of_write_times_out() {
        let begin = Instant::now();
        assert_timed_out(stalled().write(&[1]).await, begin.elapsed());
        let begin = Instant::now();
        assert_timed_out(stalled().write_vectored(&[IoSlice::new(&[1])]).await, begin.elapsed());
        let begin = Instant::now();
        assert_timed_out(stalled().flush().await, begin.elapsed());
        let begin = Instant::now();
        assert_timed_out(stalled().shutdown().await, begin.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn a_flush_is_no_progress() {
        let (near, _far) = duplex(PIPE);
        let mut near = WriteTimeout::new(near, TIMEOUT);
        near.write_all(&[1; PIPE]).await.unwrap();
        let begin = Instant::now();
        let outcome = loop {
            match timeout(SECOND, near.write(&[1])).await {
                Ok(outcome) => break outcome,
                Err(_) => near.flush().await.unwrap(),
            }
        };
        assert_timed_out(outcome, begin.elapsed());
    }
}
