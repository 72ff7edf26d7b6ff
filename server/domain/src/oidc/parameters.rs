//! The parameters of a request.

use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// Parameters by name, each of which came once. They may be secrets.
#[derive(Default)]
pub struct Parameters(BTreeMap<String, Zeroizing<String>>);

terms::redacted!(Parameters);

impl Parameters {
    /// Collects parameters; `None` if one is repeated. One without value counts as missing (RFC 6749 section 3.1).
    pub fn read(pairs: impl IntoIterator<Item = (String, String)>) -> Option<Self> {
        let mut read = BTreeMap::new();
        for (name, value) in pairs {
            if read.insert(name, Zeroizing::new(value)).is_some() {
                return None;
            }
        }
        read.retain(|_, value| !value.is_empty());
        Some(Self(read))
    }

    /// Returns the value of this parameter.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|value| value.as_str())
    }

    /// Returns the length of all names and values, in bytes.
    pub fn bytes(&self) -> usize {
        self.0.iter().map(|(name, value)| name.len() + value.len()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Option<Parameters> {
        let pairs = pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Parameters::read(pairs)
    }

    #[test]
    fn a_parameter_comes_once_and_an_empty_one_is_missing() {
        let parameters = read(&[("a", "1"), ("b", "")]).expect("parameters");
        assert_eq!((parameters.get("a"), parameters.get("b")), (Some("1"), None));
        assert_eq!(parameters.bytes(), 2);
        for twice in [[("a", "1"), ("a", "1")], [("a", ""), ("a", "1")]] {
            assert!(read(&twice).is_none());
        }
    }
}
