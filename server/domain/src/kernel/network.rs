//! Networks in CIDR notation.

use ipnet::IpNet;
use std::net::IpAddr;

/// Text that should have been a network.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is neither an address nor a network such as 10.0.0.0/8")]
pub struct NotANetwork(String);

/// A network in CIDR notation, or a single address. Host bits are dropped: `10.1.2.3/8` is `10.0.0.0/8`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network(IpNet);

impl Network {
    /// Parses an address or a network; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let network: IpNet = text.parse().or_else(|_| text.parse().map(IpAddr::into)).ok()?;
        Some(Self(network.trunc()))
    }

    /// Parses a list separated by commas or white space, which may be empty.
    pub fn parse_list(text: &str) -> Result<Vec<Self>, NotANetwork> {
        let parts = text.split(|c: char| c == ',' || c.is_whitespace());
        parts
            .filter(|part| !part.is_empty())
            .map(|part| Self::parse(part).ok_or_else(|| NotANetwork(part.to_owned())))
            .collect()
    }

    /// Whether the address, or the IPv4 address that it has inside, is in this network.
    pub fn contains(&self, address: IpAddr) -> bool {
        self.0.contains(&address.to_canonical())
    }
}

impl std::fmt::Display for Network {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_contain_their_addresses() {
        let contains = |network: &str, address: &str| {
            let network = Network::parse(network).expect("a network");
            network.contains(address.parse().expect("an address"))
        };
        assert!(contains("10.1.2.3/8", "10.9.9.9") && !contains("10.0.0.0/8", "11.0.0.0"));
        assert!(contains("192.0.2.7", "192.0.2.7") && !contains("192.0.2.7", "192.0.2.8"));
        assert!(contains("192.0.2.0/24", "::ffff:192.0.2.7"));
        assert!(contains("0.0.0.0/0", "255.255.255.255") && !contains("0.0.0.0/0", "::1"));
        assert!(contains("2001:db8::/32", "2001:db8:1::1") && !contains("2001:db8::/32", "192.0.2.7"));
    }

    #[test]
    fn what_is_shown_is_read_again() {
        for (typed, shown) in [
            ("10.1.2.3/8", "10.0.0.0/8"),
            ("192.0.2.7", "192.0.2.7/32"),
            ("2001:DB8::1/64", "2001:db8::/64"),
        ] {
            let network = Network::parse(typed).expect("a network");
            assert_eq!(network.to_string(), shown);
            assert_eq!(Network::parse(shown), Some(network));
        }
        assert_eq!(Network::parse_list(" 10.0.0.0/8,\n::1 ").map(|list| list.len()), Ok(2));
        assert_eq!(Network::parse_list("::1, x"), Err(NotANetwork("x".to_owned())));
        for bad in ["", "10.0.0.0/33", "10.0.0", "example.com", "10.0.0.0/8 ", "::/129"] {
            assert_eq!(Network::parse(bad), None, "{bad}");
        }
    }
}
