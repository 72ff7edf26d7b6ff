//! What a program may do (RFC 6749 section 3.3).

use terms::{Field, Problem, Rejection, Scope};

/// A set of scopes, in the order of [`Scope::ALL`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scopes(Vec<Scope>);

impl Scopes {
    /// Parses scopes separated by spaces. At least one is needed.
    ///
    /// # Errors
    /// `Invalid(Scopes)`.
    pub fn chosen(text: &str) -> Result<Self, Rejection> {
        let invalid = |problem| Rejection::Invalid(Field::Scopes, problem);
        let names = text.split(' ').filter(|name| !name.is_empty());
        let chosen: Option<Vec<_>> = names.map(Scope::parse).collect();
        match chosen {
            None => Err(invalid(Problem::Malformed)),
            Some(chosen) if chosen.is_empty() => Err(invalid(Problem::Missing)),
            Some(chosen) => Ok(Self::sorted(&chosen)),
        }
    }

    /// Reads scopes from the store. One that this version does not know grants nothing.
    pub fn from_store(text: &str) -> Self {
        let known: Vec<_> = text.split(' ').filter_map(Scope::parse).collect();
        Self::sorted(&known)
    }

    fn sorted(scopes: &[Scope]) -> Self {
        Self(
            Scope::ALL
                .iter()
                .filter(|scope| scopes.contains(scope))
                .copied()
                .collect(),
        )
    }

    /// Whether this scope is one of them.
    pub fn has(&self, scope: Scope) -> bool {
        self.0.contains(&scope)
    }

    /// Returns the scopes.
    pub fn iter(&self) -> impl Iterator<Item = Scope> {
        self.0.iter().copied()
    }
}

/// The names, separated by spaces.
impl std::fmt::Display for Scopes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<_> = self.iter().map(Scope::as_str).collect();
        f.write_str(&names.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_a_set_of_known_names() {
        let chosen = Scopes::chosen(" devices  me me ").expect("scopes");
        assert_eq!(chosen.to_string(), "me devices");
        assert!(chosen.has(Scope::Me) && !chosen.has(Scope::Activity));
        for (text, problem) in [
            ("", Problem::Missing),
            (" ", Problem::Missing),
            ("me *", Problem::Malformed),
            ("Me", Problem::Malformed),
        ] {
            assert_eq!(
                Scopes::chosen(text),
                Err(Rejection::Invalid(Field::Scopes, problem)),
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_scope_of_another_version_grants_nothing() {
        assert_eq!(Scopes::from_store("fly me").to_string(), "me");
        assert_eq!(Scopes::from_store(""), Scopes::default());
    }
}
