//! An MMDB database in memory.

use crate::files::DisplayPath;
use domain::{kernel::label::readable, places::PlaceNames};
use maxminddb::{MaxMindDbError, Reader};
use serde::Deserialize;
use std::{io, net::IpAddr, path::Path};
use terms::Language;

/// What the name of a database's type contains if its records have cities or countries.
const TYPES: [&str; 3] = ["city", "country", "enterprise"];

/// Why a file of places is not used.
#[derive(Debug, thiserror::Error)]
pub enum PlacesError {
    /// It is missing, or this user may not read it.
    #[error("places: {0} cannot be read: {1}")]
    Io(DisplayPath, io::Error),
    /// It is a folder, a pipe or a device.
    #[error("places: {0} is no regular file")]
    Irregular(DisplayPath),
    /// It would take too much memory.
    #[error("places: {0} is larger than 1 GiB")]
    TooLarge(DisplayPath),
    /// It was written while it was read.
    #[error("places: {0} is being written")]
    Unfinished(DisplayPath),
    /// It is damaged, cut off or of another form.
    #[error("places: {0} is no sound MMDB file: {1}")]
    Malformed(DisplayPath, MaxMindDbError),
    /// It is about something else than places.
    #[error(
        "places: {0} has the type “{1}”, but must have cities or countries, as GeoLite2-City and DBIP-City-Lite do"
    )]
    OtherType(DisplayPath, String),
}

/// A database whose whole structure was checked.
#[derive(Debug)]
pub(super) struct Database(Reader<Vec<u8>>);

/// The part of a record that is shown.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Record<'a> {
    #[serde(borrow)]
    city: Named<'a>,
    #[serde(borrow)]
    country: Named<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Named<'a> {
    #[serde(borrow)]
    names: Names<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Names<'a> {
    en: Option<&'a str>,
    de: Option<&'a str>,
}

impl Database {
    /// Checks the contents of the file at `path`.
    pub(super) fn of(path: &Path, bytes: Vec<u8>) -> Result<Self, PlacesError> {
        let malformed = |error| PlacesError::Malformed(path.into(), error);
        let reader = Reader::from_source(bytes).map_err(malformed)?;
        reader.verify().map_err(malformed)?;
        let database = Self(reader);
        let name = database.name().to_lowercase();
        match TYPES.iter().any(|part| name.contains(part)) {
            true => Ok(database),
            false => Err(PlacesError::OtherType(path.into(), database.name())),
        }
    }

    /// Returns the name of the database's type.
    pub(super) fn name(&self) -> String {
        readable(&self.0.metadata().database_type).unwrap_or_default()
    }

    /// Returns when the database was made, in Unix seconds.
    pub(super) fn made_at(&self) -> i64 {
        i64::try_from(self.0.metadata().build_epoch).unwrap_or_default()
    }

    /// Returns the names of an address. A record of another form has none.
    pub(super) fn look_up(&self, address: IpAddr, language: Language) -> Option<PlaceNames> {
        let record: Record<'_> = self.0.lookup(address).ok()?.decode().ok()??;
        let name = |named: &Named<'_>| {
            let Names { en, de } = named.names;
            let name = match language {
                Language::English => en,
                Language::German => de.or(en),
            };
            name.unwrap_or_default().to_owned()
        };
        Some(PlaceNames {
            city: name(&record.city),
            country: name(&record.country),
        })
    }
}
