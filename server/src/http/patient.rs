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
pub(super) struct Patient<S> {
    stream: S,
    writing: Alarm,
    /// Separate from writes: a socket's flush always succeeds, which says nothing about a pending write.
    flushing: Alarm,
}

/// Measures how long an operation has been pending.
struct Alarm {
    patience: Duration,
    ringing: Option<Pin<Box<Sleep>>>,
}

impl<S> Patient<S> {
    pub(super) fn new(stream: S, patience: Duration) -> Self {
        Self {
            stream,
            writing: Alarm::new(patience),
            flushing: Alarm::new(patience),
        }
    }

    fn written(&mut self, cx: &mut Context<'_>, outcome: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if outcome.is_ready() {
            self.flushing.off();
        }
        self.writing.watch(cx, outcome)
    }
}

impl Alarm {
    fn new(patience: Duration) -> Self {
        Self {
            patience,
            ringing: None,
        }
    }

    fn off(&mut self) {
        self.ringing = None;
    }

    /// Returns `outcome`, or an error if it has been pending for too long.
    fn watch<T>(&mut self, cx: &mut Context<'_>, outcome: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if outcome.is_ready() {
            self.off();
            return outcome;
        }
        let patience = self.patience;
        let ringing = self.ringing.get_or_insert_with(|| Box::pin(sleep(patience)));
        ringing.as_mut().poll(cx).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_read(cx, buf)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Patient<S> {
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
        this.flushing.watch(cx, outcome)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let outcome = Pin::new(&mut this.stream).poll_shutdown(cx);
        this.flushing.watch(cx, outcome)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt, duplex},
        time::{Instant, timeout},
    };

    const PATIENCE: Duration = Duration::from_secs(30);
    const SECOND: Duration = Duration::from_secs(1);
    /// Capacity of the test's pipe, in bytes.
    const PIPE: usize = 4;

    /// A stream that never accepts anything.
    struct Stuck;

    impl AsyncWrite for Stuck {
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

    fn stuck() -> Patient<Stuck> {
        Patient::new(Stuck, PATIENCE)
    }

    #[track_caller]
    fn assert_gave_up<T: std::fmt::Debug>(outcome: io::Result<T>, waited: Duration) {
        assert_eq!(outcome.unwrap_err().kind(), io::ErrorKind::TimedOut);
        assert!((PATIENCE..PATIENCE + SECOND).contains(&waited), "{waited:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn who_reads_nothing_is_given_up() {
        let (near, _far) = duplex(PIPE);
        let begin = Instant::now();
        let outcome = Patient::new(near, PATIENCE).write_all(&[1; PIPE + 1]).await;
        assert_gave_up(outcome, begin.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn who_stops_reading_is_given_up() {
        let (near, mut far) = duplex(PIPE);
        let reader = tokio::spawn(async move {
            for _ in 0..9 {
                sleep(PATIENCE - SECOND).await;
                far.read_u8().await.unwrap();
            }
            (Instant::now(), far)
        });
        let outcome = Patient::new(near, PATIENCE).write_all(&[1; 99]).await;
        let end = Instant::now();
        let (last, _far) = reader.await.unwrap();
        assert_gave_up(outcome, end - last);
    }

    #[tokio::test(start_paused = true)]
    async fn who_reads_a_byte_now_and_then_is_served() {
        let (near, mut far) = duplex(PIPE);
        let reader = tokio::spawn(async move {
            let mut read = Vec::new();
            let mut byte = [0];
            while far.read(&mut byte).await.unwrap() > 0 {
                read.extend(byte);
                sleep(PATIENCE - SECOND).await;
            }
            read
        });
        let mut near = Patient::new(near, PATIENCE);
        near.write_all(&[1; 64]).await.unwrap();
        near.shutdown().await.unwrap();
        assert_eq!(reader.await.unwrap(), [1; 64]);
    }

    #[tokio::test(start_paused = true)]
    async fn time_in_which_nothing_waits_does_not_count() {
        let (near, mut far) = duplex(PIPE);
        let mut near = Patient::new(near, PATIENCE);
        for _ in 0..3 {
            let reader = tokio::spawn(async move {
                sleep(PATIENCE - SECOND).await;
                let mut read = [0; PIPE + 1];
                far.read_exact(&mut read).await.unwrap();
                far
            });
            near.write_all(&[1; PIPE + 1]).await.unwrap();
            far = reader.await.unwrap();
            sleep(PATIENCE * 2).await;
        }
    }

    #[tokio::test(start_paused = true)]
    async fn no_way_of_writing_waits_for_ever() {
        let begin = Instant::now();
        assert_gave_up(stuck().write(&[1]).await, begin.elapsed());
        let begin = Instant::now();
        assert_gave_up(stuck().write_vectored(&[IoSlice::new(&[1])]).await, begin.elapsed());
        let begin = Instant::now();
        assert_gave_up(stuck().flush().await, begin.elapsed());
        let begin = Instant::now();
        assert_gave_up(stuck().shutdown().await, begin.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn a_flush_that_does_nothing_is_no_progress() {
        let (near, _far) = duplex(PIPE);
        let mut near = Patient::new(near, PATIENCE);
        near.write_all(&[1; PIPE]).await.unwrap();
        let begin = Instant::now();
        let outcome = loop {
            match timeout(SECOND, near.write(&[1])).await {
                Ok(outcome) => break outcome,
                Err(_) => near.flush().await.unwrap(),
            }
        };
        assert_gave_up(outcome, begin.elapsed());
    }
}
