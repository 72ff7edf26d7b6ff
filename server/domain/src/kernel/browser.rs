//! Who is at the other end of a request, as far as it can be told.

use std::net::IpAddr;

/// The client of one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Browser {
    /// The client's address: the socket's peer, or what a trusted proxy says.
    pub address: IpAddr,
    /// Browser and system in words, such as "Firefox on Linux"; derived from `User-Agent`, at most 64 characters.
    pub agent: String,
}

impl Browser {
    /// The network that limits count by: an IPv4 address, or an IPv6 /64 (one customer's usual share).
    pub fn network(&self) -> String {
        match self.address.to_canonical() {
            IpAddr::V4(v4) => v4.to_string(),
            IpAddr::V6(v6) => {
                let [a, b, c, d, ..] = v6.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks() {
        let network = |text: &str| {
            Browser {
                address: text.parse().expect("an address"),
                agent: String::new(),
            }
            .network()
        };
        assert_eq!(network("192.0.2.7"), "192.0.2.7");
        assert_eq!(network("::ffff:192.0.2.7"), "192.0.2.7");
        assert_eq!(network("2001:db8:1:2:3::4"), network("2001:db8:1:2:ffff::1"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
    }
}
