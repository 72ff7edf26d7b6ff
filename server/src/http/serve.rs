//! Accepts connections and serves HTTP/1.1 with limits on headers, time and connections.
//!
//! The release after axum 0.8 has `ListenerExt::limit_connections`, which can replace `ConnectionSlots`. The rest stays:
//! `axum::serve` has no limits for the time and size of request heads, and no write timeout.

use super::{
    peers::{Counted, Peers},
    proxies::Networks,
    write_timeout::WriteTimeout,
};
use axum::{Router, extract::ConnectInfo};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::{GracefulShutdown, Watcher},
};
use std::{future::Future, net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
};
use tower::Service;

/// Maximum number of connections; further ones wait in the kernel's queue.
const CONNECTIONS: usize = 2048;
/// Hysteresis: the log warns again only after this many slots were free, so that a flood cannot fill it.
const WARN_AGAIN_AFTER: usize = CONNECTIONS / 8;
/// How long receiving a request head may take, also the idle timeout of a connection.
const HEAD_TIMEOUT: Duration = Duration::from_secs(20);
/// How long a client may read nothing of a response.
const WRITE_TIMEOUT: Duration = Duration::from_secs(30);
/// Maximum length of request line and headers together, in bytes.
const HEAD_BYTES: usize = 32 * 1024;
/// Maximum number of headers.
const HEADER_LINES: usize = 100;
/// How long requests in progress may take to complete when the server stops.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(10);
/// The delay after a failed accept. Without it a lack of file descriptors would cause a busy loop.
const ACCEPT_RETRY_DELAY: Duration = Duration::from_millis(100);

/// Serves until `stop` completes, then shuts down gracefully. Only the connections of `trusted` proxies are not counted
/// by peer.
pub async fn serve(listener: TcpListener, router: Router, trusted: Networks, stop: impl Future<Output = ()>) {
    let graceful = GracefulShutdown::new();
    let mut slots = ConnectionSlots::new(trusted);
    let mut stop = std::pin::pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => break,
            (stream, peer, slot) = accept(&listener, &mut slots) => {
                tokio::spawn(connection(stream, peer, router.clone(), graceful.watcher(), slot));
            }
        }
    }
    drop(listener);
    if tokio::time::timeout(SHUTDOWN_TIMEOUT, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("some requests were still under way after ten seconds");
    }
}

/// The slots for connections.
struct ConnectionSlots {
    free: Arc<Semaphore>,
    /// Whether a warning was logged since the slots ran out.
    warned: bool,
    peers: Arc<Peers>,
}

/// The slot of a connection; dropping it frees the slot.
struct Slot {
    _free: Option<OwnedSemaphorePermit>,
    _counted: Counted,
}

impl ConnectionSlots {
    fn new(trusted: Networks) -> Self {
        Self {
            free: Arc::new(Semaphore::new(CONNECTIONS)),
            warned: false,
            peers: Peers::new(trusted),
        }
    }

    /// Waits for a free slot.
    async fn acquire(&mut self) -> Option<OwnedSemaphorePermit> {
        if self.should_warn() {
            tracing::warn!(CONNECTIONS, "every place is taken: new connections have to wait");
        }
        // `acquire_owned` fails only if the semaphore is closed, which never happens.
        self.free.clone().acquire_owned().await.ok()
    }

    /// Whether to warn: all slots are taken, and enough were free since the last warning.
    fn should_warn(&mut self) -> bool {
        match self.free.available_permits() {
            0 => !std::mem::replace(&mut self.warned, true),
            free => {
                self.warned &= free < WARN_AGAIN_AFTER;
                false
            }
        }
    }
}

async fn accept(listener: &TcpListener, slots: &mut ConnectionSlots) -> (TcpStream, SocketAddr, Slot) {
    let free = slots.acquire().await;
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                if let Some(counted) = slots.peers.count(peer.ip()) {
                    let slot = Slot {
                        _free: free,
                        _counted: counted,
                    };
                    return (stream, peer, slot);
                }
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_RETRY_DELAY).await;
            }
        }
    }
}

async fn connection(stream: TcpStream, peer: SocketAddr, router: Router, watcher: Watcher, slot: Slot) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "TCP_NODELAY");
    }
    let service = service_fn(move |mut request: http::Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().call(request)
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(HEAD_BYTES)
        .max_headers(HEADER_LINES);
    // hyper limits the time of reading a head, but not of writing.
    let stream = TokioIo::new(WriteTimeout::new(stream, WRITE_TIMEOUT));
    if let Err(error) = watcher.watch(http.serve_connection(stream, service)).await {
        tracing::debug!(%error, "a connection ended early");
    }
    drop(slot);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn take(slots: &ConnectionSlots, count: usize) -> Vec<OwnedSemaphorePermit> {
        (0..count)
            .map(|_| slots.free.clone().try_acquire_owned().unwrap())
            .collect()
    }

    #[test]
    fn a_flood_is_logged_once() {
        let mut slots = ConnectionSlots::new(Networks::new());
        let mut taken = take(&slots, CONNECTIONS - 1);
        assert!(!slots.should_warn());
        taken.extend(take(&slots, 1));
        assert!(slots.should_warn());
        for free in [0, 1, WARN_AGAIN_AFTER - 1] {
            taken.truncate(CONNECTIONS - free);
            assert!(!slots.should_warn(), "{free}");
            taken.extend(take(&slots, free));
            assert!(!slots.should_warn(), "{free}");
        }
        taken.truncate(CONNECTIONS - WARN_AGAIN_AFTER);
        assert!(!slots.should_warn());
        taken.extend(take(&slots, WARN_AGAIN_AFTER));
        assert!(slots.should_warn());
        assert!(!slots.should_warn());
    }
}
