//! What trusted proxies say about a client: its address, and whether it came over plain http.
//!
//! The address is read from `X-Forwarded-For` only: if several headers were trusted, a client could forge the one that
//! the proxy does not set.

use domain::kernel::network::Network;
use http::HeaderMap;
use std::net::IpAddr;

const FORWARDED_FOR: &str = "x-forwarded-for";
const FORWARDED_PROTO: &str = "x-forwarded-proto";

/// The networks of a setting. With a plain `Vec` clap would expect one network per flag.
pub type Networks = Vec<Network>;

/// Whether this peer is in one of the networks.
pub(super) fn is_trusted(peer: IpAddr, trusted: &[Network]) -> bool {
    trusted.iter().any(|network| network.contains(peer))
}

/// Whether a peer that is not trusted sends the header, which means that a proxy is missing in the setting, or that
/// a client tries to forge its address.
pub(super) fn is_unexpected(peer: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> bool {
    headers.contains_key(FORWARDED_FOR) && !is_trusted(peer, trusted)
}

/// Returns the client's address: the socket's peer, or the right-most address in `X-Forwarded-For` that is not a
/// trusted proxy.
pub fn client(peer: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> IpAddr {
    let mut client = peer.to_canonical();
    if !is_trusted(client, trusted) {
        return client;
    }
    let values: Vec<_> = headers.get_all(FORWARDED_FOR).iter().collect();
    for value in values.iter().rev() {
        for hop in value.to_str().unwrap_or_default().rsplit(',') {
            // A trusted proxy does not write invalid addresses, so the last valid hop is the client.
            let Some(address) = hop_address(hop.trim()) else {
                return client;
            };
            client = address;
            if !is_trusted(client, trusted) {
                return client;
            }
        }
    }
    client
}

/// Whether a trusted proxy says that the request came unencrypted. Without the header that is not known.
///
/// One part of the way is enough. What the client itself claims can make the answer only worse for its own request.
pub(super) fn came_unencrypted(peer: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> bool {
    let values = headers.get_all(FORWARDED_PROTO).iter();
    let mut schemes = values.flat_map(|value| value.as_bytes().split(|byte| *byte == b','));
    // Traefik writes `ws` for a WebSocket over http.
    let plain = |scheme: &[u8]| {
        let scheme = scheme.trim_ascii();
        scheme.eq_ignore_ascii_case(b"http") || scheme.eq_ignore_ascii_case(b"ws")
    };
    schemes.any(plain) && is_trusted(peer.to_canonical(), trusted)
}

/// Parses an address as proxies write it: plain, in brackets, or with a port.
fn hop_address(text: &str) -> Option<IpAddr> {
    let bare = || text.strip_prefix('[')?.split_once(']').map(|(address, _)| address);
    let with_port = || text.rsplit_once(':').map(|(address, _)| address);
    let parsed = text
        .parse()
        .ok()
        .or_else(|| bare()?.parse().ok())
        .or_else(|| with_port()?.parse().ok());
    parsed.map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, forwarded: &[&str], trusted: &str) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append(FORWARDED_FOR, value.parse().expect("a header"));
        }
        client(
            peer.parse().expect("an address"),
            &headers,
            &Network::parse_list(trusted).expect("networks"),
        )
        .to_string()
    }

    #[test]
    fn forwarded_headers_are_ignored_without_the_setting() {
        assert_eq!(seen("192.0.2.1", &["198.51.100.9"], ""), "192.0.2.1");
        assert_eq!(seen("192.0.2.1", &["198.51.100.9"], "10.0.0.0/8"), "192.0.2.1");
    }

    #[test]
    fn the_right_most_untrusted_hop_is_the_client() {
        assert_eq!(
            seen("10.0.0.1", &["203.0.113.5, 198.51.100.9"], "10.0.0.0/8"),
            "198.51.100.9"
        );
        assert_eq!(
            seen("10.0.0.1", &["203.0.113.5, 198.51.100.9, 10.9.9.9"], "10.0.0.0/8"),
            "198.51.100.9"
        );
        assert_eq!(
            seen("10.0.0.1", &["203.0.113.5", "198.51.100.9"], "10.0.0.0/8"),
            "198.51.100.9"
        );
        assert_eq!(seen("::1", &["[2001:db8::7]:443"], "::1"), "2001:db8::7");
        assert_eq!(
            seen("::ffff:10.0.0.1", &["198.51.100.9:1234"], "10.0.0.0/8"),
            "198.51.100.9"
        );
    }

    #[test]
    fn a_trusted_proxy_says_whether_a_request_came_unencrypted() {
        let plain = |peer: &str, schemes: &[&[u8]]| {
            let mut headers = HeaderMap::new();
            for scheme in schemes {
                let value = http::HeaderValue::from_bytes(scheme).expect("a header");
                headers.append(FORWARDED_PROTO, value);
            }
            let trusted = Network::parse_list("10.0.0.0/8").expect("networks");
            came_unencrypted(peer.parse().expect("an address"), &headers, &trusted)
        };
        for schemes in [
            &[b"http".as_slice()] as &[&[u8]],
            &[b"HTTP"],
            &[b"https, http"],
            &[b"http ,https"],
            &[b"https", b"\thttp "],
            &[b"\xff,http"],
            &[b"ws"],
        ] {
            assert!(plain("10.0.0.1", schemes), "{schemes:?}");
            assert!(plain("::ffff:10.0.0.1", schemes), "{schemes:?}");
            assert!(
                !plain("192.0.2.1", schemes),
                "an untrusted peer is ignored: {schemes:?}"
            );
        }
        for schemes in [
            &[] as &[&[u8]],
            &[b""],
            &[b"https"],
            &[b"HTTPS, wss"],
            &[b"h2", b"http/1.1"],
        ] {
            assert!(!plain("10.0.0.1", schemes), "{schemes:?}");
        }
    }

    #[test]
    fn an_invalid_hop_ends_the_search() {
        assert_eq!(seen("10.0.0.1", &["unknown"], "10.0.0.0/8"), "10.0.0.1");
        assert_eq!(seen("10.0.0.1", &["1.2.3.4, ,"], "10.0.0.0/8"), "10.0.0.1");
        assert_eq!(seen("10.0.0.1", &[], "10.0.0.0/8"), "10.0.0.1");
    }
}
