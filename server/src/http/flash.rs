//! The flash: what a plain form that failed passes to its page, which is the error and the input, but never a secret.
//!
//! It is sealed in the cookie `__Host-flash` for a minute and read once. It is not in the URL, because anyone could
//! craft such a link.

use super::Web;
use app::wire::{
    cookies::{Cookie, FLASH_LIFE},
    ssr::Flash,
};
use data_encoding::BASE64URL_NOPAD;
use domain::{
    Timestamp,
    kernel::seal::{AssociatedData, Sealed},
};
use http::{HeaderMap, HeaderValue};
use serde::{Deserialize, Serialize};
use terms::{Field, Problem, Rejection};

/// Maximum length of the cookie's value; browsers drop cookies above 4 KiB.
const MAX_BYTES: usize = 2048;
const ASSOCIATED_DATA: AssociatedData<'static> = AssociatedData {
    table: "flash",
    column: "cookie",
    row: "",
    owner: "",
};
/// The fields whose input is shown again. All others count as secret.
const FIELDS: [&str; 33] = [
    "email",
    "name",
    "device_name",
    "key_name",
    "scopes[]",
    "days",
    "networks",
    "algorithm",
    "digits",
    "next",
    "id",
    "lost",
    "device",
    "asks_every_call",
    "every_call",
    "by_link",
    "changes_security",
    "renew[]",
    "role",
    "keys",
    "choice",
    "reason",
    "trust",
    "app_name",
    "kind",
    KEY_SET,
    "redirect_uris",
    "logout_uris",
    "backchannel_uri",
    "audience",
    "members",
    "consent",
    "least",
];

/// The field into which public keys are pasted.
const KEY_SET: &str = "key_set";
const PRIVATE_KEY: Rejection = Rejection::Invalid(Field::KeySet, Problem::PrivateKey);

#[derive(Serialize, Deserialize)]
struct Kept {
    until: Timestamp,
    flash: Flash,
}

/// Returns the fields of a form (`application/x-www-form-urlencoded`) that may be shown again.
pub(super) fn fields(body: &[u8]) -> Vec<(String, String)> {
    let pairs = form_urlencoded::parse(body).filter(|(name, _)| FIELDS.contains(&name.as_ref()));
    pairs
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect()
}

/// Returns the `Set-Cookie` that passes `flash` to the next page, without its longest fields if they do not fit. A private key
/// that was pasted is a secret.
pub(super) fn keep(web: &Web, mut flash: Flash, now: Timestamp) -> Option<HeaderValue> {
    if flash.error.rejection() == Some(&PRIVATE_KEY) {
        flash.fields.retain(|(name, _)| name != KEY_SET);
    }
    loop {
        let value = sealed(web, &flash, now)?;
        if value.len() <= MAX_BYTES {
            return Cookie::Flash.set(&value, web.transport());
        }
        let longest =
            (0..flash.fields.len()).max_by_key(|n| flash.fields.get(*n).map_or(0, |(_, value)| value.len()))?;
        flash.fields.remove(longest);
    }
}

fn sealed(web: &Web, flash: &Flash, now: Timestamp) -> Option<String> {
    let kept = Kept {
        until: now.plus(FLASH_LIFE),
        flash: flash.clone(),
    };
    let plain = serde_json::to_vec(&kept).ok()?;
    let sealed = web.vault.seal(&plain, ASSOCIATED_DATA, web.entropy.as_ref()).ok()?;
    Some(BASE64URL_NOPAD.encode(&sealed.0))
}

/// Returns the `Set-Cookie` that removes the flash.
pub(super) fn forget(web: &Web) -> Option<HeaderValue> {
    Cookie::Flash.clear(web.transport())
}

/// Whether the request has a flash cookie, valid or not.
pub(super) fn is_present(web: &Web, headers: &HeaderMap) -> bool {
    Cookie::Flash.read(headers, web.transport()).is_some()
}

/// Returns the flash in the request's cookie, if it is authentic and not expired.
pub(super) fn read(web: &Web, headers: &HeaderMap, now: Timestamp) -> Option<Flash> {
    let value = Cookie::Flash.read(headers, web.transport())?;
    let sealed = Sealed(BASE64URL_NOPAD.decode(value.as_bytes()).ok()?);
    let plain = web.vault.open(&sealed, ASSOCIATED_DATA).ok()?;
    let kept: Kept = serde_json::from_slice(&plain).ok()?;
    (now < kept.until).then_some(kept.flash)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{config::Origin, entropy::OsEntropy};
    use app::wire::error::ApiError;
    use domain::kernel::seal::{Key, Vault};
    use http::header;
    use std::sync::Arc;

    fn web() -> Web {
        let (id, secret) = Key::generate(&OsEntropy);
        let vault = Vault::new(Key::parse(&id, &secret).expect("a key"), Vec::new());
        Web::new(
            Origin::parse("http://localhost").expect("an origin"),
            Vec::new(),
            Arc::new(vault),
            Arc::new(OsEntropy),
        )
    }

    fn flash(fields: &[u8]) -> Flash {
        Flash {
            form: "/ui/sign-in".into(),
            error: ApiError::Internal,
            fields: super::fields(fields),
        }
    }

    fn sent_back(set_cookie: &HeaderValue) -> HeaderMap {
        let pair = set_cookie
            .to_str()
            .expect("text")
            .split(';')
            .next()
            .expect("a pair")
            .to_owned();
        HeaderMap::from_iter([(header::COOKIE, format!("a=b; {pair}").parse().expect("a value"))])
    }

    #[test]
    fn secrets_are_never_kept() {
        let kept =
            fields(b"email=a%40b.c&password=geheim&passcode=123456&recovery_code=x&new_password=y&name=A+B&_token=z");
        assert_eq!(
            kept,
            [
                ("email".to_owned(), "a@b.c".to_owned()),
                ("name".to_owned(), "A B".to_owned())
            ]
        );
    }

    #[test]
    fn a_flash_comes_back_for_a_minute() {
        let (web, now) = (web(), Timestamp(1000));
        let cookie = keep(&web, flash(b"email=a%40b.c"), now).expect("a cookie");
        let headers = sent_back(&cookie);
        assert_eq!(read(&web, &headers, now.plus(59)), Some(flash(b"email=a%40b.c")));
        assert_eq!(read(&web, &headers, now.plus(60)), None);
        assert_eq!(read(&self::web(), &headers, now), None, "sealed with another key");
        assert!(is_present(&web, &headers) && !is_present(&web, &HeaderMap::new()));
    }

    #[test]
    fn the_longest_fields_are_left_out() {
        let (web, now) = (web(), Timestamp(1000));
        let kept = |typed: &str| {
            let cookie = keep(&web, flash(typed.as_bytes()), now).expect("a cookie");
            assert!(cookie.len() < 2200);
            read(&web, &sent_back(&cookie), now)
        };
        let long = "a".repeat(4000);
        assert_eq!(kept(&format!("email={long}")), Some(flash(b"")));
        let three = format!("name=Ana&members={long}&reason={long}&email=ana");
        assert_eq!(kept(&three), Some(flash(b"name=Ana&email=ana")));
    }

    #[test]
    fn invalid_cookies_are_no_flash() {
        for value in ["", "!", "AAAA", &"A".repeat(5000)] {
            let headers = HeaderMap::from_iter([(
                header::COOKIE,
                format!("{}={value}", Cookie::Flash.name(web().transport()))
                    .parse()
                    .expect("a value"),
            )]);
            assert_eq!(read(&web(), &headers, Timestamp(0)), None);
        }
    }
}
