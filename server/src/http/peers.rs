//! The number of connections that each peer has open.

use super::proxies::{Networks, is_trusted};
use domain::kernel::browser::network;
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

/// Maximum number of connections of one peer, an eighth of all. A browser opens six.
const PER_PEER: usize = 256;

/// The open connections by the peer's network. Trusted proxies are not counted, because they bring many clients.
#[derive(Debug)]
pub(super) struct Peers {
    trusted: Networks,
    open: Mutex<HashMap<String, Peer>>,
}

/// A peer with open connections.
#[derive(Debug, Default)]
struct Peer {
    connections: usize,
    /// Whether the log says that it has its share; forgotten with the peer, which bounds the lines in the log.
    warned: bool,
}

/// A counted connection; dropping it uncounts it.
#[derive(Debug)]
pub(super) struct Counted {
    peers: Arc<Peers>,
    network: Option<String>,
}

impl Peers {
    pub(super) fn new(trusted: Networks) -> Arc<Self> {
        let open = Mutex::default();
        Arc::new(Self { trusted, open })
    }

    /// Counts a connection; `None` if its peer has as many as one may have.
    pub(super) fn count(self: &Arc<Self>, peer: IpAddr) -> Option<Counted> {
        let peers = self.clone();
        if is_trusted(peer, &self.trusted) {
            return Some(Counted { peers, network: None });
        }
        let network = network(peer);
        let admitted = self.locked(|open| {
            let known = open.entry(network.clone()).or_default();
            let free = known.connections < PER_PEER;
            known.connections += usize::from(free);
            if !free && !std::mem::replace(&mut known.warned, true) {
                tracing::warn!(
                    network,
                    PER_PEER,
                    "a peer has all the connections it may have: more are closed"
                );
            }
            free
        });
        // Not `then_some`: a value that is made and dropped would uncount a connection.
        admitted.then(|| Counted {
            peers,
            network: Some(network),
        })
    }

    fn locked<T>(&self, work: impl FnOnce(&mut HashMap<String, Peer>) -> T) -> T {
        work(&mut self.open.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let Some(network) = &self.network else { return };
        self.peers.locked(|open| match open.get_mut(network) {
            Some(peer) if peer.connections > 1 => peer.connections -= 1,
            _ => drop(open.remove(network)),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::kernel::network::Network;

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn a_peer_has_its_share_and_gets_it_back() {
        let peers = Peers::new(Network::parse_list("10.0.0.0/8").expect("networks"));
        let mut taken: Vec<_> = (0..PER_PEER)
            .filter_map(|_| peers.count(address("192.0.2.1")))
            .collect();
        assert_eq!(taken.len(), PER_PEER);
        assert!(peers.count(address("192.0.2.1")).is_none());
        assert!(peers.count(address("::ffff:192.0.2.1")).is_none(), "the same peer");
        assert!(peers.count(address("192.0.2.2")).is_some(), "another peer");
        taken.pop();
        assert!(peers.count(address("192.0.2.1")).is_some());
        taken.clear();
        assert!(
            peers.locked(|open| open.is_empty()),
            "nothing is kept about peers that left"
        );
    }

    #[test]
    fn an_ipv6_customer_is_one_peer_and_a_proxy_is_none() {
        let peers = Peers::new(Network::parse_list("10.0.0.0/8").expect("networks"));
        let addresses = (0..=PER_PEER).map(|n| address(&format!("2001:db8::{n:x}")));
        let counted: Vec<_> = addresses.map(|address| peers.count(address)).collect();
        assert_eq!(counted.iter().flatten().count(), PER_PEER);
        let proxied: Vec<_> = (0..=PER_PEER).map(|_| peers.count(address("10.1.2.3"))).collect();
        assert_eq!(proxied.iter().flatten().count(), PER_PEER + 1);
    }
}
