//! What a program may do (RFC 6749 section 3.3): our own scopes, and those of the operator's API.

use std::collections::BTreeMap;
use terms::{Field, Problem, Rejection, Scope};

/// Maximum length of an operator's scope, in characters.
const NAME_MAX: usize = 64;
/// Maximum number of an operator's scopes.
const SCOPES_MAX: usize = 100;
/// Maximum length of scopes as text, in characters.
pub const TEXT_MAX: usize = (SCOPES_MAX + Scope::ALL.len()) * (NAME_MAX + 1);
/// The bounds of [`ScopeRule::max_mfa_age`], in seconds. A token lives at most as long.
const AGES: std::ops::RangeInclusive<i64> = 30..=crate::tokens::token::LIFE_MAX;

/// A set of scopes: ours in the order of [`Scope::ALL`], then those of the operator by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scopes {
    ours: Vec<Scope>,
    operators: Vec<String>,
}

/// The scopes of the operator's API, from the settings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OperatorScopes(BTreeMap<String, ScopeRule>);

/// What a scope of the operator demands besides being there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScopeRule {
    /// How long ago the second factor may have been proved at most, in seconds.
    pub max_mfa_age: Option<i64>,
    /// Whether a person approves each use. No key and no purchased token has such a scope.
    pub approval: bool,
}

impl Scopes {
    /// Parses scopes separated by spaces. At least one is needed.
    ///
    /// # Errors
    /// `Invalid(Scopes)`, also for a scope that neither we nor the operator has.
    pub fn chosen(text: &str, operators: &OperatorScopes) -> Result<Self, Rejection> {
        let invalid = |problem| Rejection::Invalid(Field::Scopes, problem);
        let names = || text.split(' ').filter(|name| !name.is_empty());
        if names().any(|name| Scope::parse(name).is_none() && operators.rule(name).is_none()) {
            return Err(invalid(Problem::Malformed));
        }
        match names().next() {
            Some(_) => Ok(Self::of(names())),
            None => Err(invalid(Problem::Missing)),
        }
    }

    /// Reads scopes from the store. One that the settings no longer have is kept and grants nothing: what asks for it asks
    /// [`OperatorScopes::rule`], too.
    pub fn from_store(text: &str) -> Self {
        Self::of(text.split(' ').filter(|name| is_name(name)))
    }

    /// Returns all scopes that a key may have.
    pub fn all(operators: &OperatorScopes) -> Self {
        Self {
            ours: Scope::ALL.to_vec(),
            operators: operators.of_keys().map(str::to_owned).collect(),
        }
    }

    fn of<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let names: std::collections::BTreeSet<_> = names.collect();
        let ours = Scope::ALL.iter().filter(|scope| names.contains(scope.as_str()));
        let operators = names.iter().filter(|name| Scope::parse(name).is_none());
        Self {
            ours: ours.copied().collect(),
            operators: operators.map(|name| (*name).to_owned()).collect(),
        }
    }

    /// Whether this scope is one of them.
    pub fn has(&self, name: &str) -> bool {
        self.names().any(|known| known == name)
    }

    /// Whether the other set has all of these.
    pub fn within(&self, other: &Self) -> bool {
        self.names().all(|name| other.has(name))
    }

    /// Returns the names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let ours = self.ours.iter().map(|scope| scope.as_str());
        ours.chain(self.operators.iter().map(String::as_str))
    }
}

/// The names, separated by spaces.
impl std::fmt::Display for Scopes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<_> = self.names().collect();
        f.write_str(&names.join(" "))
    }
}

impl OperatorScopes {
    /// Parses scopes with their rules, separated by commas: `servers:read, servers:write max_mfa_age=300, servers:delete
    /// approval`.
    ///
    /// # Errors
    /// The text that is shown to the operator.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut scopes = BTreeMap::new();
        for scope in text.split(',').map(str::trim).filter(|scope| !scope.is_empty()) {
            let (name, rules) = scope.split_once(' ').unwrap_or((scope, ""));
            let (name, rule) = (own_name(name)?, ScopeRule::parse(name, rules)?);
            if scopes.insert(name.to_owned(), rule).is_some() {
                return Err(format!("“{name}” is there twice"));
            }
        }
        if scopes.len() > SCOPES_MAX {
            return Err(format!("are more than {SCOPES_MAX} scopes"));
        }
        Ok(Self(scopes))
    }

    /// Returns the rule of a scope; `None` if the operator has none of this name.
    pub fn rule(&self, name: &str) -> Option<ScopeRule> {
        self.0.get(name).copied()
    }

    /// Whether any scope needs approval.
    pub fn need_persons(&self) -> bool {
        self.0.values().any(|rule| rule.approval)
    }

    /// Returns the scopes that a key may have: those that need no approval.
    pub fn of_keys(&self) -> impl Iterator<Item = &str> {
        let of_keys = self.0.iter().filter(|(_, rule)| !rule.approval);
        of_keys.map(|(name, _)| name.as_str())
    }
}

impl ScopeRule {
    fn parse(scope: &str, text: &str) -> Result<Self, String> {
        let mut rule = Self::default();
        for part in text.split(' ').filter(|part| !part.is_empty()) {
            match part.split_once('=').unwrap_or((part, "true")) {
                ("approval", "true") => rule.approval = true,
                ("approval", "false") => rule.approval = false,
                ("max_mfa_age", seconds) => {
                    let age = seconds.parse().ok().filter(|age| AGES.contains(age));
                    rule.max_mfa_age = Some(age.ok_or_else(|| {
                        let (least, most) = (AGES.start(), AGES.end());
                        format!("max_mfa_age of “{scope}” is a number of seconds from {least} to {most}")
                    })?);
                }
                _ => {
                    return Err(format!(
                        "“{part}” of “{scope}” is neither max_mfa_age=SECONDS nor approval"
                    ));
                }
            }
        }
        Ok(rule)
    }
}

/// Checks the name of an operator's scope.
fn own_name(name: &str) -> Result<&str, String> {
    if !is_name(name) {
        return Err(format!(
            "“{name}” is no name of a scope: it has a to z, 0 to 9 and . _ : -, begins with a letter and has at most \
             {NAME_MAX} characters"
        ));
    }
    match Scope::parse(name) {
        None => Ok(name),
        Some(_) => Err(format!("“{name}” is a scope of Twofold itself")),
    }
}

fn is_name(name: &str) -> bool {
    let mut bytes = name.bytes();
    name.len() <= NAME_MAX
        && bytes.next().is_some_and(|first| first.is_ascii_lowercase())
        && bytes.all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b':' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operators(text: &str) -> OperatorScopes {
        OperatorScopes::parse(text).expect("scopes")
    }

    #[test]
    fn scopes_are_a_set_of_known_names() {
        let none = OperatorScopes::default();
        let chosen = Scopes::chosen(" devices  me me ", &none).expect("scopes");
        assert_eq!(chosen.to_string(), "me devices");
        assert!(chosen.has("me") && !chosen.has("activity"));
        for (text, problem) in [
            ("", Problem::Missing),
            (" ", Problem::Missing),
            ("me *", Problem::Malformed),
            ("Me", Problem::Malformed),
            ("me servers:read", Problem::Malformed),
        ] {
            let refused = Err(Rejection::Invalid(Field::Scopes, problem));
            assert_eq!(Scopes::chosen(text, &none), refused, "{text:?}");
        }
        let some = operators("servers:write, servers:read");
        let chosen = Scopes::chosen("servers:write me servers:read", &some).expect("scopes");
        assert_eq!(chosen.to_string(), "me servers:read servers:write");
        assert!(Scopes::from_store("servers:read").within(&chosen) && !chosen.within(&Scopes::from_store("me")));
    }

    #[test]
    fn what_the_store_has_is_kept_as_long_as_it_is_a_name() {
        assert_eq!(Scopes::from_store("fly me <b>").to_string(), "me fly");
        assert_eq!(Scopes::from_store(""), Scopes::default());
    }

    #[test]
    fn an_operator_s_scopes_have_rules() {
        let scopes = operators("servers:read,servers:write  max_mfa_age=300 , servers:delete approval max_mfa_age=60,");
        let rule = |max_mfa_age, approval| Some(ScopeRule { max_mfa_age, approval });
        assert_eq!(scopes.rule("servers:read"), rule(None, false));
        assert_eq!(scopes.rule("servers:write"), rule(Some(300), false));
        assert_eq!(scopes.rule("servers:delete"), rule(Some(60), true));
        assert_eq!(scopes.rule("me"), None);
        assert_eq!(scopes.of_keys().collect::<Vec<_>>(), ["servers:read", "servers:write"]);
        let all = Scopes::all(&scopes);
        assert!(all.has("me") && all.has("servers:write") && !all.has("servers:delete"));
    }

    #[test]
    fn a_bad_scope_is_named_with_its_fault() {
        for (text, fault) in [
            ("me", "is a scope of Twofold itself"),
            ("Servers", "is no name of a scope"),
            ("a, b\"c", "is no name of a scope"),
            (&"a".repeat(65), "is no name of a scope"),
            ("a, a", "“a” is there twice"),
            ("a max_mfa_age=29", "“a” is a number of seconds from 30 to 43200"),
            ("a max_mfa_age=", "from 30 to 43200"),
            ("a approval=yes", "neither max_mfa_age"),
            ("a fast", "“fast” of “a” is neither max_mfa_age=SECONDS nor approval"),
        ] {
            let found = OperatorScopes::parse(text).expect_err(text);
            assert!(found.contains(fault), "{text}: {found}");
        }
        let many: Vec<_> = (0..=SCOPES_MAX).map(|n| format!("s{n}")).collect();
        assert_eq!(
            OperatorScopes::parse(&many.join(",")),
            Err("are more than 100 scopes".to_owned())
        );
    }
}
