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

/// Describes a type as a component of the document.
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

/// Declares types that only describe, for values that other types hold.
macro_rules! kinds {
    ($($name:ident: $schema:expr;)+) => {
        $(pub(in crate::http) struct $name;)+
        described! { $($name: $schema;)+ }
    };
}

described! {
    Id: string().pattern(Some("^[0-9a-f]{32}$")).min_length(Some(32)).max_length(Some(32))
        .description(Some("An id. It never changes and is never used again."));
    Time: format_of("date-time").max_length(Some(20)).description(Some("A time in UTC (RFC 3339), in whole seconds."));
    UnixTime: whole().minimum(Some(0)).maximum(Some(YEAR_9999)).description(Some("Seconds since 1970-01-01T00:00:00Z."));
}

kinds! {
    Address: string().pattern(Some("^[0-9A-Fa-f:.]*$")).max_length(Some(45))
        .description(Some("An IP address; empty if it is not known."));
    Agent: text(64).description(Some("A browser and its operating system."));
    Digest: string().pattern(Some("^[0-9a-f]{64}$")).max_length(Some(64))
        .description(Some("The SHA-256 digest of exactly what will be done, in hexadecimal."));
    Email: format_of("idn-email").max_length(Some(254))
        .description(Some("An e-mail address, which may have letters of every script (RFC 6531)."));
    Kind: one_of(EventKind::ALL.iter().map(|kind| kind.as_str())).description(Some("A kind of event."));
    Methods: ArrayBuilder::new().items(one_of(["pwd", "api_key", "otp"])).max_items(Some(2))
        .description(Some("What was proved (RFC 8176)."));
    Name: text(NAME_MAX).description(Some("A name that a person chose."));
    Outcome: one_of(["done", "refused"]).description(Some("What came of an event."));
    Place: string().pattern(Some("^[0-9]{1,19}-[0-9a-f]{32}$")).max_length(Some(52))
        .description(Some("A place in the activity."));
    Role: one_of(terms::Role::ALL.iter().map(|role| role.as_str()))
        .description(Some("A role; an owner may do all that an admin may, and an admin all that a member may."));
    ScopeName: string().pattern(Some(r"^[!#-\[\]-~]+$")).max_length(Some(64))
        .description(Some("A scope of the operator's own API (RFC 6749 section 3.3)."));
    Scopes: string().pattern(Some(r"^[!#-\[\]-~ ]*$")).max_length(Some(TEXT_MAX))
        .description(Some("Scopes, separated by spaces (RFC 6749 section 3.3)."));
    Seconds: whole().minimum(Some(1)).maximum(Some(86_400)).description(Some("Seconds to wait."));
    TokenType: one_of(["Bearer"]).description(Some("How a token is sent (RFC 6750)."));
    Url: format_of("uri").max_length(Some(2_048)).description(Some("An address of this server."));
}

/// A text.
pub(in crate::http) fn string() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

/// A text of a known format.
fn format_of(name: &str) -> ObjectBuilder {
    string().format(Some(SchemaFormat::Custom(name.to_owned())))
}

/// A text without control characters.
pub(in crate::http) fn text(max: usize) -> ObjectBuilder {
    string().pattern(Some(r"^[^\x00-\x1f\x7f]*$")).max_length(Some(max))
}

/// A whole number.
fn whole() -> ObjectBuilder {
    let format = SchemaFormat::KnownFormat(KnownFormat::Int64);
    ObjectBuilder::new().schema_type(Type::Integer).format(Some(format))
}

/// A text of a closed set.
pub(in crate::http) fn one_of(texts: impl IntoIterator<Item = &'static str>) -> ObjectBuilder {
    let texts: Vec<_> = texts.into_iter().collect();
    string().enum_values(Some(texts))
}
