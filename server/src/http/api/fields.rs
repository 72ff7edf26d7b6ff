//! The kinds of values in answers, with their description in the document.

use domain::{Timestamp, api_keys::scope::TEXT_MAX, kernel::label::NAME_MAX};
use serde::{Serialize, Serializer};
use std::{borrow::Cow, fmt::Display};
use terms::{EventKind, Language};
use text::Text;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ArrayBuilder, KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, schema::Type},
};

/// The last second that RFC 3339 can write.
pub(super) const YEAR_9999: i64 = 253_402_300_799;

/// An id.
#[derive(Serialize)]
pub(in crate::http) struct Id(String);

/// A time, as programs read it in JSON (RFC 3339).
pub(in crate::http) struct Time(Timestamp);

/// A time, as tokens have it (RFC 7519).
#[derive(Serialize)]
pub(super) struct UnixTime(i64);

/// A number of seconds to wait.
pub(super) struct Seconds;

/// A place in the activity.
pub(super) struct Place;

/// A digest.
pub(super) struct Digest;

/// The name of a scope.
pub(super) struct ScopeName;

/// A role.
pub(super) struct Role;

/// A kind of event.
pub(in crate::http) struct Kind;

/// What came of an event.
pub(in crate::http) struct Outcome;

impl Id {
    /// Whatever displays as an id is one.
    pub(super) fn of(id: &impl Display) -> Self {
        Self(id.to_string())
    }
}

impl From<Timestamp> for Time {
    fn from(at: Timestamp) -> Self {
        Self(at)
    }
}

impl From<Timestamp> for UnixTime {
    fn from(at: Timestamp) -> Self {
        Self(at.0)
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&Text::of(Language::English).machine(self.0.0))
    }
}

/// Describes a type of this file as a component of the document.
macro_rules! described {
    ($($name:ident: $schema:expr;)+) => {$(
        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                $schema.into()
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($name))
            }
        }
    )+};
}

described! {
    Id: string().pattern(Some("^[0-9a-f]{32}$")).min_length(Some(32)).max_length(Some(32))
        .description(Some("An id. It never changes and is never used again."));
    Time: string().format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime))).max_length(Some(20))
        .description(Some("A time in UTC (RFC 3339), in whole seconds."));
    Kind: one_of(EventKind::ALL.iter().map(|kind| kind.as_str()));
    Outcome: one_of(["done", "refused"]);
    Role: one_of(terms::Role::ALL.iter().map(|role| role.as_str()));
    Place: string().pattern(Some("^[0-9]{1,19}-[0-9a-f]{32}$")).max_length(Some(52))
        .description(Some("A place in the activity."));
    Digest: string().pattern(Some("^[0-9a-f]{64}$")).max_length(Some(64))
        .description(Some("The SHA-256 digest of exactly what will be done, in hexadecimal."));
    ScopeName: string().pattern(Some(r"^[!#-\[\]-~]+$")).max_length(Some(64))
        .description(Some("A scope of the operator's own API (RFC 6749 section 3.3)."));
    Seconds: whole().minimum(Some(1)).maximum(Some(86_400));
    UnixTime: whole().minimum(Some(0)).maximum(Some(YEAR_9999)).description(Some("Seconds since 1970-01-01T00:00:00Z."));
}

/// A text.
pub(in crate::http) fn string() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

/// A text without control characters.
pub(in crate::http) fn text(max: usize) -> ObjectBuilder {
    string().pattern(Some(r"^[^\x00-\x1f\x7f]*$")).max_length(Some(max))
}

/// An IP address; behind a proxy that says nothing it may be missing.
pub(in crate::http) fn address() -> Schema {
    string().pattern(Some("^[0-9A-Fa-f:.]*$")).max_length(Some(45)).into()
}

/// Browser and operating system.
pub(in crate::http) fn browser() -> Schema {
    text(64).into()
}

/// An address of a page.
pub(super) fn url() -> Schema {
    let format = SchemaFormat::Custom("uri".to_owned());
    string().format(Some(format)).max_length(Some(2_048)).into()
}

/// A whole number.
pub(super) fn whole() -> ObjectBuilder {
    let format = SchemaFormat::KnownFormat(KnownFormat::Int64);
    ObjectBuilder::new().schema_type(Type::Integer).format(Some(format))
}

/// A text of a closed set.
pub(in crate::http) fn one_of(texts: impl IntoIterator<Item = &'static str>) -> Schema {
    let texts: Vec<_> = texts.into_iter().collect();
    string().enum_values(Some(texts)).into()
}

/// An e-mail address, which may have letters of every script (RFC 6531).
pub(in crate::http) fn email() -> Schema {
    let format = SchemaFormat::Custom("idn-email".to_owned());
    string().format(Some(format)).max_length(Some(254)).into()
}

/// The scopes of a credential (RFC 6749 section 3.3).
pub(super) fn scope() -> Schema {
    string()
        .pattern(Some("^[!#-\\[\\]-~ ]*$"))
        .max_length(Some(TEXT_MAX))
        .description(Some("Scopes, separated by spaces."))
        .into()
}

/// How a credential is sent (RFC 6750).
pub(super) fn token_type() -> Schema {
    one_of(["Bearer"])
}

/// What was proved (RFC 8176).
pub(super) fn amr() -> Schema {
    let methods = one_of(["pwd", "api_key", "otp"]);
    let methods = ArrayBuilder::new().items(RefOr::T(methods)).max_items(Some(2));
    methods.description(Some("What was proved (RFC 8176).")).into()
}

/// A name that a person chose.
pub(in crate::http) fn name() -> Schema {
    text(NAME_MAX).into()
}
