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
    fn a_body_is_erased_by_its_last_holder() {
        let body = Bytes::from(b"password=geheim".to_vec());
        let shared = body.clone();
        assert!(!erase(body));
        assert_eq!(shared, &b"password=geheim"[..]);
        assert!(erase(shared));
    }
}
