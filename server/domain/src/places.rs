//! Where a network address is: city and country, as far as the operator's database knows them.
//!
//! A place is looked up whenever it is shown and never stored, so that a better database improves what is old as well.

use crate::kernel::label::readable;
use std::{
    fmt::Debug,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};
use terms::Language;

/// The names of a place as a database has them; empty where it has none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlaceNames {
    /// The city.
    pub city: String,
    /// The country.
    pub country: String,
}

/// A database of places.
pub trait Places: Debug + Send + Sync {
    /// Returns the names of the place of an address, in this language where the database has it, else in English.
    /// A page calls it for each row, so implementations must answer from memory.
    fn look_up(&self, address: IpAddr, language: Language) -> Option<PlaceNames>;
}

/// The database that knows no place.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoPlaces;

impl Places for NoPlaces {
    fn look_up(&self, _address: IpAddr, _language: Language) -> Option<PlaceNames> {
        None
    }
}

/// Returns the place of a stored network address, such as "Vienna, Austria", or the country alone. `None` if it is not
/// known or if the address says nothing about a place.
pub fn place(places: &dyn Places, address: &str, language: Language) -> Option<String> {
    let address = address.parse().ok().and_then(public)?;
    let names = places.look_up(address, language)?;
    match (readable(&names.city), readable(&names.country)) {
        // A city that is a country, such as Singapore.
        (Some(city), Some(country)) if city != country => Some(format!("{city}, {country}")),
        (city, country) => city.or(country),
    }
}

/// Returns the address to look up: of an IPv4-mapped one the IPv4 address. `None` if the address is used in many places:
/// a loopback, private, link-local or shared one.
fn public(address: IpAddr) -> Option<IpAddr> {
    let address = address.to_canonical();
    let public = match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    };
    public.then_some(address)
}

fn is_public_v4(v4: Ipv4Addr) -> bool {
    // 100.64.0.0/10, which providers share among customers (RFC 6598).
    let shared = matches!(v4.octets(), [100, 64..=127, ..]);
    !(shared
        || v4.is_private()
        || v4.is_loopback()
        || v4.is_link_local()
        || v4.is_unspecified()
        || v4.is_broadcast()
        || v4.is_multicast())
}

fn is_public_v6(v6: Ipv6Addr) -> bool {
    !(v6.is_unique_local()
        || v6.is_loopback()
        || v6.is_unicast_link_local()
        || v6.is_unspecified()
        || v6.is_multicast())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Knows these names for every address.
    #[derive(Debug)]
    struct Everywhere(&'static str, &'static str);

    impl Places for Everywhere {
        fn look_up(&self, _address: IpAddr, _language: Language) -> Option<PlaceNames> {
            Some(PlaceNames {
                city: self.0.into(),
                country: self.1.into(),
            })
        }
    }

    fn named(city: &'static str, country: &'static str) -> Option<String> {
        place(&Everywhere(city, country), "203.0.113.7", Language::English)
    }

    #[test]
    fn a_place_is_city_and_country_or_what_is_known_of_it() {
        assert_eq!(named("Vienna", "Austria").as_deref(), Some("Vienna, Austria"));
        assert_eq!(named("", "Austria").as_deref(), Some("Austria"));
        assert_eq!(named("Vienna", "").as_deref(), Some("Vienna"));
        assert_eq!(named("Singapore", "Singapore").as_deref(), Some("Singapore"));
        assert_eq!(named("", ""), None);
        assert_eq!(place(&NoPlaces, "203.0.113.7", Language::English), None);
    }

    #[test]
    fn an_address_that_is_used_in_many_places_is_not_looked_up() {
        let known = |address: &str| place(&Everywhere("Vienna", "Austria"), address, Language::English).is_some();
        for address in [
            "203.0.113.7",
            "100.63.0.1",
            "100.128.0.1",
            "172.32.0.1",
            "2001:db8::1",
            "::ffff:203.0.113.7",
        ] {
            assert!(known(address), "{address}");
        }
        for address in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.1.1",
            "100.64.0.1",
            "100.127.255.255",
            "0.0.0.0",
            "255.255.255.255",
            "224.0.0.1",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.1.2.3",
            "",
            "203.0.113",
            "203.0.113.7, 10.0.0.1",
        ] {
            assert!(!known(address), "{address}");
        }
    }

    #[test]
    fn names_of_the_database_are_made_readable() {
        assert_eq!(
            named("\u{202e}anneiV\n\u{7}", "  Aus\u{200b}tria ").as_deref(),
            Some("anneiV, Austria")
        );
        assert_eq!(named("\u{202e}\u{2066}\n", "\0").as_deref(), None);
    }
}
