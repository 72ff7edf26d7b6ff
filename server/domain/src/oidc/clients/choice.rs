//! What was chosen for an app, by an owner or admin or by the operator.

use super::{
    backchannel::{self, Owner},
    client::{Acr, Audience, Authentication, Client, SigningAlgorithm, URIS_MAX},
    key_set,
    redirect::{LogoutUri, RedirectUri},
};
use crate::kernel::{email::Email, label::Label};
use terms::{Field, Problem, Rejection};
use url::Url;

/// Maximum number of members for whom an app is chosen by name.
pub const CHOSEN_MAX: usize = 100;

/// What was typed for an app. Lists have one value a line.
#[derive(Clone, Copy, Debug, Default)]
pub struct ClientForm<'a> {
    /// The name.
    pub name: &'a str,
    /// How it proves itself: [`Kind`].
    pub kind: &'a str,
    /// Its JSON Web Key Set, if it proves itself with keys.
    pub key_set: &'a str,
    /// Where people may be sent back to.
    pub redirect_uris: &'a str,
    /// Where people may be sent after a sign-out.
    pub logout_uris: &'a str,
    /// Where it is told of the end of a session; nothing if it is not.
    pub backchannel_uri: &'a str,
    /// Who may use it: [`Audience`].
    pub audience: &'a str,
    /// The addresses of those for whom it is chosen.
    pub members: &'a str,
    /// Whether people are asked: [`ASK`], [`SKIP`].
    pub consent: &'a str,
    /// What has to be proved at least: [`Acr`].
    pub least: &'a str,
    /// The algorithm of its ID tokens: [`SigningAlgorithm`].
    pub algorithm: &'a str,
}

/// The value of [`ClientForm::consent`] if people are asked.
pub const ASK: &str = "ask";
/// The value of [`ClientForm::consent`] if they are not.
pub const SKIP: &str = "skip";

/// How an app is to prove itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Not at all.
    Public,
    /// With a secret, which this server makes.
    Secret,
    /// With keys of its own.
    Keys(String),
}

/// What was chosen for an app, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientChoice {
    /// The name.
    pub name: Label,
    /// How it proves itself.
    pub kind: Kind,
    /// Where people may be sent back to.
    pub redirect_uris: Vec<RedirectUri>,
    /// Where people may be sent after a sign-out.
    pub logout_uris: Vec<LogoutUri>,
    /// Where it is told of the end of a session.
    pub backchannel_uri: Option<String>,
    /// Who may use it.
    pub audience: Audience,
    /// The addresses of those for whom it is chosen, without repetitions; none unless the audience is [`Audience::Chosen`].
    pub members: Vec<Email>,
    /// Whether people are asked.
    pub consent: bool,
    /// What has to be proved at least.
    pub least: Acr,
    /// The algorithm of its ID tokens.
    pub algorithm: SigningAlgorithm,
}

impl ClientForm<'_> {
    /// Checks what was typed.
    ///
    /// # Errors
    /// `Invalid` in the field that is wrong.
    pub fn parse(&self, owner: Owner) -> Result<ClientChoice, Rejection> {
        let audience = chosen(Field::Audience, Audience::parse(self.audience))?;
        Ok(ClientChoice {
            name: Label::parse_in(Field::AppName, self.name)?,
            kind: self.kind()?,
            redirect_uris: self.redirect_uris()?,
            logout_uris: uris(Field::LogoutUris, self.logout_uris, LogoutUri::parse)?,
            backchannel_uri: backchannel::parse(self.backchannel_uri, owner)
                .map_err(|problem| Rejection::Invalid(Field::BackchannelUri, problem))?,
            members: match audience {
                Audience::Chosen => members(self.members)?,
                Audience::Everyone | Audience::Managers => Vec::new(),
            },
            audience,
            consent: match self.consent {
                ASK => true,
                SKIP => false,
                _ => return Err(Rejection::Invalid(Field::Consent, Problem::Malformed)),
            },
            least: chosen(Field::LeastProof, Acr::parse(self.least))?,
            algorithm: chosen(Field::Algorithm, SigningAlgorithm::parse(self.algorithm))?,
        })
    }

    fn kind(&self) -> Result<Kind, Rejection> {
        match self.kind {
            "public" => Ok(Kind::Public),
            "secret" => Ok(Kind::Secret),
            "keys" => {
                let keys = key_set::parse(self.key_set);
                keys.map(Kind::Keys)
                    .map_err(|problem| Rejection::Invalid(Field::KeySet, problem))
            }
            _ => Err(Rejection::Invalid(Field::AppKind, Problem::Malformed)),
        }
    }

    fn redirect_uris(&self) -> Result<Vec<RedirectUri>, Rejection> {
        let uris = uris(Field::RedirectUris, self.redirect_uris, RedirectUri::parse)?;
        match uris.is_empty() {
            true => Err(Rejection::Invalid(Field::RedirectUris, Problem::Missing)),
            false => Ok(uris),
        }
    }
}

impl Authentication {
    /// Returns the text form of the kind.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::None => "public",
            Self::Secret(_) => "secret",
            Self::Keys(_) => "keys",
        }
    }
}

impl Client {
    /// Returns the host that people come back to first or, for a native app, its scheme.
    pub fn leads_to(&self) -> String {
        let first = self.redirect_uris.first().and_then(|uri| Url::parse(uri.as_str()).ok());
        let host = first.map(|url| url.host_str().unwrap_or(url.scheme()).to_owned());
        host.unwrap_or_default()
    }

    /// Returns the same app as it was chosen anew. A secret stays if the app goes on with one.
    pub(super) fn with(&self, choice: ClientChoice, authentication: Authentication) -> Self {
        Self {
            id: self.id.clone(),
            account: self.account.clone(),
            name: choice.name,
            authentication,
            redirect_uris: choice.redirect_uris,
            logout_uris: choice.logout_uris,
            backchannel_uri: choice.backchannel_uri,
            audience: choice.audience,
            consent: choice.consent,
            least: choice.least,
            algorithm: choice.algorithm,
            created_at: self.created_at,
        }
    }
}

/// Returns the lines of a list that are not empty.
pub fn lines(typed: &str) -> impl Iterator<Item = &str> {
    typed.lines().map(str::trim).filter(|line| !line.is_empty())
}

fn chosen<T>(field: Field, value: Option<T>) -> Result<T, Rejection> {
    value.ok_or(Rejection::Invalid(field, Problem::Malformed))
}

/// Parses addresses of which each counts once. One that is too long is malformed: `TooLong` says that there are too many.
fn uris<T: PartialEq>(field: Field, typed: &str, parse: fn(&str) -> Result<T, Problem>) -> Result<Vec<T>, Rejection> {
    let mut uris = Vec::new();
    for line in lines(typed) {
        let uri = chosen(field, parse(line).ok())?;
        if !uris.contains(&uri) {
            uris.push(uri);
        }
    }
    match uris.len() > URIS_MAX {
        true => Err(Rejection::Invalid(field, Problem::TooLong)),
        false => Ok(uris),
    }
}

fn members(typed: &str) -> Result<Vec<Email>, Rejection> {
    let mut members: Vec<Email> = Vec::new();
    for line in lines(typed) {
        let email = chosen(Field::Chosen, Email::parse(line).ok())?;
        if members.iter().all(|other| other.key() != email.key()) {
            members.push(email);
        }
    }
    match members.len() {
        0 => Err(Rejection::Invalid(Field::Chosen, Problem::Missing)),
        1..=CHOSEN_MAX => Ok(members),
        _ => Err(Rejection::Invalid(Field::Chosen, Problem::TooLong)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: ClientForm<'static> = ClientForm {
        name: "Wiki",
        kind: "secret",
        key_set: "",
        redirect_uris: "https://wiki.example/callback\r\n\r\n https://wiki.example/callback \nhttp://127.0.0.1/cb",
        logout_uris: "",
        backchannel_uri: "",
        audience: "everyone",
        members: "",
        consent: ASK,
        least: "pwd",
        algorithm: "RS256",
    };

    fn wrong(form: ClientForm<'_>) -> Option<(Field, Problem)> {
        match form.parse(Owner::Account) {
            Err(Rejection::Invalid(field, problem)) => Some((field, problem)),
            _ => None,
        }
    }

    #[test]
    fn a_list_has_each_address_once() {
        let choice = FORM.parse(Owner::Account).expect("an app");
        let uris: Vec<_> = choice.redirect_uris.iter().map(RedirectUri::as_str).collect();
        assert_eq!(uris, ["https://wiki.example/callback", "http://127.0.0.1/cb"]);
        assert!(choice.consent && choice.members.is_empty() && choice.backchannel_uri.is_none());
        let members = ClientForm {
            audience: "chosen",
            members: "ana@example.com\nANA@example.com\nben@example.com",
            ..FORM
        };
        assert_eq!(members.parse(Owner::Account).expect("an app").members.len(), 2);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_field() {
        use Problem::{Malformed, Missing, TooLong};
        let many: String = (0..11).map(|n| format!("https://a.example/{n}\n")).collect();
        let crowd: String = (0..101).map(|n| format!("m{n}@example.com\n")).collect();
        let long = format!("https://a.example/{}", "a".repeat(600));
        let chosen = ClientForm {
            audience: "chosen",
            ..FORM
        };
        #[rustfmt::skip]
        let cases = [
            (ClientForm { name: " ", ..FORM }, Field::AppName, Missing),
            (ClientForm { name: &"a".repeat(65), ..FORM }, Field::AppName, TooLong),
            (ClientForm { kind: "none", ..FORM }, Field::AppKind, Malformed),
            (ClientForm { kind: "keys", ..FORM }, Field::KeySet, Missing),
            (ClientForm { redirect_uris: "\n", ..FORM }, Field::RedirectUris, Missing),
            (ClientForm { redirect_uris: "http://a.example/", ..FORM }, Field::RedirectUris, Malformed),
            (ClientForm { redirect_uris: &long, ..FORM }, Field::RedirectUris, Malformed),
            (ClientForm { redirect_uris: &many, ..FORM }, Field::RedirectUris, TooLong),
            (ClientForm { logout_uris: "https://a.example/#x", ..FORM }, Field::LogoutUris, Malformed),
            (ClientForm { logout_uris: &many, ..FORM }, Field::LogoutUris, TooLong),
            (ClientForm { backchannel_uri: "http://a.example/", ..FORM }, Field::BackchannelUri, Malformed),
            (ClientForm { audience: "all", ..FORM }, Field::Audience, Malformed),
            (chosen, Field::Chosen, Missing),
            (ClientForm { members: "ana", ..chosen }, Field::Chosen, Malformed),
            (ClientForm { members: &crowd, ..chosen }, Field::Chosen, TooLong),
            (ClientForm { consent: "true", ..FORM }, Field::Consent, Malformed),
            (ClientForm { least: "hwk", ..FORM }, Field::LeastProof, Malformed),
            (ClientForm { algorithm: "none", ..FORM }, Field::Algorithm, Malformed),
        ];
        for (form, field, problem) in cases {
            assert_eq!(wrong(form), Some((field, problem)), "{form:?}");
        }
        assert_eq!(wrong(FORM), None);
    }
}
