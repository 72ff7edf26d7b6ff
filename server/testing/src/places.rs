//! MMDB files of places for tests, by the format's specification 2.0 (<https://maxmind.github.io/MaxMind-DB/>).

use std::net::IpAddr;

/// Names by language, such as `("en", "Vienna")`.
type Names<'a> = &'a [(&'a str, &'a str)];

/// The separator between the search tree and the data.
const SEPARATOR: [u8; 16] = [0; 16];
const MARKER: &[u8] = b"\xab\xcd\xefMaxMind.com";

/// The types of values that are written.
const TEXT: usize = 2;
const UINT16: usize = 5;
const UINT32: usize = 6;
const MAP: usize = 7;
const UINT64: usize = 9;
const ARRAY: usize = 11;

/// A node of the search tree: what follows a bit 0 and a bit 1.
type Node = [Option<Branch>; 2];

#[derive(Clone, Copy)]
enum Branch {
    Node(usize),
    /// A record, by its place in the data.
    Data(usize),
}

/// The contents of an MMDB file.
#[derive(Clone, Debug)]
pub struct MmdbPlan {
    kind: String,
    /// Address and length of each network as one of IPv6, and its record.
    networks: Vec<(u128, usize, Vec<u8>)>,
}

impl Default for MmdbPlan {
    fn default() -> Self {
        Self::of_type("GeoLite2-City")
    }
}

impl MmdbPlan {
    /// Plans a file of this type, without networks.
    pub fn of_type(kind: &str) -> Self {
        Self {
            kind: kind.to_owned(),
            networks: Vec::new(),
        }
    }

    /// Adds a network such as `203.0.113.0/24`, which no other may overlap, with the names of its city and its country.
    #[must_use]
    pub fn with(self, network: &str, city: Names<'_>, country: Names<'_>) -> Self {
        let named = |names: Names<'_>| {
            let names: Vec<_> = names.iter().map(|(language, name)| (*language, text(name))).collect();
            map(&[("names", map(&names))])
        };
        self.with_record(network, map(&[("city", named(city)), ("country", named(country))]))
    }

    /// Adds a network whose city is a text, as no database of places has it.
    #[must_use]
    pub fn with_other_form(self, network: &str) -> Self {
        self.with_record(network, map(&[("city", text("Vienna"))]))
    }

    fn with_record(mut self, network: &str, record: Vec<u8>) -> Self {
        let (address, length) = network.split_once('/').unwrap();
        let length: usize = length.parse().unwrap();
        let (bits, length) = match address.parse().unwrap() {
            IpAddr::V4(v4) => (u128::from(u32::from(v4)), length + 96),
            IpAddr::V6(v6) => (u128::from(v6), length),
        };
        self.networks.push((bits, length, record));
        self
    }

    /// Opens it as the server opens a file.
    #[cfg(feature = "web")]
    pub fn open(&self) -> server::places::PlacesFile {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("city.mmdb");
        std::fs::write(&path, self.to_bytes()).unwrap();
        server::places::PlacesFile::open(&path).unwrap()
    }

    /// Writes the file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let (mut nodes, mut data) = (vec![Node::default()], Vec::new());
        for (bits, length, record) in &self.networks {
            insert(&mut nodes, *bits, *length, Branch::Data(data.len()));
            data.extend_from_slice(record);
        }
        let mut file = Vec::new();
        for branch in nodes.iter().flatten() {
            let target = match branch {
                // The number of nodes means that nothing is known.
                None => nodes.len(),
                Some(Branch::Node(at)) => *at,
                Some(Branch::Data(at)) => nodes.len() + SEPARATOR.len() + at,
            };
            file.extend_from_slice(&u32::try_from(target).unwrap().to_be_bytes());
        }
        [file.as_slice(), &SEPARATOR, &data, MARKER, &self.metadata(nodes.len())].concat()
    }

    fn metadata(&self, nodes: usize) -> Vec<u8> {
        map(&[
            ("binary_format_major_version", number(UINT16, 2)),
            ("binary_format_minor_version", number(UINT16, 0)),
            ("build_epoch", number(UINT64, 1_700_000_000)),
            ("database_type", text(&self.kind)),
            ("description", map(&[("en", text("Places for tests"))])),
            ("ip_version", number(UINT16, 6)),
            ("languages", array(&[text("en"), text("de")])),
            ("node_count", number(UINT32, nodes)),
            ("record_size", number(UINT16, 32)),
        ])
    }
}

/// Leads the first `length` bits to `end`.
fn insert(nodes: &mut Vec<Node>, bits: u128, length: usize, end: Branch) {
    let mut at = 0;
    for depth in 0..length {
        let bit = usize::from(bits >> (127 - depth) & 1 == 1);
        if depth + 1 == length {
            nodes[at][bit] = Some(end);
            return;
        }
        at = match nodes[at][bit] {
            Some(Branch::Node(next)) => next,
            Some(Branch::Data(_)) => panic!("networks overlap"),
            None => {
                nodes.push(Node::default());
                nodes[at][bit] = Some(Branch::Node(nodes.len() - 1));
                nodes.len() - 1
            }
        };
    }
}

/// Writes the control bytes of a value: its type and its size.
fn control(kind: usize, size: usize) -> Vec<u8> {
    let (bits, more): (usize, &[u8]) = match size {
        0..29 => (size, &[]),
        29..285 => (29, &(size - 29).to_be_bytes()[7..]),
        _ => (30, &(size - 285).to_be_bytes()[6..]),
    };
    let byte = |value: usize| u8::try_from(value).unwrap();
    match kind {
        // Types from 8 on are in a byte of their own.
        8.. => [&[byte(bits), byte(kind - 7)], more].concat(),
        _ => [&[byte(kind << 5 | bits)], more].concat(),
    }
}

fn text(value: &str) -> Vec<u8> {
    [control(TEXT, value.len()), value.as_bytes().to_vec()].concat()
}

fn number(kind: usize, value: usize) -> Vec<u8> {
    let bytes: Vec<u8> = value.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
    [control(kind, bytes.len()), bytes].concat()
}

fn map(entries: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let entries: Vec<_> = entries
        .iter()
        .map(|(key, value)| [text(key), value.clone()].concat())
        .collect();
    [control(MAP, entries.len()), entries.concat()].concat()
}

fn array(items: &[Vec<u8>]) -> Vec<u8> {
    [control(ARRAY, items.len()), items.concat()].concat()
}
