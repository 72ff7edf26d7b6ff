//! The operator's file of places: an MMDB file such as GeoLite2-City or DB-IP City.
//!
//! It is read whole into memory and looked up there, so that no page waits for a disk. It is not mapped, because a mapped
//! file that is cut off ends the process.

mod database;

pub use database::PlacesError;

use database::Database;
use domain::places::{PlaceNames, Places};
use std::{
    fs::{self, File, Metadata},
    io::{self, Read},
    net::IpAddr,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, RwLock},
};
use terms::Language;
use text::Text;

/// Maximum size of the file, in bytes.
const BYTES_MAX: u64 = 1 << 30;

/// The version of a file. A write changes it, and so does a file that takes the place of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Version {
    file: (u64, u64),
    bytes: u64,
    modified: (i64, i64),
    /// Changes also where a copy sets the time of modification back.
    changed: (i64, i64),
}

impl Version {
    fn of(about: &Metadata) -> Self {
        Self {
            file: (about.dev(), about.ino()),
            bytes: about.len(),
            modified: (about.mtime(), about.mtime_nsec()),
            changed: (about.ctime(), about.ctime_nsec()),
        }
    }
}

/// What is known of the versions of the file.
#[derive(Debug)]
struct Versions {
    used: Version,
    /// The last one that was not used, because it is new or damaged.
    seen: Option<Version>,
    /// Whether that one is damaged.
    refused: bool,
}

/// What a look at the file has brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reload {
    /// The file is the one that is used.
    Current,
    /// The file is another one, which may not be whole yet or was refused before.
    Waiting,
    /// The file is used from now on.
    Renewed,
}

/// A file of places, and what was read from it.
#[derive(Debug)]
pub struct PlacesFile {
    path: PathBuf,
    database: RwLock<Arc<Database>>,
    versions: Mutex<Versions>,
}

impl PlacesFile {
    /// Reads the file.
    pub fn open(path: &Path) -> Result<Self, PlacesError> {
        let (database, used) = read(path)?;
        Ok(Self {
            path: path.to_owned(),
            database: RwLock::new(Arc::new(database)),
            versions: Mutex::new(Versions {
                used,
                seen: None,
                refused: false,
            }),
        })
    }

    /// Reads the file if it has changed. A version is read when it is met for the second time, so that a file that is
    /// being copied is not read before it is whole. An error leaves what was read before in use; a damaged version is
    /// reported once.
    pub fn reload(&self) -> Result<Reload, PlacesError> {
        let mut versions = self.versions.lock().unwrap_or_else(PoisonError::into_inner);
        let about = fs::metadata(&self.path).map_err(|e| PlacesError::Io(self.path.as_path().into(), e))?;
        let found = Version::of(&about);
        if found == versions.used {
            versions.seen = None;
            return Ok(Reload::Current);
        }
        if versions.seen != Some(found) {
            (versions.seen, versions.refused) = (Some(found), false);
            return Ok(Reload::Waiting);
        }
        if versions.refused {
            return Ok(Reload::Waiting);
        }
        let (database, used) = read(&self.path).inspect_err(|error| versions.refused = is_lasting(error))?;
        if used != found {
            versions.seen = Some(used);
            return Ok(Reload::Waiting);
        }
        (versions.used, versions.seen) = (used, None);
        *self.database.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(database);
        Ok(Reload::Renewed)
    }

    /// Returns what is used, for the log: the database's type, and when it was made.
    pub fn about(&self) -> (String, String) {
        let database = self.database();
        let made = Text::of(Language::English).machine(database.made_at());
        (database.name(), made)
    }

    fn database(&self) -> Arc<Database> {
        self.database.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Places for PlacesFile {
    fn look_up(&self, address: IpAddr, language: Language) -> Option<PlaceNames> {
        self.database().look_up(address, language)
    }
}

/// Whether the same version of a file would fail again.
const fn is_lasting(error: &PlacesError) -> bool {
    !matches!(error, PlacesError::Io(..) | PlacesError::Unfinished(_))
}

/// Reads a regular file, which must not change meanwhile.
fn read(path: &Path) -> Result<(Database, Version), PlacesError> {
    let failed = |error: io::Error| PlacesError::Io(path.into(), error);
    // Opening a pipe would wait for its other end.
    if !fs::metadata(path).map_err(failed)?.is_file() {
        return Err(PlacesError::Irregular(path.into()));
    }
    let mut file = File::open(path).map_err(failed)?;
    let version = Version::of(&file.metadata().map_err(failed)?);
    if version.bytes > BYTES_MAX {
        return Err(PlacesError::TooLarge(path.into()));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(version.bytes).unwrap_or_default());
    (&mut file).take(BYTES_MAX).read_to_end(&mut bytes).map_err(failed)?;
    if Version::of(&file.metadata().map_err(failed)?) != version {
        return Err(PlacesError::Unfinished(path.into()));
    }
    Ok((Database::of(path, bytes)?, version))
}

#[cfg(test)]
mod tests;
