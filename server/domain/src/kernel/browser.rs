//! The client of a request.

use std::net::IpAddr;

/// What is known about the client of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Browser {
    /// The client's address: the peer of the socket, or what a trusted proxy reports.
    pub address: IpAddr,
    /// Browser and operating system, such as "Firefox on Linux"; derived from `User-Agent`, at most 64 characters.
    pub agent: String,
}

impl Browser {
    /// Returns the [`network`] of the address.
    pub fn network(&self) -> String {
        network(self.address)
    }

    /// Returns the IPv6 /56 and /48 that this network is part of, because a customer may get one of them; none for
    /// IPv4.
    pub fn wider_networks(&self) -> Vec<String> {
        match self.address.to_canonical() {
            IpAddr::V4(_) => Vec::new(),
            IpAddr::V6(v6) => {
                let [a, b, c, d, ..] = v6.segments();
                vec![
                    format!("{a:x}:{b:x}:{c:x}:{:x}::/56", d & 0xff00),
                    format!("{a:x}:{b:x}:{c:x}::/48"),
                ]
            }
        }
    }
}

/// Returns the network that limits are counted by: the IPv4 address, or the IPv6 /64, which is what one customer usually
/// gets.
pub fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
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
