//! The arguments of server functions, encoded as form fields.

use leptos::server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType, codec::Post};
use serde::{Serialize, de::DeserializeOwned};

/// The input encoding of every server function.
pub(crate) type Form = Post<Fields>;

/// The field of every form with the path of its page. The transport removes it: it is no argument.
pub const PAGE_FIELD: &str = "_page";

/// `application/x-www-form-urlencoded`, decoded strictly: unknown fields are rejected, because they are either a
/// mistake of the caller or an attempt at mass assignment.
pub(crate) struct Fields;

impl ContentType for Fields {
    const CONTENT_TYPE: &'static str = "application/x-www-form-urlencoded";
}

impl FormatType for Fields {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for Fields {
    type Error = serde_qs::Error;

    fn encode(arguments: &T) -> Result<Bytes, serde_qs::Error> {
        serde_qs::to_string(arguments).map(Bytes::from)
    }
}

impl<T: DeserializeOwned> Decodes<T> for Fields {
    type Error = serde_qs::Error;

    #[cfg(feature = "ssr")]
    fn decode(fields: Bytes) -> Result<T, serde_qs::Error> {
        let mut unknown = false;
        let fields = with_plain_brackets(fields);
        let arguments = serde_qs::Deserializer::new(&fields)
            .and_then(|fields| serde_ignored::deserialize(fields, |_| unknown = true));
        erase(fields);
        match arguments {
            Ok(_) if unknown => Err(serde::de::Error::custom("a field that nobody knows")),
            arguments => arguments,
        }
    }

    /// Always fails: the client never decodes arguments.
    #[cfg(not(feature = "ssr"))]
    fn decode(_fields: Bytes) -> Result<T, serde_qs::Error> {
        Err(serde::de::Error::custom("arguments are read on the server"))
    }
}

/// Decodes the brackets at the end of names (`scopes%5B%5D=`), by which a form gives a field several times: browsers encode
/// them, serde_qs reads plain ones only.
#[cfg(feature = "ssr")]
fn with_plain_brackets(fields: Bytes) -> Bytes {
    const ENCODED: &[u8] = b"%5B%5D=";
    if !fields.windows(ENCODED.len()).any(|part| part == ENCODED) {
        return fields;
    }
    let mut plain = Vec::with_capacity(fields.len());
    let mut rest = &fields[..];
    while let Some((first, after)) = rest.split_first() {
        match rest.strip_prefix(ENCODED) {
            Some(after) => {
                plain.extend_from_slice(b"[]=");
                rest = after;
            }
            None => {
                plain.push(*first);
                rest = after;
            }
        }
    }
    erase(fields);
    plain.into()
}

/// Overwrites a body, which may contain passwords, unless another clone of it exists. Returns whether it was overwritten.
#[cfg(feature = "ssr")]
pub fn erase(body: Bytes) -> bool {
    let own = body.try_into_mut();
    own.map(|mut body| zeroize::Zeroize::zeroize(body.as_mut())).is_ok()
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn a_field_that_is_given_several_times_is_a_list() {
        #[derive(Debug, PartialEq, serde::Deserialize)]
        struct Arguments {
            name: String,
            #[serde(default)]
            scopes: Vec<String>,
        }
        let read = |fields: &'static str| {
            let read: Result<Arguments, _> = Fields::decode(Bytes::from(fields));
            read.ok().map(|read| (read.name, read.scopes.join(" ")))
        };
        let is = |name: &str, scopes: &str| Some((name.to_owned(), scopes.to_owned()));
        assert_eq!(read("name=a&scopes%5B%5D=b&scopes%5B%5D=c"), is("a", "b c"));
        assert_eq!(read("scopes[]=b&name=%5B%5D"), is("[]", "b"));
        assert_eq!(read("name=a"), is("a", ""));
        for bad in [
            "name=a&name=b",
            "name%5B%5D=a",
            "name=a&scopes%5B%5D=b&x%5B%5D=c",
            "name=a&scopes=b&scopes=c",
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_body_is_erased_by_its_last_holder() {
        let body = Bytes::from(b"password=geheim".to_vec());
        let shared = body.clone();
        assert!(!erase(body));
        assert_eq!(shared, &b"password=geheim"[..]);
        assert!(erase(shared));
    }
}
